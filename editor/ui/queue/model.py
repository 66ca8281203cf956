"""Long work, one piece after another: what runs, how far it is, what waits, and the wish to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from editor.ui.observe import Value
from editor.ui.tasks import Lane, Post
from nodes.api.errors import Cancelled

T = TypeVar("T")

Progress = Callable[[int, int, str], None]
"""Told (done, total, what) as work goes on; raises Cancelled once the work is no longer wanted."""

_BETWEEN = 0.1
_SURE = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: what it is for, how far it is. `started` (seconds) is None while it waits."""

    id: int
    title: str
    about: str = ""
    what: str = ""
    done: int = 0
    total: int = 0
    started: float | None = None
    stopping: bool = False

    def left(self, now: float) -> float | None:
        """Return about how many seconds it still takes, None while nobody can know."""
        if self.started is None or self.done <= 0 or self.total <= 0 or now - self.started < _SURE:
            return None
        return (now - self.started) / self.done * max(0, self.total - self.done)


def told(task: Task, now: float) -> str:
    """Return a task in words: what it does, how far it is, how long it still takes."""
    if task.stopping:
        return f"{task.title}: stopping"
    if task.started is None:
        return f"{task.title}: waiting"
    said = task.title
    if task.what and task.what not in task.title:
        said += f", {task.what}"
    if task.total:
        said += f": {task.done} of {task.total}"
    left = task.left(now)
    return said if left is None else f"{said}, about {duration_text(left)} left"


def duration_text(seconds: float) -> str:
    """Return a length of time as people say it.

    >>> duration_text(8.6), duration_text(75), duration_text(7300)
    ('9 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class Queue:
    """Runs what it is given on one lane; `tasks` holds what runs, first, and what waits."""

    def __init__(self, post: Post, clock: Callable[[], float] = time.monotonic) -> None:
        self.tasks: Value[tuple[Task, ...]] = Value(())
        self.clock = clock
        self._post = post
        self._lane = Lane("work", post)
        self._numbers = count(1)
        self._unwanted: dict[int, threading.Event] = {}

    def add(
        self,
        title: str,
        run: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        about: str = "",
    ) -> int:
        """Have `run(progress)` done after what waits already; return the task's number.

        `about` is the id of what it is for, a clip's for a take. A cancelled task fails with Cancelled.
        """
        task = Task(next(self._numbers), title, about)
        unwanted = self._unwanted[task.id] = threading.Event()
        self.tasks.set((*self.tasks.value, task))

        def begin() -> T:
            if unwanted.is_set():
                raise Cancelled(title, "it was cancelled")
            self._post(lambda: self._change(task.id, started=self.clock()))
            return run(self._reporter(task.id, title, unwanted))

        def ended(then: Callable[[], None]) -> None:
            del self._unwanted[task.id]
            self.tasks.set(tuple(each for each in self.tasks.value if each.id != task.id))
            then()

        self._lane.do(
            begin,
            lambda result: ended(lambda: done(result)),
            lambda error: ended(lambda: failed(error)),
        )
        return task.id

    def cancel(self, id: int) -> None:
        """Stop a task at its next frame, or before it begins; what it has not finished is not kept."""
        if id in self._unwanted:
            self._unwanted[id].set()
            self._change(id, stopping=True)

    def cancel_running(self) -> None:
        """Stop what runs now."""
        if self.tasks.value:
            self.cancel(self.tasks.value[0].id)

    def close(self) -> None:
        """Stop everything and return when nothing runs."""
        for unwanted in self._unwanted.values():
            unwanted.set()
        self._lane.close()

    def _reporter(self, id: int, title: str, unwanted: threading.Event) -> Progress:
        last, about = 0.0, ""

        def progress(done: int, total: int, what: str) -> None:
            if unwanted.is_set():
                raise Cancelled(title, "it was cancelled")
            nonlocal last, about
            now, restart = self.clock(), what != about
            if restart or now - last >= _BETWEEN or done >= total:
                last, about = now, what
                self._post(lambda: self._report(id, done, total, what, now if restart else None))

        return progress

    def _report(self, id: int, done: int, total: int, what: str, restart: float | None) -> None:
        if restart is None:
            self._change(id, done=done, total=total, what=what)
        else:
            self._change(id, done=done, total=total, what=what, started=restart)

    def _change(self, id: int, **changes: object) -> None:
        self.tasks.set(
            tuple(replace(task, **changes) if task.id == id else task for task in self.tasks.value)  # type: ignore[arg-type]
        )
