"""Calling nodes: their arguments, what they cost, and their errors tied to node and time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from nodes.api import Cancelled, Time, WorkprintError

from .context import Check, NodeContext
from .errors import tied
from .plan import Need
from .prepare import Prepared, Ready
from .readers import Readers
from .settings import driven
from .stats import Stats
from .streams import StreamRun
from .values import at_port, made_by, settled, standing

T = TypeVar("T")


class Calls:
    """Calls the nodes of a prepared job, for one thread.

    Every method raises NodeRefused, NodeFault, MediaError and the like, tied to node and time.
    """

    def __init__(
        self, prepared: Prepared, readers: Readers, scratch: Callable[[], Path], check: Check
    ) -> None:
        self.stats = Stats()
        self._media = prepared.job.media
        self._readers = readers
        self._scratch = scratch
        self._check = check
        self._told: WorkprintError | None = None

    def make(self, ready: Ready, time: Time, reads: Sequence[Need], values: Sequence[Any]) -> Any:
        """Return the value of a per-frame node at a time; `values` are what it reads."""

        def call() -> Any:
            arguments = self._arguments(ready, time)
            self._read_into(arguments, ready, reads, values)
            if "context" not in ready.injects:
                return made_by(ready.spec, ready.node(**arguments))
            with NodeContext(self._scratch, self._check) as context:
                return made_by(ready.spec, ready.node(**arguments | {ready.injects["context"]: context}))

        return self._counted(ready, time, call)

    def begin(self, ready: Ready, fetch: Callable[[int, Time], Any], memory: int) -> StreamRun:
        """Return a new run of a stateful node over its domain; see `StreamRun`."""
        domain = ready.domain
        assert domain is not None
        context = NodeContext(self._scratch, self._check)

        def start(streams: Sequence[Iterator[Any]]) -> Iterator[Any]:
            arguments = self._arguments(ready, domain.start)
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

        return self._guarded(ready, domain.start, call)

    def step(self, ready: Ready, stream: StreamRun) -> Any:
        """Return the next value of a stateful node."""
        time = stream.time(stream.position)
        return self._counted(
            ready, time, lambda: stream.step(lambda value: settled(made_by(ready.spec, value)))
        )

    def end(self, ready: Ready, stream: StreamRun) -> None:
        """End a stateful node's run, so that its `finally` blocks run."""
        self._guarded(ready, stream.time(max(0, stream.position - 1)), stream.close)

    def _counted(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        started = perf_counter()
        try:
            return self._guarded(ready, time, call)
        finally:
            self.stats.add(ready.name, perf_counter() - started)

    def _guarded(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        try:
            return call()
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:
            if error is self._told:
                # A node upstream failed while this one read ahead: that is told already.
                raise
            self._told = tied(ready.place, time, error)
            raise self._told from error

    def _arguments(self, ready: Ready, time: Time) -> dict[str, Any]:
        arguments = dict(ready.fixed)
        for name in ready.moving:
            arguments[name] = ready.settings[name].at(time)
        for name in ready.files:
            arguments[name] = self._readers.clip(self._media[ready.settings[name]])
        if "time" in ready.injects:
            arguments[ready.injects["time"]] = time
        return arguments

    def _read_into(
        self, arguments: dict[str, Any], ready: Ready, reads: Sequence[Need], values: Sequence[Any]
    ) -> None:
        for name in ready.lists:
            arguments[name] = []
        for need, value in zip(reads, values, strict=True):
            feed = need.feed
            assert feed.link is not None
            given = at_port(value, feed.link.port)
            if feed.param is not None:
                arguments[feed.argument] = driven(feed.param, given, ready.name)
            elif feed.variadic:
                arguments[feed.argument].append(standing(given, need.time))
            else:
                arguments[feed.argument] = standing(given, need.time)
