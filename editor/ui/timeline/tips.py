"""What is told of the thing under the pointer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor.document.layout import MediaLookup, source_range
from editor.document.model import Clip, Track, Transition
from editor.document.retimes import Retime, retime_of
from editor.document.rules import said
from nodes.api.curves import Curve
from nodes.api.times import Range, Rate, Time
from nodes.media.timecode import timecode_of_frame

from .bands import said as value_said
from .chips import speed_text
from .faders import level_of
from .ghost import signed
from .headers import HeaderPart
from .hit import Hit
from .model import TimelineModel
from .rows import OFFLINE, Row


def tip(model: TimelineModel, at: Hit, badges: Mapping[str, str], header: HeaderPart | None = None) -> str:
    """Return a few lines on what was hit, "" where there is nothing to tell.

    `header` is the part of a track's header, where that was hit.
    """
    cut, rows = model.cut, model.rows.value
    if at.mark is not None:
        marker = at.mark.marker
        return "\n".join(part for part in (marker.name or "Marker", marker.comment) if part)
    row = None if at.row is None or at.row >= len(rows) else rows[at.row]
    if row is None or cut is None:
        return ""
    if at.part == "header":
        return header_tip(row, header or "name", target=row.holder.id == model.session.target.value)
    if at.item is None:
        return ""
    if isinstance(at.item, Transition):
        return f"{at.item.name or at.item.kind}\nTransition"
    lines = [at.item.name or at.item.id, _where(row, at.index, cut.rate)]
    if isinstance(at.item, Clip):
        lines += _source(at.item, row, at, cut.rate, model.media)
        lines += _states(model, at.item, row, at.index, badges)
    return "\n".join(lines)


def header_tip(row: Row, part: HeaderPart, *, target: bool = False) -> str:
    """Return what a part of a track's header is for, and what the track is, perhaps the `target`."""
    sound = row.kind == "Audio"
    if part == "enable" and sound:
        return "Hear the track again" if not row.enabled else "Mute the track"
    if part == "enable":
        return "Show the track again" if not row.enabled else "Hide the track"
    if part == "solo":
        what = "Hear" if sound else "Show"
        off = "End the solo" if row.solo else f"{what} only tracks with a solo"
        return f"{off}\nAlt-click: this track alone"
    if part == "level":
        level = f"Level of the track: {value_said('level', level_of(row))}"
        return f"{level}\nDrag, or turn the wheel (Shift: finely)\nDouble-click: 0, on the number: type it"
    if part == "meter":
        return "How loud the track is, as it plays"
    if part == "lock":
        return "Unlock the track" if row.locked else "Lock the track: no edit changes it"
    if part == "edge":
        return "Drag: the track's height\nDouble-click: as it fits\nShift+= and Shift+-: all tracks"
    states = ("" if row.enabled else "muted" if sound else "hidden", "locked" if row.locked else "")
    lines = [row.name, " · ".join(part for part in (row.word, *states) if part)]
    lines.append("The target: media and keys go here" if target else "Click: media and keys go here")
    return "\n".join(lines + (["Double-click to rename"] if isinstance(row.holder, Track) else []))


def _where(row: Row, index: int, rate: Rate) -> str:
    where = Range.between(Time(row.bounds[index], rate), Time(row.bounds[index + 1], rate))
    return f"Frames {said(where.start)} to {said(where.end - Time(1, rate))}: {said(where.duration)}"


def _source(clip: Clip, row: Row, at: Hit, rate: Rate, media: MediaLookup | None) -> Iterator[str]:
    """Yield the stretch of source time that a clip plays, and what lies under the pointer."""
    source, retime = source_range(clip, media), retime_of(clip.effects)
    if source is None or retime is None:
        return
    played, own = retime.consumed(source), source.start.rate
    last = played.end - Time(1, own)
    ends = (last, played.start) if retime.speed < 0 else (played.start, last)
    here = _under(played, retime, at.time - Time(row.bounds[at.index], rate))
    first, end, now = (_timecode(time) for time in (*ends, here))
    yield f"Source {first} to {end}, here {now}"


def _under(played: Range, retime: Retime, after: Time) -> Time:
    start = played.end - Time(1, played.start.rate) if retime.speed < 0 else played.start
    return start + after.at(start.rate) * retime.speed


def _timecode(time: Time) -> str:
    return timecode_of_frame(time.floor().frame, time.rate)


def _states(
    model: TimelineModel, clip: Clip, row: Row, index: int, badges: Mapping[str, str]
) -> Iterator[str]:
    if not clip.enabled:
        yield "Not enabled"
    if row.codes[index] & OFFLINE:
        yield "Missing: its media was not found. Relink it in the Media panel."
    if clip.graph is not None:
        yield "Has a graph"
    if badges.get(clip.id):
        yield f"Take {badges[clip.id]}"
    if speed := speed_text(clip):
        yield f"Speed {speed}"
    name, value = ("level", clip.level) if row.kind == "Audio" else ("opacity", clip.opacity)
    if isinstance(value, Curve):
        yield f"{name.capitalize()} with {len(value.keys)} keys"
    elif value != (0.0 if name == "level" else 1.0):
        yield f"{name.capitalize()} {value_said('level' if name == 'level' else 'opacity', value)}"
    late = model.late.value.get(clip.id)
    if late is not None:
        yield f"Out of sync with its linked clip by {signed(late, 'frames')} frames"
