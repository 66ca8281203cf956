"""What the runs of stateful nodes need of the run they belong to, and how such a node gets its arguments."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from nodes.api import Context, Curve, Range, Time
from nodes.api.frames import ToWorking
from nodes.graph.model import Link

from .calls import Calls
from .clips import ClipReader, Fetch
from .held import Held
from .kept import Kept
from .plan import Want, wanted
from .prepare import Prepared
from .ready import Ready
from .sampled import Sampled
from .settings import driven
from .soundtrack import heard
from .values import at_port, standing

PICTURES = ("frame", "matte")
Asking: TypeAlias = Generator[Want, Any, Any]
"""Work that asks for values it does not have and is sent them."""
Read = Callable[[str, Link], Any]
"""Gives the reader for a picture input, by argument and link."""


class HandOut(Protocol):
    """Takes a value that was made; one that is not `shared` is for this run alone."""

    def __call__(self, ready: Ready, want: Want, value: Any, *, shared: bool = True) -> None:
        """Give it to those that wait for it, and keep it where that is worth while."""


@dataclass(frozen=True, slots=True)
class Host:
    """One run, as its stateful nodes see it.

    `value` makes a value at once, `check` raises where the work is not wanted any more, `scratch` gives the
    folder for scratch files, `kept` finds and stores results. In a run that only goes `forward` nobody
    asks for frames that were passed.
    """

    prepared: Prepared
    calls: Calls
    value: Callable[[Want], Any]
    hand_out: HandOut
    check: Callable[[], None]
    scratch: Callable[[], Path]
    to_working: ToWorking
    kept: Kept | None
    forward: bool

    def fetch(self, link: Link) -> Fetch:
        """Return what makes a link's value at a time, as it stands then."""

        def at(time: Time) -> Any:
            value = self.value(wanted(self.prepared, link, time))
            return standing(at_port(value, link.port), time)

        return at

    def held(self) -> Held:
        """Return a new place for values that nobody wants yet."""
        return Held(self.scratch, self.to_working)

    def clip(self, link: Link, stretch: Range) -> ClipReader:
        """Return a reader of a link over a stretch."""
        return ClipReader(stretch, self.prepared.ready[link.node].format, self.fetch(link))

    def early(self, ready: Ready, held: Held, time: Time, value: Any) -> None:
        """Keep a value that nobody has asked for yet: among the results, or aside."""
        if self.kept is not None and self.kept.keeps(ready):
            self.kept.store(ready, time, value)
        else:
            held.put(time.frame, time, value)

    def arguments(
        self, ready: Ready, stretch: Range | None, read: Read, context: Context | None
    ) -> dict[str, Any]:
        """Return the arguments of a node that runs over a stretch; `read` gives its pictures."""
        start = ready.rest if stretch is None else stretch.start
        arguments = self.calls.arguments(ready, start)
        for port in ready.spec.inputs:
            links = [link for argument, link in ready.slots if argument == port.name]
            given = [
                read(port.name, link) if port.type in PICTURES else self._whole(link, stretch)
                for link in links
            ]
            if port.variadic:
                arguments[port.name] = given
            elif given:
                arguments[port.name] = given[0]
        for feed in ready.feeds:
            if feed.param is not None and feed.link is not None:
                whole = self._whole(feed.link, stretch)
                scale = ready.setup.blueprint.scale
                arguments[feed.argument] = driven(feed.param, whole, start, ready.name, scale)
        if "context" in ready.injects:
            arguments[ready.injects["context"]] = context
        return arguments

    def _whole(self, link: Link, stretch: Range | None) -> Any:
        """Return a link's sound or curve over a stretch."""
        source = self.prepared.ready[link.node]
        fetch = self.fetch(link)
        port = source.spec.output(link.port)
        if port is not None and port.type == "audio" and source.spec.shape != "signal":
            over = source.domain or stretch
            assert over is not None
            return heard(over, fetch)
        if source.steady:
            value = fetch(source.rest)
            return Curve.constant(value) if isinstance(value, float) else value
        assert stretch is not None
        return Sampled(stretch, fetch)


def picture_slots(ready: Ready) -> list[tuple[str, Link]]:
    """Return what feeds a node's picture inputs, in the order of its ports."""
    types = {port.name: port.type for port in ready.spec.inputs}
    return [(argument, link) for argument, link in ready.slots if types[argument] in PICTURES]
