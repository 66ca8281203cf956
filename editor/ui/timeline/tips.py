"""What is told of the thing under the pointer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor.document.layout import MediaLookup, source_range
from editor.document.model import Clip, Transition
from editor.document.retimes import Retime, retime_of
from editor.document.rules import said
from nodes.api.curves import Curve
from nodes.api.times import Range, Rate, Time
from nodes.media.timecode import timecode_of_frame

from .bands import said as value_said
from .chips import speed_text
from .ghost import signed
from .header_tips import header_tip
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
