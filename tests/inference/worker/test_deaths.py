"""Workers that are killed, hang, or do not hear a cancel; the client goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs torch")

from nodes.api.errors import Cancelled, Failed
from nodes.process.errors import ChildDied
from tests.support.tiny_bench import LIMITS, Bench

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_a_worker_that_was_killed_makes_the_same_pictures_again(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of()
    wanted = bench.made()
    trouble = {"stage": "step", "kind": "kill", "mark": str(bench.folder / "mark")}
    assert np.array_equal(bench.made(trouble=trouble), wanted)
    assert bench.worker.deaths == 1
    assert bench.worker.pid is not None
    os.kill(bench.worker.pid, signal.SIGKILL)
    assert np.array_equal(bench.made(), wanted)


def test_a_step_that_never_ends_costs_the_worker_not_the_client(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(hung_seconds=0.5, hung_times=2.0, first_seconds=60.0)
    trouble = {"stage": "step", "after": 4, "kind": "hang", "mark": str(bench.folder / "mark")}
    assert len(bench.made(steps=8, trouble=trouble)) == 3
    assert bench.worker.deaths == 1
    with pytest.raises(ChildDied, match=r"a step took .* s and did not end"):
        bench.made(steps=8, trouble=trouble | {"mark": None})


def test_a_cancel_that_is_not_heard_ends_the_worker(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(obey_seconds=0.5)
    job = bench.ask(trouble={"stage": "step", "after": 1, "kind": "hang"})
    events = job.events()
    while next(events).get("done", 0) < 1:
        pass
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(60)
    assert len(bench.made()) == 3


def test_a_worker_that_outgrows_the_machine_is_asked_for_a_smaller_plan(
    bench_of: Callable[..., Bench],
) -> None:
    bench = bench_of(replace(LIMITS, resident_bytes=1 << 30))
    trouble = {"stage": "step", "kind": "grow", "mark": str(bench.folder / "mark")}
    job = bench.ask(trouble=trouble)
    assert len([loan.copy() for loan in job.frames()]) == 3
    assert "tiles" in job.result()["plan"]
    assert bench.worker.deaths == 1
    # From now on it is known: the next call begins with the smaller plan.
    assert "tiles" in _last(bench)["plan"] and bench.worker.deaths == 1


def test_a_worker_that_outgrows_the_machine_by_every_plan_is_told_of(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(replace(LIMITS, resident_bytes=1 << 30))
    with pytest.raises(Failed, match="memory ran out") as caught:
        bench.made(trouble={"stage": "begin", "kind": "grow"}, frames=5)
    assert "outgrew" in str(caught.value)
    assert len(bench.made(frames=5)) == 5


def _last(bench: Bench) -> Any:
    job = bench.ask()
    for loan in job.frames():
        loan.release()
    return job.result()
