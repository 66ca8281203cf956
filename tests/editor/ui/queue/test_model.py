from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from editor.ui.queue.model import Progress, Queue, Task, told
from nodes.api.errors import Cancelled
from tests.editor.ui.posted import Posted


@pytest.fixture
def posted() -> Posted:
    return Posted()


@pytest.fixture
def line(posted: Posted) -> Iterator[Queue]:
    made = Queue(posted)
    yield made
    made.close()


def test_tasks_run_one_after_another_and_leave_the_queue_when_done(line: Queue, posted: Posted) -> None:
    ran: list[str] = []
    go = threading.Event()
    line.add("first", lambda progress: go.wait(30), lambda _: ran.append("first"), pytest.fail)
    line.add("second", lambda progress: "two", ran.append, pytest.fail)
    posted.until(lambda: line.tasks.value[0].started is not None)
    assert [task.title for task in line.tasks.value] == ["first", "second"]
    assert line.tasks.value[1].started is None
    go.set()
    posted.until(lambda: not line.tasks.value)
    assert ran == ["first", "two"]


def test_progress_is_shown_and_tells_the_time_that_is_left(line: Queue, posted: Posted) -> None:
    go = threading.Event()

    def work(progress: Progress) -> None:
        progress(0, 10, "frames")
        progress(10, 10, "frames")
        go.wait(30)

    line.add("render", work, lambda _: None, pytest.fail)
    posted.until(lambda: line.tasks.value[0].done == 10)
    assert (line.tasks.value[0].total, line.tasks.value[0].what) == (10, "frames")
    go.set()
    posted.until(lambda: not line.tasks.value)


def test_a_task_that_runs_is_cancelled_at_its_next_step(line: Queue, posted: Posted) -> None:
    failed: list[Exception] = []
    begun = threading.Event()

    def work(progress: Progress) -> None:
        for done in range(10_000):
            progress(done, 10_000, "frames")
            begun.set()
            threading.Event().wait(0.001)

    task = line.add("render", work, lambda _: pytest.fail("it went on"), failed.append)
    assert begun.wait(30)
    line.cancel(task)
    posted.until(lambda: failed)
    assert isinstance(failed[0], Cancelled)
    assert not line.tasks.value


def test_a_task_that_waits_is_cancelled_without_being_begun(line: Queue, posted: Posted) -> None:
    go, failed = threading.Event(), list[Exception]()
    line.add("first", lambda progress: go.wait(30), lambda _: None, pytest.fail)
    second = line.add("second", lambda progress: pytest.fail("it began"), lambda _: None, failed.append)
    line.cancel(second)
    go.set()
    posted.until(lambda: not line.tasks.value)
    assert isinstance(failed[0], Cancelled)


def test_closing_stops_what_runs(posted: Posted) -> None:
    line = Queue(posted)
    begun = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            progress(0, 0, "on and on")
            begun.set()
            threading.Event().wait(0.001)

    line.add("endless", work, lambda _: None, lambda _: None)
    assert begun.wait(30)
    line.close()


@pytest.mark.parametrize(
    ("task", "now", "words"),
    [
        (Task(1, "sh010, take"), 0.0, "sh010, take: waiting"),
        (Task(1, "sh010, take", started=0.0), 5.0, "sh010, take"),
        (
            Task(1, "Demo", what="drawing", done=5, total=20, started=0.0),
            5.0,
            "Demo, drawing: 5 of 20, about 15 s left",
        ),
        (Task(1, "Demo", done=1, total=1000, started=0.0), 10.0, "Demo: 1 of 1000, about 2 h 46 min left"),
        (Task(1, "Demo", done=1, total=2, started=0.0, stopping=True), 10.0, "Demo: stopping"),
    ],
)
def test_a_task_is_told_in_words(task: Task, now: float, words: str) -> None:
    assert told(task, now) == words
