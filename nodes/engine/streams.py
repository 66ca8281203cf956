"""Causal nodes: a generator that reads frames in order over its domain, and yields one for each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from nodes.api import Range, Time

from .values import arrays_in

MOST_REMEMBERED = 64
_REMEMBERED_BYTES = 256 << 20


class StreamRun:
    """One stateful node's run over its domain.

    `slots` are its inputs' places. What is known beforehand is given with `feed`; where the generator reads
    ahead of that it calls `fetch(slot, time)`. `position` is the domain's frame whose value comes next.
    The last `memory` values (and no more than some bytes of them) are remembered for readers that lag.
    `closing` is called at the end.
    """

    def __init__(
        self,
        start: Callable[[Sequence[Iterator[Any]]], Iterator[Any]],
        slots: int,
        domain: Range,
        fetch: Callable[[int, Time], Any],
        closing: Callable[[], None],
        memory: int = 1,
    ) -> None:
        self.domain = domain
        self.position = 0
        self.memory = min(memory, MOST_REMEMBERED)
        self._first = domain.start.ceil()
        self._count = domain.frame_count
        self._fetch, self._closing = fetch, closing
        self._fed: list[dict[int, Any]] = [{} for _ in range(slots)]
        self._read = [0] * slots
        self._made: OrderedDict[int, Any] = OrderedDict()
        self._generator = start([self._stream(slot) for slot in range(slots)])

    def time(self, position: int) -> Time:
        """Return the domain's frame at a position."""
        return self._first + Time(position, self.domain.rate)

    def index(self, time: Time) -> int:
        """Return the position of a time in the domain."""
        return (time - self._first).at(self.domain.rate).frame

    def unread(self) -> list[int]:
        """Return the slots of which the generator has read all but the frame at `position`."""
        return [
            slot
            for slot, read in enumerate(self._read)
            if read == self.position and read not in self._fed[slot]
        ]

    def feed(self, slot: int, value: Any) -> None:
        """Hand over an input's value for the frame at `position`."""
        self._fed[slot][self.position] = value

    def step(self, settle: Callable[[Any], Any]) -> Any:
        """Return the node's value for the frame at `position`, gone through `settle`, and move on.

        Raises RuntimeError where the node yields fewer values than its domain has frames.
        """
        try:
            value = settle(next(self._generator))
        except StopIteration:
            why = f"it yielded {self.position} values for {self._count} frames"
            raise RuntimeError(why) from None
        self._made[self.position] = value
        self.position += 1
        self._forget()
        return value

    def remembered(self, position: int) -> Any:
        """Return a value that was made not long ago, or None."""
        return self._made.get(position)

    def close(self) -> None:
        """End the generator, so that its `finally` blocks run."""
        self._made.clear()
        close = getattr(self._generator, "close", None)
        try:
            if close is not None:
                close()
        finally:
            self._closing()

    def _forget(self) -> None:
        held = sum(array.nbytes for value in self._made.values() for array in arrays_in(value))
        while len(self._made) > 1 and (len(self._made) > self.memory or held > _REMEMBERED_BYTES):
            _, gone = self._made.popitem(last=False)
            held -= sum(array.nbytes for array in arrays_in(gone))

    def _stream(self, slot: int) -> Iterator[Any]:
        fed = self._fed[slot]
        while self._read[slot] < self._count:
            position = self._read[slot]
            value = fed.pop(position) if position in fed else self._fetch(slot, self.time(position))
            self._read[slot] += 1
            yield value
