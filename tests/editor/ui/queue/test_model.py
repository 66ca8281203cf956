from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from editor.ui.queue.log import MOST_LINES, Log
from editor.ui.queue.model import Piece, Progress, Queue
from editor.ui.queue.task import Ended, Task, left_text, told
from nodes.api.errors import Cancelled, Failed
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


def held_up(line: Queue, title: str, ran: list[str], go: threading.Event, *, idle: bool = False) -> int:
    def work(progress: Progress) -> str:
        progress(0, 2, "frames")
        while not go.wait(0.002):
            progress(1, 2, "frames")
        return title

    return line.add(title, work, ran.append, lambda error: ran.append(type(error).__name__), idle=idle)


def test_what_waits_runs_in_the_order_it_is_put_in(line: Queue, posted: Posted) -> None:
    ran: list[str] = []
    go = threading.Event()
    held_up(line, "first", ran, go)
    second, third = (held_up(line, name, ran, go) for name in ("second", "third"))
    line.move(third, 0)
    assert [task.title for task in line.tasks.value] == ["first", "third", "second"]
    line.move(second, 0)
    line.move(line.tasks.value[0].id, 2)
    assert [task.title for task in line.tasks.value] == ["first", "second", "third"], "what runs stays first"
    go.set()
    posted.until(lambda: not line.tasks.value)
    assert ran == ["first", "second", "third"]
    assert [(each.task.title, each.outcome) for each in line.ended.value] == [
        ("third", "done"),
        ("second", "done"),
        ("first", "done"),
    ]


def test_a_pause_holds_what_runs_and_begins_nothing(posted: Posted) -> None:
    held: list[bool] = []
    line = Queue(posted, hold=held.append)
    ran: list[str] = []
    go = threading.Event()
    held_up(line, "first", ran, go)
    held_up(line, "second", ran, go)
    posted.until(lambda: line.tasks.value[0].total)
    line.pause(True)
    assert held == [True]
    assert line.tasks.value[0].held
    assert told(line.tasks.value[0], line.clock()).endswith("paused")
    go.set()
    posted.until(lambda: ran == ["first"])
    assert [task.started for task in line.tasks.value] == [None]
    line.pause(False)
    posted.until(lambda: ran == ["first", "second"])
    line.close()


def test_what_failed_says_why_and_can_be_tried_again(line: Queue, posted: Posted) -> None:
    tries: list[int] = []
    done: list[str] = []

    def work(progress: Progress) -> str:
        tries.append(1)
        progress(0, 1, "training")
        if len(tries) == 1:
            raise Failed("Make a take", "the disk is full", hint="Make room.")
        return "made"

    errors: list[Exception] = []
    task = line.add("take", work, done.append, errors.append)
    posted.until(lambda: errors)
    (ended,) = line.ended.value
    assert (ended.outcome, ended.why) == ("failed", "Make a take: the disk is full. Make room.")
    assert [text[10:] for text in line.log_of(task)] == ["training", ended.why]
    line.retry(task)
    posted.until(lambda: done == ["made"])
    assert [each.outcome for each in line.ended.value] == ["done"]
    line.clear_ended()
    assert line.ended.value == ()


def test_idle_work_gives_way_and_is_begun_anew(line: Queue, posted: Posted) -> None:
    ran: list[str] = []
    slow, quick = threading.Event(), threading.Event()
    held_up(line, "measure", ran, slow, idle=True)
    posted.until(lambda: line.idle.value[0].total)
    quick.set()
    held_up(line, "take", ran, quick)
    posted.until(lambda: ran == ["take"])
    assert [task.title for task in line.idle.value] == ["measure"]
    slow.set()
    posted.until(lambda: ran == ["take", "measure"])
    assert not line.idle.value


def test_several_are_queued_told_cancelled_and_dropped_at_once(line: Queue, posted: Posted) -> None:
    ran: list[str] = []
    go = threading.Event()
    held_up(line, "first", ran, go)
    told_of: list[int] = []
    line.tasks.watch(lambda tasks: told_of.append(len(tasks)))

    def piece(name: str) -> Piece:
        return Piece(name, lambda _: name, ran.append, lambda error: ran.append(type(error).__name__))

    ids = line.add_all([piece(f"take {number}") for number in range(5)])
    assert told_of == [6]
    line.cancel_all(ids[1:3])
    assert told_of == [6, 4]
    assert [(each.task.id, each.outcome) for each in line.ended.value] == [
        (ids[2], "cancelled"),
        (ids[1], "cancelled"),
    ]
    line.drop(ids[3:4])
    assert len(line.ended.value) == 2, "what is dropped was never wished for"
    line.retry(ids[1])
    go.set()
    posted.until(lambda: not line.tasks.value)
    assert ran == ["Cancelled", "Cancelled", "first", "take 0", "take 4", "take 1"]
    held_up(line, "last", ran, threading.Event())
    line.add_all([piece("never")])
    line.cancel_all()
    posted.until(lambda: not line.tasks.value)
    assert ran[-2:] == ["Cancelled", "Cancelled"]


def test_the_cause_of_a_failure_is_what_stands_last() -> None:
    why = "Run node 'source' at frame 7: Read frame 7 of 'a.mp4': its data are damaged. Copy it again."
    assert Ended(Task(1, "take"), "failed", why).cause == "its data are damaged. Copy it again."
    assert Ended(Task(1, "take"), "failed", "the disk is full").cause == "the disk is full"


def test_the_time_that_is_left_is_told_from_what_was_measured_since_the_last_step() -> None:
    task = Task(1, "take", done=30, total=50, started=100.0, base=10)
    assert task.left(110.0) == pytest.approx(10.0)
    assert left_text(task, 110.0) == "about 10 s left"
    assert (
        left_text(Task(1, "take", done=10, total=50, started=100.0, base=10), 110.0)
        == "time left not known yet"
    )


def test_a_log_keeps_the_last_lines_only() -> None:
    log = Log()
    log.add(*(f"line {number}" for number in range(1000)))
    assert len(log.lines) == MOST_LINES
    assert log.lines[-1].endswith("line 999")
