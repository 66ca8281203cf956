"""What one call of a per-frame node reads: which values, at which times, which parts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from nodes.api import Around, Box, Curve, Time

from .errors import CannotRun, tied
from .moment import Moment, moment_of
from .ready import Feed, Ready
from .sampled import Sampled
from .soundtrack import heard
from .values import at_port

Given = Mapping[str, Any]
"""What drives parameters at a time, by parameter."""
Fetch = Callable[[Ready, Time], Any]
"""Makes a node's value at a time."""


class Read(NamedTuple):
    """A value that is read: the node that makes it and when, and the time it stands for as it is read.

    `part` is the part that is handed over, None for all there is.
    """

    source: Ready
    moment: Moment
    port: str
    time: Time
    part: Box | None = None

    @property
    def name(self) -> str:
        """The value's name."""
        return self.source.key + self.moment.suffix


class Reads(NamedTuple):
    """What goes into one argument: a value, or (where `several`) the frames of a window."""

    feed: Feed
    reads: tuple[Read, ...]
    several: bool = False


def reads_of(ready: Ready, moment: Moment, given: Given) -> list[Reads]:
    """Return what a per-frame node reads to make its value at a moment, in the order of its ports.

    `given` holds what drives its parameters where those choose times or parts (see `asks`). Raises what the
    node's `times=` and `regions=` raise, tied to node and time.
    """
    spec = ready.spec
    parameters: Mapping[str, Any] = {}
    if asks(ready):
        parameters = {**ready.asked_at(moment.time), **given}
    times = _times(ready, moment.time, parameters)
    parts = _parts(ready, moment, parameters)
    found = []
    for feed, time in zip(ready.feeds, times, strict=True):
        if feed.source is None or feed.link is None or time is None:
            continue
        if feed.param is not None:
            if not is_sampled(feed):
                found.append(Reads(feed, (_read(feed, moment, moment.time),)))
            continue
        port = spec.input(feed.argument)
        if port is not None and isinstance(port.window, Around):
            before, after = port.window.counts(parameters)
            window = _window(feed.source, time, before, after)
            reads = [_read(feed, moment, each, parts.get(feed.argument)) for each in window]
            found.append(Reads(feed, tuple(reads), True))
        elif not is_sampled(feed):
            found.append(Reads(feed, (_read(feed, moment, time, parts.get(feed.argument)),)))
    return found


def asks(ready: Ready) -> bool:
    """Return whether a node's parameters choose which times or parts of its inputs it reads."""
    spec = ready.spec
    return spec.has_times or spec.has_regions or spec.shape == "around"


def is_sampled(feed: Feed) -> bool:
    """Return whether a whole curve, or sound, is wanted of what is made frame by frame."""
    return feed.whole and feed.source is not None and feed.source.spec.shape != "signal"


def sampled(ready: Ready, feed: Feed, fetch: Fetch) -> Any:
    """Return a number that is made frame by frame as a curve, sound as a stream, made where it is looked at.

    Raises CannotRun where nothing says over which stretch.
    """
    source, link = feed.source, feed.link
    assert source is not None and link is not None
    sounds = source.spec.output(link.port)
    if source.steady and not (sounds and sounds.type == "audio"):
        return Curve.constant(float(at_port(fetch(source, source.rest), link.port)))
    stretch = source.domain or ready.domain
    if stretch is None:
        what = "sound" if sounds and sounds.type == "audio" else "a whole curve"
        why = f"'{feed.argument}' is {what}, and nothing says over which stretch"
        raise CannotRun(f"Run node '{ready.name}' ({ready.place.type})", why, hint="Feed it from a file.")
    if sounds and sounds.type == "audio":
        return heard(stretch, lambda time: at_port(fetch(source, time), link.port))
    return Sampled(stretch, lambda time: float(at_port(fetch(source, time), link.port)))


def drive_reads(ready: Ready, moment: Moment) -> list[tuple[Feed, Read | None]]:
    """Return what has to be made before a node can choose what else it reads: its parameters' drives.

    None stands for a whole curve that is made where it is looked at.
    """
    return [
        (feed, None if is_sampled(feed) else _read(feed, moment, moment.time))
        for feed in ready.feeds
        if feed.param is not None and feed.source is not None
    ]


def _read(feed: Feed, moment: Moment, time: Time, part: Box | None = None) -> Read:
    assert feed.source is not None and feed.link is not None
    return Read(feed.source, moment_of(feed.source, moment, time, part), feed.link.port, time, part)


def _window(source: Ready, centre: Time, before: int, after: int) -> list[Time]:
    """Return the times of a window's frames; beyond its source's stretch the edge is held."""
    step = Time(1, centre.rate if source.domain is None else source.domain.rate)
    times = [centre + step * place for place in range(-before, after + 1)]
    if source.domain is None or source.domain.is_empty:
        return times
    return [centre if time == centre else source.domain.clamp(time) for time in times]


def _parts(ready: Ready, moment: Moment, parameters: Mapping[str, Any]) -> Mapping[str, Box]:
    if moment.region is None:
        return {}
    try:
        return ready.node.input_regions(moment.region, parameters)
    except Exception as error:
        raise tied(ready.place, moment.time, error) from error


def _times(ready: Ready, time: Time, parameters: Mapping[str, Any]) -> Sequence[Time | None]:
    """Return the time at which each of a node's feeds is wanted, as its `times=` says."""
    if not ready.spec.has_times:
        return [time] * len(ready.feeds)
    try:
        answer = ready.node.input_times(time, parameters)
        connected = Counter(feed.argument for feed in ready.feeds)
        for name, at in answer.items():
            if isinstance(at, Sequence) and len(at) != connected[name]:
                raise ValueError(f"{len(at)} times for the {connected[name]} inputs at '{name}'")
    except Exception as error:
        raise tied(ready.place, time, error) from error
    listed = {name: iter(at) for name, at in answer.items() if isinstance(at, Sequence)}
    return [
        next(listed[feed.argument]) if feed.argument in listed else _one(answer.get(feed.argument, time))
        for feed in ready.feeds
    ]


def _one(at: Time | Sequence[Time | None] | None) -> Time | None:
    assert at is None or isinstance(at, Time)
    return at
