"""A piece of long work as it is shown: what it is for, how far it is, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from editor.ui.words import say, say_many

_SURE = 1.0
"""Seconds of work before the time that is left is told."""

Outcome = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: what it is for, how far it is. `started` (seconds) is None while it waits.

    `kind` says what it makes ("take"), "" for what needs no telling apart. `base` is how much was done when
    the clock was started last: after a pause, or with another step.
    """

    id: int
    title: str
    about: str = ""
    what: str = ""
    done: int = 0
    total: int = 0
    started: float | None = None
    stopping: bool = False
    base: int = 0
    held: bool = False
    kind: str = ""

    def left(self, now: float) -> float | None:
        """Return about how many seconds it still takes, None while nobody can know."""
        if self.started is None or self.held or now - self.started < _SURE:
            return None
        since = self.done - self.base
        return (now - self.started) / since * max(0, self.total - self.done) if since > 0 else None


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that is over: what became of it, why it failed, how long it took, what was said meanwhile."""

    task: Task
    outcome: Outcome
    why: str = ""
    seconds: float = 0.0
    log: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        """Why it failed, without what was tried on the way there: the last of "Do this: do that: why"."""
        return self.why.rpartition(": ")[2]


def told(task: Task, now: float) -> str:
    """Return a task in words: what it does, how far it is, how long it still takes."""
    if task.stopping:
        return say("{task}: stopping", task=task.title)
    if task.started is None:
        return say("{task}: waiting", task=task.title)
    step = step_of(task)
    said = f"{task.title}, {step}" if step else task.title
    if task.total:
        said += say(": {done} of {total}", done=task.done, total=task.total)
    if task.held:
        return say("{task}, paused", task=said)
    left = task.left(now)
    return said if left is None else say("{task}, about {time} left", task=said, time=duration_text(left))


def step_of(task: Task) -> str:
    """Return what a task is doing, without what its title says already.

    >>> step_of(Task(1, "sh010, take", what="sh010, take, learning"))
    'learning'
    """
    parts = task.what.split(", ")
    while parts and parts[0] in task.title:
        del parts[0]
    return ", ".join(parts)


def left_text(task: Task, now: float) -> str:
    """Return how long a task still takes, in words, also where that is not known."""
    if task.started is None:
        return say("waiting")
    if task.stopping:
        return say("stopping")
    if task.held:
        return say("paused")
    left = task.left(now)
    return (
        say("time left not known yet") if left is None else say("about {time} left", time=duration_text(left))
    )


def ended_text(ended: Ended) -> str:
    """Return what became of a task, in words."""
    if ended.outcome == "failed":
        return say("failed: {why}", why=ended.why)
    if ended.outcome == "cancelled":
        return say("cancelled")
    return say("done in {time}", time=duration_text(ended.seconds))


def count_text(waiting: int) -> str:
    """Return how many tasks wait, in words."""
    return say_many("{count} waiting", "{count} waiting", waiting)


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
