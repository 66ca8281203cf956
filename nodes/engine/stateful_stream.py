"""Running a causal node: frame by frame from the start of its stretch, begun anew for readers that lag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nodes.api import Time

from .host import Asking, Host, picture_slots
from .parts import Part
from .plan import wanted
from .ready import Ready
from .streams import StreamRun
from .values import at_port, made_by, settled, standing


class StreamCourse:
    """One causal node over one part of its result.

    Its generator always begins at the start of the stretch, as its state does; frames outside the part are
    made on the way and not handed out.
    """

    def __init__(self, host: Host, ready: Ready, part: Part) -> None:
        self._host, self._ready, self._part = host, ready, part
        self._slots = picture_slots(ready)
        self._stream: StreamRun | None = None

    def make(self, time: Time) -> Asking:
        """Run up to a frame, or find the value where it has just passed, and hand out what comes.

        Yields the values that have to be made first and is sent them. Raises what the node raises.
        """
        host, ready = self._host, self._ready
        stream = self._open(time)
        index = stream.index(time)
        value = stream.remembered(index)
        if value is not None:
            host.hand_out(ready, (ready.name, time), value)
        while stream.position <= index:
            at = stream.time(stream.position)
            for slot in stream.unread():
                link = self._slots[slot][1]
                given = yield wanted(host.prepared, link, at)
                stream.feed(slot, standing(at_port(given, link.port), at))
            host.check()
            try:
                value = self._step(stream)
            except BaseException:
                self.close()
                raise
            if at in self._part.made:
                host.hand_out(ready, (ready.name, at), value)

    def close(self) -> None:
        """End the generator, so that its `finally` blocks run."""
        stream, self._stream = self._stream, None
        if stream is not None:
            time = stream.time(max(0, stream.position - 1))
            self._host.calls.guarded(self._ready, time, stream.close)

    def _open(self, time: Time) -> StreamRun:
        """Return the run, begun anew where it has passed the wanted frame too long ago."""
        stream, memory = self._stream, 1
        if stream is not None:
            index = stream.index(time)
            if index >= stream.position or stream.remembered(index) is not None:
                return stream
            # Somebody lags behind: from now on what they still want is remembered.
            memory = max(stream.memory, stream.position - index + 1)
            self.close()
        stream = self._stream = self._begin(memory)
        return stream

    def _begin(self, memory: int) -> StreamRun:
        host, ready, stretch = self._host, self._ready, self._part.anchor
        context = host.calls.context(ready)
        fetches = [host.fetch(link) for _, link in self._slots]

        def start(streams: Sequence[Iterator[Any]]) -> Iterator[Any]:
            left = iter(streams)  # slots and the reads of picture inputs come in the same order
            arguments = host.arguments(ready, stretch, lambda name, link: next(left), context)
            return iter(ready.node(**arguments))

        def fetch(slot: int, at: Time) -> Any:
            return fetches[slot](at)

        def call() -> StreamRun:
            return StreamRun(start, len(self._slots), stretch, fetch, context.close, memory)

        return host.calls.guarded(ready, stretch.start, call)

    def _step(self, stream: StreamRun) -> Any:
        """Return the generator's next value."""
        time = stream.time(stream.position)
        spec = self._ready.spec
        return self._host.calls.counted(
            self._ready, time, lambda: stream.step(lambda value: settled(made_by(spec, value)))
        )
