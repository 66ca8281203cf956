"""Nodes that read a whole stretch by themselves: their runs, kept going from one wanted frame to the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Protocol

from nodes.api import Range, Time

from .errors import CannotRun
from .host import Asking, Host
from .parts import Part
from .plan import Want
from .ready import Ready
from .stateful_chunks import ChunkCourse
from .stateful_clip import ClipCourse
from .stateful_signal import SignalCourse
from .stateful_stream import StreamCourse


class Course(Protocol):
    """One node's run over one part of its result."""

    def make(self, time: Time) -> Asking | None:
        """Hand out the value at a time, once what it returns was given the values that it asks for."""

    def close(self) -> None:
        """End it."""


_COURSES: dict[str, Callable[[Host, Ready, Part], Course]] = {
    "stream": StreamCourse,
    "chunks": ChunkCourse,
    "clip": ClipCourse,
}


class Stateful:
    """The stateful nodes of one run, used by one thread."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._courses: dict[tuple[str, str, Range], Course] = {}
        self._signals: dict[str, SignalCourse] = {}

    def close(self) -> None:
        """End every node's run, so that its `finally` blocks run: all of them, whatever one raises."""
        with ExitStack() as closing:
            for course in self._courses.values():
                closing.callback(course.close)
            for signal in self._signals.values():
                closing.callback(signal.close)
            self._courses.clear()
            self._signals.clear()

    def advance(self, ready: Ready, want: Want) -> Asking:
        """Make a node's value at a time, and what has to be made on the way; the host hands it out.

        Yields the values that have to be made first and is sent them. Raises what the node raises.
        """
        if ready.spec.shape == "signal":
            self._signals.setdefault(ready.name, SignalCourse(self._host, ready)).make()
            return
        time = want[1]
        if ready.domain is None or time not in ready.domain:
            raise CannotRun(
                f"Run node '{ready.name}' ({ready.place.type}) at frame {time.frame}",
                "it runs over a whole stretch of frames, and this one lies outside",
                hint="Widen the clip or its handles.",
            )
        part = self._part(ready, ready.domain, time)
        place = (ready.name, part.key, part.made)
        if place not in self._courses:
            self._courses[place] = _COURSES[ready.spec.shape](self._host, ready, part)
        asking = self._courses[place].make(time)
        if asking is not None:
            yield from asking

    def _part(self, ready: Ready, domain: Range, time: Time) -> Part:
        if ready.keeps and self._host.kept is not None:
            return self._host.kept.part_to_make(ready, time)
        return Part.whole(domain, ready.key)
