"""The torch worker as a process: taught, cancelled, killed, asked again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
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
PAINTING = {"key": "abc", "keys": 1, "height": 48, "seed": 1}
PICTURE = np.random.default_rng(1).random((48, 64, 3), dtype=np.float32)


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


def teach(worker: Watched, run: RunFolder, stack: ExitStack, **wanted: Any) -> Job:
    example = stack.enter_context(handed(run.path, {"picture": PICTURE, "painted": PICTURE[..., ::-1]}))
    args = PAINTING | {"examples": [example], "seconds": 600, "steps": 6, "first": []} | wanted
    return worker.call("keyframe.teach", args)


def applied(worker: Watched, run: RunFolder) -> np.ndarray:
    with handed(run.path, {"": PICTURE}) as frame:
        job = worker.call("keyframe.apply", PAINTING | {"frame": frame, "weights": []})
        (loan,) = job.frames()
        return loan.copy()[""]


def test_it_learns_paints_and_finds_what_it_learned_after_it_was_killed(
    worker: Watched, run: RunFolder
) -> None:
    assert worker.call("capabilities").result() == ["KeyframeStyle"]
    with ExitStack() as stack, teach(worker, run, stack) as job:
        assert job.result()["steps"] == 6
        done = [event["done"] for event in job.events()]
    assert done == sorted(done) and done[-1] == pytest.approx(1.0)
    first = applied(worker, run)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert np.array_equal(applied(worker, run), first)
    assert worker.deaths == 1
    assert worker.call("keyframe.open", PAINTING).result() == {"steps": 6}
    assert worker.call("keyframe.close", PAINTING).result() is None


def test_a_wish_to_stop_ends_the_training_and_what_was_learned_stays(worker: Watched, run: RunFolder) -> None:
    with ExitStack() as stack, teach(worker, run, stack, steps=1_000_000) as job:
        events = job.events()
        for _ in range(3):
            next(events)
        job.cancel()
        with pytest.raises(Cancelled):
            job.result()
    assert 3 <= worker.call("keyframe.open", PAINTING).result()["steps"] < 1_000_000


class Wish:
    """A call whose parent wants it to stop as soon as it was told of so many steps."""

    def __init__(self, args: Mapping[str, Any], after: int) -> None:
        self.args, self.left = args, after

    def progress(self, *_: object, **__: object) -> None:
        self.left -= 1

    def check(self) -> None:
        if self.left <= 0:
            raise Stop

    def send_frame(self, picture: object) -> None:
        """Nobody looks."""


def test_a_wish_to_stop_is_heard_at_the_very_step_after_it(run: RunFolder, tmp_path: Path) -> None:
    keyframe = Keyframe(tmp_path / "kept")
    with handed(run.path, {"picture": PICTURE, "painted": PICTURE[..., ::-1]}) as example:
        args = PAINTING | {"examples": [example], "seconds": 600, "steps": 1_000_000, "first": []}
        with pytest.raises(Stop):
            keyframe.teach(cast("Call", Wish(args, after=3)))
    assert keyframe.open(cast("Call", Wish(PAINTING, after=1))) == {"steps": 3}


def test_pictures_of_the_work_come_along(worker: Watched, run: RunFolder) -> None:
    with ExitStack() as stack, teach(worker, run, stack, steps=1_000_000, seconds=600) as job:
        loan = next(job.frames())
        with loan:
            assert loan.array.shape == PICTURE.shape
        job.cancel()
        with pytest.raises(Cancelled):
            job.result(60)


def test_nothing_is_painted_before_anything_was_learned(worker: Watched, run: RunFolder) -> None:
    with pytest.raises(Failed, match="nothing was learned yet"):
        applied(worker, run)
