"""Long work, one piece after another: what runs, how far it is, what waits, and the wish to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any, TypeVar

from editor.ui.observe import Value
from editor.ui.tasks import Lane, Post
from nodes.api.errors import Cancelled

from .log import Log, last_words
from .task import Ended, Outcome, Task

T = TypeVar("T")

Progress = Callable[[int, int, str], None]
"""Told (done, total, what) as work goes on; raises Cancelled once the work is no longer wanted."""
Hold = Callable[[bool], None]
"""Lets what runs in the engine rest after its present frame or step, or go on; returns at once."""

_BETWEEN = 0.1
MOST_ENDED = 100


def _hold_nothing(held: bool) -> None:
    """Hold nothing: the task that runs goes on to its end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Work to be queued: what is called of it, what is done once it is over or has failed.

    `about` is the id of what it is for, a clip's for a take, `kind` what it makes. What was cancelled fails
    with Cancelled.
    """

    title: str
    run: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    about: str = ""
    kind: str = ""


@dataclass(slots=True)
class _Work:
    run: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    is_idle: bool
    unwanted: threading.Event = field(default_factory=threading.Event)
    log: Log = field(default_factory=Log)
    began: float = 0.0
    gives_way: bool = False


class Queue:
    """Runs what it is given on one lane.

    `tasks` holds what runs, first, and what waits, in order; `idle` what is done when nothing waits, and
    gives way to what comes; `ended` what is over, newest first. While `paused` nothing is begun, and what
    runs rests. `aside` says what a viewer waits for meanwhile. All belong to the window's thread.
    """

    def __init__(
        self, post: Post, clock: Callable[[], float] = time.monotonic, hold: Hold = _hold_nothing
    ) -> None:
        self.tasks: Value[tuple[Task, ...]] = Value(())
        self.idle: Value[tuple[Task, ...]] = Value(())
        self.ended: Value[tuple[Ended, ...]] = Value(())
        self.paused = Value(False)
        self.aside = Value("")
        self.clock = clock
        self._post, self._hold = post, hold
        self._lane = Lane("work", post)
        self._numbers = count(1)
        self._work: dict[int, _Work] = {}
        self._over: dict[int, _Work] = {}
        self._running: int | None = None

    def add(
        self,
        title: str,
        run: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        about: str = "",
        kind: str = "",
        idle: bool = False,
    ) -> int:
        """Have `run(progress)` done after what waits already; return the task's number.

        See `Piece`. One that is `idle` is begun anew where something else came meanwhile.
        """
        return self.add_all([Piece(title, run, done, failed, about, kind)], idle=idle)[0]

    def add_all(self, pieces: Sequence[Piece], *, idle: bool = False) -> tuple[int, ...]:
        """Queue pieces one behind the other and return the tasks' numbers; told once for all of them."""
        tasks = tuple(Task(next(self._numbers), each.title, each.about, kind=each.kind) for each in pieces)
        for task, each in zip(tasks, pieces, strict=True):
            self._work[task.id] = _Work(each.run, each.done, each.failed, idle)
        line = self.idle if idle else self.tasks
        line.set((*line.value, *tasks))
        if not idle:
            self._ask_way()
        self._next()
        return tuple(task.id for task in tasks)

    def cancel(self, id: int) -> None:
        """Stop a task at its next frame, or before it begins; what it has not finished is not kept."""
        work = self._work.get(id)
        if work is None:
            return
        work.unwanted.set()
        if id == self._running:
            self._change(id, stopping=True)
        else:
            self._end(id, Cancelled(self._title(id), "it was cancelled"), None)

    def drop(self, ids: Collection[int]) -> None:
        """Take these out of the line, where they wait, as if they had never been wished for."""
        gone = {id for id in ids if id != self._running}
        for line in (self.tasks, self.idle):
            line.set(tuple(task for task in line.value if task.id not in gone))
        for id in gone:
            self._work.pop(id, None)

    def cancel_all(self, ids: Collection[int] | None = None) -> None:
        """Stop these, or all that runs and waits; what waits is taken out of the line at once."""
        wanted = {task.id for task in (*self.tasks.value, *self.idle.value)} if ids is None else {*ids}
        waiting = [
            (task, self._work.pop(task.id))
            for task in (*self.tasks.value, *self.idle.value)
            if task.id in wanted and task.id != self._running
        ]
        gone = {task.id for task, _ in waiting}
        error = {task.id: Cancelled(task.title, "it was cancelled") for task, _ in waiting}
        self._remember_all([(task, work, error[task.id]) for task, work in waiting])
        for line in (self.tasks, self.idle):
            line.set(tuple(task for task in line.value if task.id not in gone))
        for task, work in waiting:
            work.failed(error[task.id])
        if self._running in wanted:
            self.cancel(self._running)

    def cancel_running(self) -> None:
        """Stop what runs now, or what would be next."""
        if self.tasks.value:
            self.cancel(self.tasks.value[0].id)

    def move(self, id: int, place: int) -> None:
        """Give a waiting task another place among those that wait, 0 the next; what runs stays first."""
        moved = next((task for task in self.tasks.value if task.id == id), None)
        if moved is None or id == self._running:
            return
        rest = [task for task in self.tasks.value if task.id != id]
        first = sum(task.id == self._running for task in rest)
        rest.insert(first + max(0, place), moved)
        self.tasks.set(tuple(rest))

    def pause(self, paused: bool) -> None:
        """Rest after the present frame or step and begin nothing, or go on."""
        if paused == self.paused.value:
            return
        self.paused.set(paused)
        if self._running is not None:
            self._hold(paused)
            task = self._task(self._running)
            now = None if task is None or task.started is None else self.clock()
            self._change(self._running, held=paused, started=now, base=0 if task is None else task.done)
        self._next()

    def retry(self, id: int) -> None:
        """Put a task that failed or was cancelled back into the line, at its end."""
        work = self._over.pop(id, None)
        old = next((each for each in self.ended.value if each.task.id == id), None)
        if work is None or old is None:
            return
        self.ended.set(tuple(each for each in self.ended.value if each.task.id != id))
        task, more = old.task, work.is_idle
        self.add(task.title, work.run, work.done, work.failed, about=task.about, kind=task.kind, idle=more)

    def clear_ended(self) -> None:
        """Forget what is over."""
        self._over.clear()
        self.ended.set(())

    def log_of(self, id: int) -> tuple[str, ...]:
        """Return what was said while a task ran, oldest first: its steps, and what its process wrote."""
        if id in self._work:
            return self._work[id].log.lines
        return next((each.log for each in self.ended.value if each.task.id == id), ())

    def close(self) -> None:
        """Stop everything and return when nothing runs."""
        for work in self._work.values():
            work.unwanted.set()
        if self.paused.value and self._running is not None:
            self._hold(False)
        self._work = {id: work for id, work in self._work.items() if id == self._running}
        self._lane.close()

    # -- one after another

    def _ask_way(self) -> None:
        """Have an idle task that runs make room for what has come."""
        work = None if self._running is None else self._work.get(self._running)
        if work is not None and work.is_idle:
            work.gives_way = True
            work.unwanted.set()

    def _next(self) -> None:
        waiting = self.tasks.value or self.idle.value
        if self._running is not None or self.paused.value or not waiting:
            return
        id = self._running = waiting[0].id
        work = self._work[id]
        work.began = self.clock()
        self._change(id, started=work.began)
        self._lane.do(
            partial(work.run, self._reporter(id, waiting[0].title, work)),
            lambda result: self._end(id, None, result),
            lambda error: self._end(id, error, None),
        )

    def _end(self, id: int, error: Exception | None, result: Any) -> None:
        work, task = self._work[id], self._task(id)
        if id == self._running:
            self._running = None
        if work.gives_way and isinstance(error, Cancelled):
            work.gives_way = False
            work.unwanted.clear()
            self._change(id, started=None, done=0, total=0, what="")
            self._next()
            return
        del self._work[id]
        self.tasks.set(tuple(each for each in self.tasks.value if each.id != id))
        self.idle.set(tuple(each for each in self.idle.value if each.id != id))
        if task is not None:
            self._remember_all([(task, work, error)])
        if error is None:
            work.done(result)
        else:
            work.failed(error)
        self._next()

    def _remember_all(self, over: Sequence[tuple[Task, _Work, Exception | None]]) -> None:
        """Keep what became of tasks, the last first; of idle ones only what failed."""
        ended: list[Ended] = []
        for task, work, error in over:
            found = _ended(task, work, error, self.clock())
            if work.is_idle and found.outcome != "failed":
                continue
            if found.outcome != "done":
                work.unwanted.clear()
                self._over[task.id] = work
            ended.insert(0, found)
        self.ended.set((*ended, *self.ended.value)[:MOST_ENDED])
        known = {each.task.id for each in self.ended.value}
        self._over = {id: work for id, work in self._over.items() if id in known}

    def _reporter(self, id: int, title: str, work: _Work) -> Progress:
        last, about = 0.0, ""

        def progress(done: int, total: int, what: str) -> None:
            if work.unwanted.is_set():
                raise Cancelled(title, "it was cancelled")
            nonlocal last, about
            now, restart = self.clock(), what != about
            if restart:
                work.log.add(what)
            if restart or now - last >= _BETWEEN or done >= total:
                last, about = now, what
                self._post(lambda: self._report(id, done, total, what, now if restart else None))

        return progress

    def _report(self, id: int, done: int, total: int, what: str, restart: float | None) -> None:
        if restart is None:
            self._change(id, done=done, total=total, what=what)
        else:
            self._change(id, done=done, total=total, what=what, started=restart, base=done)

    def _task(self, id: int) -> Task | None:
        return next((task for task in (*self.tasks.value, *self.idle.value) if task.id == id), None)

    def _title(self, id: int) -> str:
        task = self._task(id)
        return "" if task is None else task.title

    def _change(self, id: int, **changes: object) -> None:
        for line in (self.tasks, self.idle):
            line.set(
                tuple(replace(task, **changes) if task.id == id else task for task in line.value)  # type: ignore[arg-type]
            )


def _ended(task: Task, work: _Work, error: Exception | None, now: float) -> Ended:
    outcome: Outcome = "done" if error is None else "failed"
    if isinstance(error, Cancelled):
        outcome = "cancelled"
    if error is not None:
        work.log.add(*last_words(error))
    spent = now - work.began if work.began else 0.0
    return Ended(task, outcome, "" if error is None else str(error), spent, work.log.lines)
