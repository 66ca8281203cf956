"""What a person should know about one clip of a conformed cut, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from editor.document.layout import Shot
from editor.document.model import Clip, Item, MediaReference, Stack, Track, Transition
from editor.document.retimes import KINDS, retime_of
from editor.document.transitions import is_rendered
from nodes.api.times import Range, Rate, Time
from nodes.media.info import MediaInfo

from .offsets import fits

_DUST = Fraction(1, 100)
_FASTEST = Rate(300)


def remarks(
    shot: Shot, reference: MediaReference | None, info: MediaInfo | None, used: Range | None
) -> tuple[str, ...]:
    """Return the remarks on one clip; `used` is media time, `info` the facts of its media."""
    clip = shot.clip
    found = [*_reference(shot, reference), *_record(shot)]
    if reference is not None and info is not None and used is not None:
        found += _media(clip, reference, info, used)
    return (*found, *_effects(clip), *_transitions(shot))


def _reference(shot: Shot, reference: MediaReference | None) -> Iterator[str]:
    clip = shot.clip
    if not clip.enabled:
        yield "disabled"
    if shot.track is not None and not shot.track.enabled:
        yield "its track is disabled"
    if reference is None:
        there = ", ".join(clip.references) or "none"
        yield f"its active reference {clip.active!r} is not there (there is: {there})"
    elif reference.kind == "generator":
        yield "a generator, kept, not rendered"
    elif reference.kind == "unknown":
        yield f"a reference of an unknown schema ({(reference.origin or {}).get('OTIO_SCHEMA')}), kept"
    elif (
        clip.source is not None
        and reference.available is not None
        and not reference.available.covers(clip.source)
    ):
        yield "its range lies outside what the timeline says is available"


def _record(shot: Shot) -> Iterator[str]:
    for name, time in (("in", shot.range.start), ("out", shot.range.end)):
        off = abs(time.value - time.rounded().value)
        if off > _DUST:
            yield f"its record {name} lies between two frames of the cut ({float(time.value):.3f}): rounded"


def _media(clip: Clip, reference: MediaReference, info: MediaInfo, used: Range) -> Iterator[str]:
    if reference.available is None:
        yield "the timeline does not say what is available: taken from the media"
    if not fits(used, info):
        before = (info.range.start - used.start).at(info.rate).ceil().frame
        after = (used.end - info.range.end).at(info.rate).ceil().frame
        reach = [f"{count} {side}" for count, side in ((before, "before"), (after, "after")) if count > 0]
        yield f"out of range: {' and '.join(reach)} the media's {info.frame_count} frames"
    if info.missing:
        yield f"{len(info.missing)} pictures of the sequence are missing"
    if info.kind in {"still", "sound"}:
        return
    if not info.steady:
        yield f"its pictures do not last equally long: counted at {info.rate}, each shown at its time"
    said = reference.available.start.rate if reference.available is not None else used.rate
    if said != info.rate and said <= _FASTEST:
        yield f"rate mismatch: the timeline says {said} for media of {info.rate}"
    start = used.start.at(info.rate)
    if abs(start.value - start.rounded().value) > _DUST:
        yield f"starts between two frames of the media ({float(start.value):.3f}): rounded"


def _effects(clip: Clip) -> Iterator[str]:
    retime = retime_of(clip.effects)
    if retime is None:
        yield "retime with varying speed, kept, not rendered"
    elif not retime.is_none:
        yield f"retime: {f'speed {float(retime.speed) * 100:g} %' if retime.speed else 'freeze frame'}"
    others = [each for each in clip.effects if each.schema not in KINDS]
    if others:
        names = ", ".join(
            dict.fromkeys(each.name or _effect_name(each.origin) or each.schema for each in others)
        )
        yield f"{len(others)} effects kept, not rendered: {names}"


def _effect_name(origin: object) -> str:
    name = origin.get("effect_name") if isinstance(origin, dict) else None
    return name if isinstance(name, str) else ""


def _transitions(shot: Shot) -> Iterator[str]:
    holder = shot.standing.holder.item if shot.standing.holder is not None else None
    items: Sequence[Item] = holder.items if isinstance(holder, Track | Stack) else ()
    index = shot.standing.index
    for place, side in ((index - 1, "before"), (index + 1, "after")):
        beside = items[place] if 0 <= place < len(items) else None
        if isinstance(beside, Transition):
            frames = _frames(beside.before + beside.after, shot)
            fate = "" if is_rendered(beside) else ", kept, not rendered"
            yield f"transition {side}: {beside.kind or beside.name}, {frames} frames{fate}"


def _frames(length: Time, shot: Shot) -> str:
    return f"{float(length.at(shot.range.rate).value):g}"
