"""Nodes with a memory: their runs over a domain, kept going from one wanted frame to the next."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, TypeAlias

from nodes.api import Time

from .calls import Calls
from .errors import CannotRun
from .plan import Want, wanted
from .prepare import Prepared, Ready
from .streams import StreamRun
from .values import at_port, made_by, settled, standing

Asking: TypeAlias = Generator[Want, Any, Any]
"""Work that asks for values it does not have and is sent them."""


class Stateful:
    """The stateful nodes of one run, used by one thread.

    `value` makes a value at once; `hand_out` is given each value that was made, those on the way to the
    wanted one as well. `check` raises where the work is no longer wanted.
    """

    def __init__(
        self,
        prepared: Prepared,
        calls: Calls,
        *,
        value: Callable[[Want], Any],
        hand_out: Callable[[Ready, Want, Any], None],
        check: Callable[[], None],
    ) -> None:
        self._prepared, self._calls = prepared, calls
        self._value, self._hand_out, self._check = value, hand_out, check
        self._streams: dict[str, StreamRun] = {}

    def close(self) -> None:
        """End every node's run, so that its `finally` blocks run; the last one's error is raised."""
        while self._streams:
            try:
                self._end(next(reversed(self._streams)))
            except BaseException:
                self.close()
                raise

    def advance(self, ready: Ready, want: Want) -> Asking:
        """Run a node up to a frame, or find the value where it has just passed; `hand_out` gets it.

        Yields the values that have to be made first and is sent them. Raises what the node raises.
        """
        stream = self._stream(ready, want)
        index = stream.index(want[1])
        value = stream.remembered(index)
        if value is not None:
            self._hand_out(ready, want, value)
        while stream.position <= index:
            at = stream.time(stream.position)
            for slot in stream.unread():
                _, link = ready.slots[slot]
                given = yield wanted(self._prepared, link, at)
                stream.feed(slot, standing(at_port(given, link.port), at))
            self._check()
            try:
                value = self._step(ready, stream)
            except BaseException:
                self._end(ready.name)
                raise
            self._hand_out(ready, (ready.name, at), value)

    def _stream(self, ready: Ready, want: Want) -> StreamRun:
        """Return the node's run, begun anew where it has passed the wanted frame too long ago."""
        stream = self._streams.get(ready.name)
        memory = 1
        if stream is not None:
            index = stream.index(want[1])
            if index >= stream.position or stream.remembered(index) is not None:
                return stream
            # Somebody lags behind: from now on what they still want is remembered.
            memory = max(stream.memory, stream.position - index + 1)
            self._end(ready.name)
        if ready.domain is None or want[1] not in ready.domain:
            raise CannotRun(
                f"Run node '{ready.name}' ({ready.place.type}) at frame {want[1].frame}",
                "it has a memory of the frames before, and this frame lies outside the stretch it runs over",
                hint="Widen the clip or its handles.",
            )
        stream = self._begin(ready, memory)
        self._streams[ready.name] = stream
        return stream

    def _begin(self, ready: Ready, memory: int) -> StreamRun:
        domain = ready.domain
        assert domain is not None
        context = self._calls.context()

        def fetch(slot: int, at: Time) -> Any:
            _, link = ready.slots[slot]
            return standing(at_port(self._value(wanted(self._prepared, link, at)), link.port), at)

        def start(streams: Sequence[Iterator[Any]]) -> Iterator[Any]:
            arguments = self._calls.arguments(ready, domain.start)
            for port in ready.spec.inputs:
                slots = zip(ready.slots, streams, strict=True)
                given = [stream for (argument, _), stream in slots if argument == port.name]
                if port.variadic:
                    arguments[port.name] = given
                elif given:
                    arguments[port.name] = given[0]
            if "context" in ready.injects:
                arguments[ready.injects["context"]] = context
            return iter(ready.node(**arguments))

        def call() -> StreamRun:
            return StreamRun(start, len(ready.slots), domain, fetch, context.close, memory)

        return self._calls.guarded(ready, domain.start, call)

    def _step(self, ready: Ready, stream: StreamRun) -> Any:
        """Return the next value of a node."""
        time = stream.time(stream.position)
        return self._calls.counted(
            ready, time, lambda: stream.step(lambda value: settled(made_by(ready.spec, value)))
        )

    def _end(self, name: str) -> None:
        """End a node's run; the next one begins at the start of the domain."""
        stream = self._streams.pop(name, None)
        if stream is not None:
            time = stream.time(max(0, stream.position - 1))
            self._calls.guarded(self._prepared.ready[name], time, stream.close)
