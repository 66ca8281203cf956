"""Calling nodes: their arguments, what they cost, and their errors tied to node and time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from nodes.api import Cancelled, Curve, Time, WorkprintError

from .context import Check, NodeContext
from .errors import tied
from .plan import Need
from .prepare import Prepared, Ready
from .readers import Readers
from .settings import driven
from .stats import Stats
from .values import at_port, made_by, standing

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
            arguments = self.arguments(ready, time)
            self._read_into(arguments, ready, reads, values)
            if "context" not in ready.injects:
                return made_by(ready.spec, ready.node(**arguments))
            with self.context() as context:
                return made_by(ready.spec, ready.node(**arguments | {ready.injects["context"]: context}))

        return self.counted(ready, time, call)

    def context(self) -> NodeContext:
        """Return a line to the engine for a node; its owner closes it."""
        return NodeContext(self._scratch, self._check)

    def counted(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        """Return what a call gives, and count it and the time it takes."""
        started = perf_counter()
        try:
            return self.guarded(ready, time, call)
        finally:
            self.stats.add(ready.name, perf_counter() - started)

    def guarded(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        """Return what a call gives; what it raises is tied to node and time, once."""
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

    def arguments(self, ready: Ready, time: Time) -> dict[str, Any]:
        """Return a node's arguments at a time: all but its inputs and its context."""
        arguments = dict(ready.fixed)
        for name in ready.moving:
            arguments[name] = ready.settings[name].at(time)
        for name in ready.files:
            param = ready.spec.param(name)
            assert param is not None
            arguments[name] = self._readers.read(self._media[ready.settings[name]], param.kind.of)
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
            if isinstance(given, Curve) and feed.param is not None:
                given = given.at(need.time)
            if feed.param is not None:
                arguments[feed.argument] = driven(feed.param, given, ready.name)
            elif feed.variadic:
                arguments[feed.argument].append(standing(given, need.time))
            else:
                arguments[feed.argument] = standing(given, need.time)
