"""The line to the worker, over a real process: arrays, progress, cancel, deaths, readers that stand still."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import Cancelled, ColourSpace, Failed
from nodes.models.arrivals import Arrivals
from nodes.models.bound import BoundModel
from nodes.models.errors import SessionLost
from nodes.models.line import Answer, Line
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry
from nodes.models.working import Working
from nodes.process.errors import ChildDied
from nodes.process.handed import AnyArray
from nodes.process.slots import Loan

SPACE = ColourSpace("", "ACEScg")
ENTRY = Path(__file__).parent / "entries" / "answers.py"
MODEL = BoundModel("tiny", "f1", {"name": "tiny"}, "/nowhere")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    made = Worker(WorkerEntry(str(ENTRY), (), str(tmp_path / "run"), spare=False))
    yield made
    made.stop()
    assert [each.name for each in (tmp_path / "run").iterdir()] in ([], ["lock"])


@pytest.fixture
def line(worker: Worker) -> Line:
    return Line(worker, SPACE)


def all_of(answer: Answer) -> tuple[list[dict[str, Any]], Any]:
    came = []
    while True:
        try:
            came.append(next(answer))
        except StopIteration as done:
            return came, done.value


def many(tmp_path: Path, count: int, *, size: int = 4, dies_at: int = -1) -> dict[str, Any]:
    return {"count": count, "size": size, "dies_at": dies_at, "once": str(tmp_path / "once")}


def test_arrays_go_there_and_come_back_with_what_the_worker_says(worker: Worker) -> None:
    heard: list[Working] = []
    line = Line(worker, SPACE, tell=heard.append)
    given: dict[str, AnyArray] = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.ones(5)}
    came, last = all_of(line.call("halves", {}, given))
    assert last == 2
    np.testing.assert_array_equal(came[0]["a"], given["a"] / 2)
    np.testing.assert_array_equal(came[1]["b"], given["b"] / 2)
    assert heard[-1].done == 2
    assert sum(each.preview is not None for each in heard) >= 1
    halving = [each for each in heard if each.text == "halving"]
    assert halving and all(each.total == 2 and each.seconds == 0.5 for each in halving)


def test_what_a_model_is_asked_travels_as_it_is(line: Line) -> None:
    assert worker_said(line) == {"x": 1}
    settings = many(Path("/"), 0)
    came, last = all_of(line.call("said", {"settings": settings}, {}))
    assert came == [] and last["args"]["settings"] == settings


def worker_said(line: Line) -> Any:
    said = line.last(line.call("said", {"x": 1}, {}))["args"]
    del said["arrays"]
    return said


def test_a_wish_to_stop_reaches_the_worker_which_is_free_then(worker: Worker) -> None:
    checks: list[int] = []

    def check() -> None:
        checks.append(1)
        if len(checks) == 5:
            raise Cancelled("Make a frame", "nobody wants it")

    with pytest.raises(Cancelled):
        all_of(Line(worker, SPACE, check).call("learn", {}, {}))
    line = Line(worker, SPACE)
    first, second = (line.last(line.call("said", {}, {}))["learned"] for _ in range(2))
    assert first == second > 0


def test_a_reader_that_stands_still_holds_nobody_up(line: Line, tmp_path: Path) -> None:
    standing = line.call("many", many(tmp_path, 12), {})
    first = next(standing)
    assert all_of(line.call("many", many(tmp_path, 2), {}))[1] == "all"
    rest, last = all_of(standing)
    assert [int(each["number"][0]) for each in (first, *rest)] == list(range(12)) and last == "all"


def test_a_reader_that_goes_away_frees_the_worker(line: Line) -> None:
    standing = line.call("halves", {}, {"a": np.zeros(2), "b": np.zeros(2)})
    next(standing)
    standing.close()
    assert worker_said(line) == {"x": 1}


def test_a_worker_that_dies_is_asked_once_more_and_gives_nothing_twice(line: Line, tmp_path: Path) -> None:
    came, last = all_of(line.call("many", many(tmp_path, 6, dies_at=3), {}))
    assert [int(each["number"][0]) for each in came] == [0, 1, 2, 3, 4, 5] and last == "all"
    assert line.worker is not None and line.worker.deaths == 1


def test_a_session_does_not_outlive_its_worker(line: Line, tmp_path: Path) -> None:
    asked = many(tmp_path, 6, dies_at=3)
    with pytest.raises(SessionLost, match="Begin again"):
        all_of(line.call("many", asked, {}, session=True))
    assert all_of(line.call("many", asked, {}, session=True))[1] == "all"


def test_a_worker_that_was_killed_while_nobody_asked_is_started_anew(line: Line) -> None:
    pid = line.last(line.call("said", {}, {}))["pid"]
    os.kill(pid, signal.SIGKILL)
    assert line.last(line.call("said", {}, {}))["pid"] != pid


def test_a_worker_that_always_dies_is_told_of(line: Line, tmp_path: Path) -> None:
    asked = many(tmp_path, 6, dies_at=3) | {"once": "always"}
    with pytest.raises(ChildDied):
        all_of(line.call("many", asked, {}))
    assert line.worker is not None and line.worker.deaths == 2
    assert worker_said(line) == {"x": 1}


def test_without_a_worker_nothing_can_be_asked() -> None:
    with pytest.raises(Failed, match="started without a model worker"):
        all_of(Line(None, SPACE).run(MODEL, "edit", {}, {}))


def test_a_stopped_worker_leaves_no_process(tmp_path: Path) -> None:
    worker = Worker(WorkerEntry(str(ENTRY), (), str(tmp_path / "run"), spare=False))
    line = Line(worker, SPACE)
    pid = line.last(line.call("said", {}, {}))["pid"]
    worker.stop()
    assert worker.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_is_too_much_for_memory_waits_in_files_and_comes_in_order(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, limit=100)
    for number in range(5):
        arrivals.add(loan(number))
    assert len(list(tmp_path.iterdir())) == 3
    came = [arrivals.take() for _ in range(6)]
    assert [None if each is None else int(each["a"][0]) for each in came] == [0, 1, 2, 3, 4, None]
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_takes_any_more_is_removed(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, limit=10)
    for number in range(3):
        arrivals.add(loan(number))
    arrivals.drop()
    assert arrivals.take() is None and list(tmp_path.iterdir()) == []


def loan(number: int) -> Loan:
    release: Callable[[], None] = lambda: None  # noqa: E731
    return Loan({"a": np.full(6, number, np.int64)}, None, release)


def test_dead_workers_are_errors_of_their_own() -> None:
    assert issubclass(SessionLost, ChildDied)
