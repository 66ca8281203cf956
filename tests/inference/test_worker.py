"""The torch worker as a process: taught, cancelled, killed, asked again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from inference.worker.keyframe import Keyframe
from nodes.api.errors import Cancelled, Failed
from nodes.process.child import Call, Stop
from nodes.process.handed import handed
from nodes.process.jobs import Job
from nodes.process.parent import start
from nodes.process.supervise import Watched
from nodes.process.sweep import RunFolder, open_run

pytest.importorskip("torch", reason="needs torch")
pytestmark = pytest.mark.model

ENTRY = Path(__file__).resolve().parents[2] / "inference" / "worker" / "entry.py"
PICTURE = np.random.default_rng(1).random((48, 64, 3), dtype=np.float32)
GIVEN = {"picture 0": PICTURE, "painted 0": PICTURE[..., ::-1]}


def asked(*, seconds: float = 600, steps: int = 0, **more: Any) -> dict[str, Any]:
    """Return the arguments of a call about one painting."""
    return {"key": "abc", "keys": 1, "height": 48, "seed": 1, "seconds": seconds, "steps": steps} | more


@pytest.fixture
def run(tmp_path: Path) -> Iterator[RunFolder]:
    with open_run(tmp_path / "run") as made:
        yield made


@pytest.fixture
def worker(run: RunFolder, tmp_path: Path) -> Iterator[Watched]:
    starter = partial(
        start, ENTRY, interpreter=Path(sys.executable), args=[str(tmp_path / "kept")], folder=run.path
    )
    with Watched(starter) as made:
        yield made


def teach(worker: Watched, run: RunFolder, stack: ExitStack, **budget: Any) -> Job:
    arrays = stack.enter_context(handed(run.path, GIVEN))
    return worker.call("keyframe.teach", asked(**budget, arrays=arrays))


def applied(worker: Watched, run: RunFolder, **budget: Any) -> np.ndarray:
    with handed(run.path, {"picture": PICTURE}) as arrays:
        job = worker.call("keyframe.apply", asked(**budget, arrays=arrays, weights=[1.0]))
        (loan,) = job.frames()
        return loan.copy()["picture"]


def test_it_learns_paints_and_finds_what_it_learned_after_it_was_killed(
    worker: Watched, run: RunFolder
) -> None:
    assert worker.call("capabilities").result() == ["KeyframeStyle"]
    with ExitStack() as stack, teach(worker, run, stack, steps=6) as job:
        assert job.result()["steps"] == 6
        assert [(event["done"], event["total"]) for event in job.events()] == [(n, 6) for n in range(1, 7)]
    first = applied(worker, run, steps=6)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert np.array_equal(applied(worker, run, steps=6), first)
    assert worker.deaths == 1
    assert worker.call("keyframe.open", asked(steps=6)).result()["steps"] == 6
    assert worker.call("keyframe.close", asked(steps=6)).result() is None


def test_pictures_come_along_and_a_wish_to_stop_leaves_what_was_learned(
    worker: Watched, run: RunFolder
) -> None:
    with ExitStack() as stack, teach(worker, run, stack) as job:
        loan = next(job.frames())
        with loan:
            assert loan.array.shape == PICTURE.shape and loan.meta == {"is": "preview"}
            assert loan.array.min() >= 0 and loan.array.max() <= 1
        job.cancel()
        with pytest.raises(Cancelled):
            job.result()
    found = worker.call("keyframe.open", asked()).result()
    assert found["steps"] >= 1 and found["seconds"] < 600


class Told:
    """A call whose parent wants it to stop as soon as it was told of so many steps."""

    def __init__(self, args: Mapping[str, Any], after: int = 1_000_000) -> None:
        self.args, self.left = args, after
        self.sent: list[Mapping[str, Any]] = []

    def progress(self, *_: object, **__: object) -> None:
        self.left -= 1

    def check(self) -> None:
        if self.left <= 0:
            raise Stop

    def send_frame(self, arrays: Any, meta: object = None) -> None:
        if meta is None:
            self.sent.append(arrays)


@pytest.fixture
def taught(run: RunFolder) -> Callable[..., Any]:
    """Teach in this process; returns what the handler returns."""

    def teach(keyframe: Keyframe, *, after: int = 1_000_000, **budget: Any) -> Any:
        with handed(run.path, GIVEN) as arrays:
            return keyframe.teach(cast("Call", Told(asked(**budget, arrays=arrays), after)))

    return teach


def opened(keyframe: Keyframe, **budget: Any) -> Any:
    return keyframe.open(cast("Call", Told(asked(**budget))))


def test_a_wish_to_stop_is_heard_at_the_very_step_after_it(
    taught: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(Stop):
        taught(Keyframe(tmp_path), after=3)
    assert opened(Keyframe(tmp_path))["steps"] == 3


def test_steps_are_learned_in_one_go_or_not_at_all(taught: Callable[..., Any], tmp_path: Path) -> None:
    keyframe = Keyframe(tmp_path)
    with pytest.raises(Stop):
        taught(keyframe, after=3, steps=5)
    assert opened(keyframe, steps=5)["steps"] == 0
    assert taught(keyframe, steps=5)["steps"] == 5
    again, painted = Keyframe(tmp_path / "other"), []
    taught(again, steps=5)
    for each in (keyframe, again):
        told = Told(asked(steps=5, weights=[1.0], arrays=None))
        with handed(tmp_path, {"picture": PICTURE}) as told.args["arrays"]:  # type: ignore[index]
            each.apply(cast("Call", told))
        painted.append(told.sent[0]["picture"])
    assert np.array_equal(*painted)


def test_more_seconds_go_on_from_what_fewer_reached_which_stays(
    taught: Callable[..., Any], tmp_path: Path
) -> None:
    short = taught(Keyframe(tmp_path), seconds=0.5)
    assert short["steps"] >= 1 and short["seconds"] >= 0.5
    assert opened(Keyframe(tmp_path), seconds=2.0) == short
    more = taught(Keyframe(tmp_path), seconds=2.0)
    assert more["steps"] > short["steps"] and more["seconds"] > short["seconds"]
    assert opened(Keyframe(tmp_path), seconds=0.5) == short
    assert taught(Keyframe(tmp_path), seconds=0.5) == short


def test_a_wish_to_stop_is_heard_while_another_call_learns(run: RunFolder, tmp_path: Path) -> None:
    keyframe = Keyframe(tmp_path)
    opened(keyframe)
    ((_, lock),) = keyframe._held.values()
    with lock, handed(run.path, GIVEN) as arrays, pytest.raises(Stop):
        keyframe.teach(cast("Call", Told(asked(arrays=arrays), after=0)))
    assert opened(keyframe)["steps"] == 0


def test_nothing_is_painted_before_anything_was_learned(run: RunFolder, tmp_path: Path) -> None:
    with handed(run.path, {"picture": PICTURE}) as arrays:
        told = Told(asked(arrays=arrays, weights=[1.0]))
        with pytest.raises(Failed, match="nothing was learned yet"):
            Keyframe(tmp_path).apply(cast("Call", told))
