"""Deciding between the places where a reference's media may be, once they were looked into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from editor.document.model import MediaReference
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Time
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, MediaRef

from .candidates import BY_NAME, CONFIDENCE, Candidate, How
from .offsets import contradiction, find_offset
from .paths import readings
from .stated import stated_path

Facts = Mapping[MediaRef, MediaInfo | WorkprintError]

_USUAL = ("it starts with the media", "its time is media time", "a still has no time")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Use:
    """A reference and the stretches that clips play of it, in its own time."""

    reference: MediaReference
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one reference was resolved to.

    `ref` is None where nothing is there, `info` where it cannot be read; `problem` then says why.
    `offset` is added to the reference's own time to get media time. `how` and `confidence` (0 to 1) say
    how the media was matched.
    """

    ref: MediaRef | None = None
    info: MediaInfo | None = None
    offset: Time | None = None
    how: How | None = None
    confidence: float = 0.0
    problem: str = ""
    remarks: tuple[str, ...] = ()


def choose(use: Use, places: Sequence[Candidate], facts: Facts) -> Found:
    """Return what a reference stands for, of the places its words lead to."""
    if not places:
        return Found(problem=_offline(use.reference))
    against = {each.ref: _against(use, each, facts) for each in places}
    fitting = [each for each in places if not against[each.ref]]
    by_name = places[0].how in BY_NAME
    if by_name and len(fitting) > 1:
        return Found(problem=f"ambiguous: {_listed(fitting)} fit alike; relink it or use --map")
    if by_name and not fitting:
        shown = places[0]
        why = against[shown.ref]
        is_damaged = isinstance(facts[shown.ref], WorkprintError)
        said = "but cannot be read" if is_damaged else "but is not it"
        return Found(problem=f"offline: {_path(shown.ref)} has the name {said}: {why}")
    chosen = fitting[0] if fitting else places[0]
    fact = facts[chosen.ref]
    if isinstance(fact, WorkprintError):
        return Found(chosen.ref, how=chosen.how, problem=f"unreadable: {fact.why or fact.attempted}")
    refused = [each for each in places if each is not chosen] if by_name else []
    return _found(use, chosen, fact, against[chosen.ref], refused)


def _found(use: Use, chosen: Candidate, info: MediaInfo, against: str, refused: Sequence[Candidate]) -> Found:
    offset = find_offset(use.reference, info, use.ranges)
    notes = [f"the media differs from what the timeline says: {against}"] if against else []
    if offset.why not in _USUAL:
        notes.append(f"source time read so that {offset.why}")
    if chosen.renumbered:
        notes.append("the sequence has other numbers than the timeline says")
    if refused:
        notes.append(f"{_listed(refused)} of that name refused")
    sure = CONFIDENCE[chosen.how]
    if against or chosen.renumbered:
        sure *= 0.6
    elif use.reference.available is not None and chosen.how in BY_NAME:
        sure += (1 - sure) / 2
    return Found(chosen.ref, info, offset.time, chosen.how, round(sure, 2), remarks=tuple(notes))


def _against(use: Use, place: Candidate, facts: Facts) -> str:
    """What speaks against a place: that it cannot be read, or that its facts contradict."""
    fact = facts[place.ref]
    if isinstance(fact, WorkprintError):
        return fact.why or fact.attempted
    return contradiction(use.reference, fact, use.ranges)


def _offline(reference: MediaReference) -> str:
    target = reference.url or stated_path(reference)
    if reference.kind == "sequence":
        target = f"{target.rstrip('/')}/{reference.prefix}#{reference.suffix}"
    if not target:
        return "offline: the timeline says no path"
    if any(each.kind == "remote" for each in readings(reference.url)):
        return f"offline: {target} is not a file on this machine; use --map"
    return f"offline: {target} was not found"


def _path(ref: MediaRef) -> str:
    return ref.path if isinstance(ref, FileRef) else f"{ref.folder}/{ref.label}"


def _listed(places: Sequence[Candidate]) -> str:
    shown = ", ".join(_path(each.ref) for each in places[:_SHOWN])
    return shown if len(places) <= _SHOWN else f"{shown} and {len(places) - _SHOWN} more"
