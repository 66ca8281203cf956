"""Running a node that reads a whole clip as it likes, and yields each time once in any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nodes.api import At, Range, Time
from nodes.graph.model import Link

from .context import NodeContext
from .host import Host
from .parts import Part
from .ready import Ready
from .values import made_by, settled

_MEMORY = 8


class ClipCourse:
    """One such node over one part of its result.

    It is asked for values only until the wanted one has come; what came early is kept, or held aside. A
    node that takes a `Range` is told the part that is to be made, any other runs over all of its stretch
    and what exists already stays as it is.
    """

    def __init__(self, host: Host, ready: Ready, part: Part) -> None:
        self._host, self._ready, self._part = host, ready, part
        self._held = host.held()
        self._yielded: set[int] = set()
        self._memory = _MEMORY
        self._context: NodeContext | None = None
        self._values: Iterator[Any] | None = None

    def make(self, time: Time) -> None:
        """Hand out the node's value at a time. Raises what the node raises."""
        number = time.frame
        if number not in self._held and number in self._yielded:
            # It was dropped long ago, or its file was lost: all of it once more.
            self._memory *= 4
            self._end()
        value = self._held.get(number)
        while value is None:
            self._host.check()
            try:
                came, made = self._next(time)
            except BaseException:
                self._end()
                raise
            if came.frame == number:
                value = made
            elif came in self._part.made:
                self._host.early(self._ready, self._held, came, made)
        self._host.hand_out(self._ready, (self._ready.name, time), value)
        if self._host.forward:
            self._held.drop(number - self._memory)
        elif self._host.kept is None or not self._host.kept.keeps(self._ready):
            self._held.put(number, time, value)

    def close(self) -> None:
        """End the generator, so that its `finally` blocks run, and let go of what is held."""
        self._held.close()
        self._end()

    def _next(self, wanted: Time) -> tuple[Time, Any]:
        calls, ready = self._host.calls, self._ready
        if self._values is None:
            self._values = calls.guarded(ready, wanted, self._begin)
        values = self._values

        def step() -> tuple[Time, Any]:
            came = next(values, None)
            if came is None:
                raise RuntimeError(f"it ended after {len(self._yielded)} frames and had not made this one")
            if not isinstance(came, At):
                raise TypeError(f"it has to yield At(time, value), it yielded a {type(came).__name__}")
            time = came.time.at(self._part.anchor.rate)
            if not time.is_whole or time not in self._part.anchor:
                raise ValueError(f"it yielded frame {float(time.value):g}, which its clip does not have")
            if time.frame in self._yielded:
                raise ValueError(f"it yielded frame {time.frame} twice")
            self._yielded.add(time.frame)
            return time, settled(made_by(ready.spec, came.value))

        return calls.counted(ready, wanted, step)

    def _begin(self) -> Iterator[Any]:
        host, ready, part = self._host, self._ready, self._part
        context = self._context = host.calls.context(ready)
        arguments = host.arguments(
            ready, part.anchor, lambda name, link: host.clip(link, self._over(link)), context
        )
        ranges = [each.name for each in ready.spec.injected if each.kind == "range"]
        return iter(ready.node(**arguments | dict.fromkeys(ranges, part.made)))

    def _over(self, link: Link) -> Range:
        """Return what is read of an input: all that it has for a node with a stretch of its own."""
        found = self._host.prepared.ready[link.node].domain if self._ready.spec.has_range else None
        return self._part.anchor if found is None else found

    def _end(self) -> None:
        values, self._values = self._values, None
        context, self._context = self._context, None
        self._yielded.clear()
        close = getattr(values, "close", None)
        try:
            if close is not None:
                self._host.calls.guarded(self._ready, self._part.made.start, close)
        finally:
            if context is not None:
                context.close()
