"""Graphs may be as long and as wide as memory allows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from nodes.api import Range
from tests.nodes.engine.kit import FORMAT, RATE, at, grey, job_of, made, run_of

LENGTH = 10_000
WIDTH = 3_000


def chain(length: int, **rest: Any) -> list[dict[str, Any]]:
    nodes = [made("n0", "test.count")]
    return nodes + [made(f"n{i}", "test.sum", {"first": f"n{i - 1}"}, **rest) for i in range(1, length)]


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def test_a_chain_of_ten_thousand_nodes_runs_without_recursion():
    job = job_of(*chain(LENGTH), format=FORMAT)
    with run_of(job, cache=1 << 26) as run:
        cold = seconds(lambda: run.frame(at(3)))
        again = seconds(lambda: run.frame(at(3)))
        assert grey(run.frame(at(3))) == 3.0
        assert run.stats.calls == dict.fromkeys(run.prepared.ready, 1)
    assert again < cold / 20


def test_a_chain_of_ten_thousand_bypassed_nodes_is_its_source():
    job = job_of(*chain(LENGTH, bypass=True))
    with run_of(job) as run:
        assert grey(run.frame(at(3))) == 3.0
        assert run.stats.calls == {"n0": 1}


def test_thousands_of_nodes_side_by_side_run():
    nodes = [made(f"s{i}", "test.flat", params={"value": 1.0}) for i in range(WIDTH)]
    job = job_of(*nodes, made("all", "test.all", {"images": [node["id"] for node in nodes]}), domains={})
    with run_of(job) as run:
        assert grey(run.frame(at(0))) == WIDTH


def test_thousands_of_diamonds_are_made_once_each():
    nodes = [made("n0", "test.flat", params={"value": 0.0})]
    nodes += [
        made(f"n{i}", "test.sum", {"first": f"n{i - 1}", "second": f"n{i - 1}"}) for i in range(1, WIDTH)
    ]
    job = job_of(*nodes, domains={"n0": Range.frames_of(0, 1, RATE)})
    with run_of(job, cache=0) as run:
        assert grey(run.frame(at(0))) == 0.0
        assert sum(run.stats.calls.values()) == WIDTH
