"""Making values: plans are carried out step by step, and nothing is held longer than somebody needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from nodes.api import Cancelled, Curve, Frame, Matte, NodeError, Range, Time, WorkprintError
from nodes.api.frames import ToWorking
from nodes.media.colour import to_working
from nodes.media.working import WorkingSpace

from . import results
from .cache import FrameCache
from .errors import CannotRun, fault, refused
from .plan import Need, Want, plan
from .prepare import Prepared, Ready
from .readers import Readers
from .stats import Stats
from .streams import StreamRun

Check = Callable[[], None]
"""Raises where the work is no longer wanted."""


class NodeContext:
    """What a node sees of the engine."""

    def __init__(self, scratch: Callable[[], Path], check: Check) -> None:
        self._scratch = scratch
        self.check_cancelled = check

    @property
    def scratch(self) -> Path:
        """An empty folder, removed after the run."""
        return self._scratch()

    def progress(self, done: float, total: float, preview: Frame | None = None) -> None:
        """Do nothing but stop where that is wanted: the engine itself tells of whole frames."""
        self.check_cancelled()


class Run(AbstractContextManager["Run"]):
    """A prepared job being evaluated, by one thread.

    Holds the open files, the state of stateful nodes, and a bounded cache; frames are pulled with
    `frame(time)` or in order with `frames(range)`. `check` is called before every step.
    """

    def __init__(
        self,
        prepared: Prepared,
        cache: FrameCache,
        *,
        check: Check = lambda: None,
        scratch: Callable[[], Path],
        kept: Path | None = None,
    ) -> None:
        self.prepared = prepared
        self.stats = Stats()
        self.check = check
        self.to_working: ToWorking = to_working(WorkingSpace.from_json(prepared.job.colour))
        self._cache = cache
        self._kept = kept
        self._readers = Readers(self.to_working)
        self._streams: dict[str, StreamRun] = {}
        self._context = NodeContext(scratch, self._checked)

    def __exit__(self, *_: object) -> None:
        for stream in self._streams.values():
            stream.close()
        self._streams.clear()
        self._readers.__exit__()

    def frame(self, time: Time) -> Frame:
        """Return the output's frame at `time`.

        Raises NodeRefused, NodeFault, MediaError, or what `check` raises.
        """
        output = self.prepared.output
        value = _port(self._value((output.node, time)), output.port)
        if not isinstance(value, Frame):
            raise CannotRun(
                f"Show the output of '{output.node}'",
                f"it gives a {type(value).__name__.lower()}, not a picture",
            )
        return value.at(time)

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield the output's frame at each whole frame of the range."""
        for time in range.frames():
            yield self.frame(time)

    def _checked(self) -> None:
        self.check()

    def _value(self, want: Want) -> Any:
        steps = plan(self.prepared, want, self._have, self._pending)
        uses = Counter(need.want for step in steps for need in step.reads)
        uses[want] += 1
        made: dict[Want, Any] = {}
        for step in steps:
            self.check()
            read = {
                need.want: made[need.want] if need.want in made else self._stored(need.want)
                for need in step.reads
            }
            value = self._make(step.want, [(need, _port(read[need.want], need.port)) for need in step.reads])
            for need in step.reads:
                uses[need.want] -= 1
                if not uses[need.want]:
                    made.pop(need.want, None)
            if uses[step.want]:
                made[step.want] = value
        return made[want] if want in made else self._stored(want)

    def _frame_key(self, want: Want) -> str:
        ready = self.prepared.ready[want[0]]
        return ready.key if ready.steady else f"{ready.key} {want[1].value} {want[1].rate}"

    def _have(self, want: Want) -> bool:
        if self._cache.get(self._frame_key(want)) is not None:
            self.stats.reused += 1
            return True
        ready = self.prepared.ready[want[0]]
        if self._kept is None or not ready.keeps:
            return False
        found = results.load(self._kept, ready.key, want[1], self.to_working)
        if found is None:
            return False
        self.stats.reused += 1
        self._cache.put(self._frame_key(want), found)
        return self._cache.get(self._frame_key(want)) is not None

    def _stored(self, want: Want) -> Any:
        value = self._cache.get(self._frame_key(want))
        # It may have been pushed out since the plan was made.
        return self._value(want) if value is None else value

    def _make(self, want: Want, reads: Sequence[tuple[Need, Any]]) -> Any:
        name, time = want
        ready = self.prepared.ready[name]
        with self.stats.timing(name):
            try:
                value = self._run_node(ready, time, reads)
            except NodeError as error:
                raise refused(name, ready.place.type, time, error) from error
            except (WorkprintError, Cancelled):
                raise
            except Exception as error:
                raise fault(name, ready.place.type, time, error) from error
        self._cache.put(self._frame_key(want), value)
        if self._kept is not None and ready.keeps and isinstance(value, Frame | Matte):
            results.store(self._kept, ready.key, time, value)
        return value

    def _run_node(self, ready: Ready, time: Time, reads: Sequence[tuple[Need, Any]]) -> Any:
        if ready.is_stateful:
            return self._advance(ready, time, reads)
        return ready.node(**self._arguments(ready, time, reads))

    def _arguments(self, ready: Ready, time: Time, reads: Sequence[tuple[Need, Any]]) -> dict[str, Any]:
        spec = ready.spec
        arguments: dict[str, Any] = {}
        for name, value in ready.settings.items():
            moves = name in ready.moving and isinstance(value, Curve)
            arguments[name] = value.at(time) if moves else value
        for param in spec.params:
            if param.kind.name == "file" and param.name in arguments:
                arguments[param.name] = self._readers.clip(self.prepared.job.media[arguments[param.name]])
        for port in spec.inputs:
            if port.variadic:
                arguments[port.name] = []
            elif port.optional:
                arguments[port.name] = None
        for need, value in reads:
            if need.variadic:
                arguments[need.argument].append(value)
            else:
                arguments[need.argument] = value
        injected = {"time": time, "range": ready.domain, "format": ready.format, "context": self._context}
        return arguments | {each.name: injected[each.kind] for each in spec.injected}

    # -- stateful nodes

    def _pending(self, ready: Ready, time: Time) -> list[Time]:
        stream = self._stream(ready, time)
        return [stream.time(position) for position in range(stream.position, stream.index(time))]

    def _stream(self, ready: Ready, time: Time) -> StreamRun:
        """Return the node's run, begun anew where it has already passed `time`."""
        stream = self._streams.get(ready.name)
        if stream is not None and stream.index(time) >= stream.position:
            return stream
        if stream is not None:
            stream.close()
        if ready.domain is None or time not in ready.domain:
            raise CannotRun(
                f"Run node '{ready.name}' ({ready.place.type}) at frame {time.frame}",
                "it has a memory of the frames before, and this frame lies outside the stretch it runs over",
                hint="Widen the clip or its handles.",
            )
        ports = {port.name for port in ready.spec.inputs}
        feeds = {wired.argument: wired.links[0] for wired in ready.reads if wired.argument in ports}

        def begin(streams: dict[str, Iterator[Any]]) -> Iterator[Any]:
            arguments = self._arguments(ready, time, ())
            return iter(ready.node(**(arguments | streams)))

        def fetch(argument: str, at: Time) -> Any:
            link = feeds[argument]
            return _port(self._value((link.node, at)), link.port)

        stream = StreamRun(begin, tuple(feeds), ready.domain, fetch)
        self._streams[ready.name] = stream
        return stream

    def _advance(self, ready: Ready, time: Time, reads: Sequence[tuple[Need, Any]]) -> Any:
        stream = self._stream(ready, time)
        for need, value in reads:
            stream.feed(need.argument, value)
        return stream.step()


def _port(value: Any, port: str) -> Any:
    """Return one of a node's outputs: a field of a named tuple, or the value where there is only one."""
    return getattr(value, port) if isinstance(value, tuple) and hasattr(value, "_fields") else value
