"""Causal nodes: a generator that is fed frames in order over its domain, and yields one for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nodes.api import Frame, NodeError, Range, Time


class StreamRun:
    """One stateful node's run over its domain.

    Values that were computed beforehand are fed with `feed`; where the generator reads ahead of them
    it calls `fetch(argument, time)`. `position` is the domain frame whose value comes next.
    """

    def __init__(
        self,
        start: Callable[[dict[str, Iterator[Any]]], Iterator[Any]],
        streams: tuple[str, ...],
        domain: Range,
        fetch: Callable[[str, Time], Any],
    ) -> None:
        self.domain = domain
        self.position = 0
        self._fetch = fetch
        self._fed: dict[str, dict[int, Any]] = {name: {} for name in streams}
        self._read = dict.fromkeys(streams, 0)
        self._generator = start({name: self._stream(name) for name in streams})

    def time(self, position: int) -> Time:
        """Return the domain's frame at a position."""
        return self.domain.start.ceil() + Time(position, self.domain.rate)

    def index(self, time: Time) -> int:
        """Return the position of a time in the domain."""
        return (time - self.domain.start.ceil()).at(self.domain.rate).frame

    def feed(self, argument: str, value: Any) -> None:
        """Hand over an input's value for the frame at `position`, unless the node has read it already."""
        if self._read.get(argument, self.position + 1) <= self.position:
            self._fed[argument][self.position] = value

    def step(self) -> Any:
        """Return the node's value for the frame at `position` and move on.

        Raises NodeError where the node yields fewer values than its domain has frames.
        """
        try:
            value = next(self._generator)
        except StopIteration:
            raise NodeError(
                "Read the node's stream",
                f"it yielded {self.position} values for {self.domain.frame_count} frames",
                hint="A stream node yields one value for each frame it reads.",
            ) from None
        self.position += 1
        return value

    def close(self) -> None:
        """End the generator, so that its `finally` blocks run."""
        close = getattr(self._generator, "close", None)
        if close is not None:
            close()

    def _stream(self, name: str) -> Iterator[Any]:
        total = self.domain.frame_count
        fed = self._fed[name]
        while self._read[name] < total:
            position = self._read[name]
            time = self.time(position)
            value = fed.pop(position) if position in fed else self._fetch(name, time)
            self._read[name] += 1
            yield value.at(time) if isinstance(value, Frame) else value
