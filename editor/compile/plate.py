"""The media behind a clip, and the clip's range in that media's own time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from editor.document.layout import MediaLookup
from editor.document.model import Clip
from editor.document.opened import Project
from editor.document.retimes import Retime
from editor.document.rules import source_reference
from editor.document.settings import MediaEntry
from nodes.api.errors import Failed
from nodes.api.times import Range, Time
from nodes.engine.job import Bound
from nodes.media.info import MediaInfo
from nodes.media.timecode import timecode_of_frame

from .media import entry_for

_EVER = 10**9
"""More frames than anybody shows a still for."""
_RELINK = "Relink it: workprint edit PROJECT relink CLIP path=FILE"


class Offline(Failed):
    """A clip's media is not known, or not there, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A clip's own media: the file, and what turns the reference's own time into media time."""

    bound: Bound
    offset: Time

    @property
    def info(self) -> MediaInfo:
        """The facts of the file."""
        return self.bound.info


def entry_of(project: Project, clip: Clip) -> MediaEntry:
    """Return what the project knows of the media of a clip's own source, facts and fingerprint included.

    Raises Offline naming clip and reference.
    """
    reference = source_reference(clip)
    attempted = f"Use the media of clip '{clip.name}' ({clip.id})"
    if reference is None or reference.kind in ("missing", "generator", "unknown"):
        what = "no media" if reference is None else f"a {reference.kind} reference '{reference.name}'"
        raise Offline(attempted, f"the cut names {what}", hint=_RELINK)
    entry = entry_for(project, reference)
    if entry is None or entry.info is None or entry.fingerprint is None:
        raise Offline(
            attempted,
            f"'{reference.url or reference.name}' was not found or could not be read",
            hint=_RELINK,
        )
    return entry


def plate_of(project: Project, clip: Clip) -> Plate:
    """Return the media of a clip's own source. Raises Offline naming clip and reference."""
    entry = entry_of(project, clip)
    assert entry.info is not None and entry.fingerprint is not None
    return Plate(Bound(entry.info, entry.fingerprint), entry.offset or Time.zero(entry.info.rate))


def media_lookup(project: Project) -> MediaLookup:
    """Return what says how long a clip's media is, as a range in its reference's own time.

    A still is one frame long where nothing says how long it is shown, and else as long as one likes.
    """

    def look(clip: Clip) -> Range | None:
        try:
            plate = plate_of(project, clip)
        except Offline:
            return None
        if plate.info.kind == "still" and clip.source is not None:
            return Range(Time(-_EVER, plate.info.rate), Time(2 * _EVER, plate.info.rate))
        return plate.info.range.moved(-plate.offset)

    return look


def media_start(clip: Clip, plate: Plate) -> Time:
    """Return the media time of a clip's first frame, at the media's rate, dust taken off."""
    if clip.source is None:
        return plate.info.start
    return (clip.source.start + plate.offset).at(plate.info.rate).snapped()


def short_of(clip: Clip, plate: Plate, retime: Retime, before: Time, after: Time) -> list[str]:
    """Return a note where a clip shows a frame or more that its media does not have.

    `before` and `after` are how far change-overs reach beyond its head and tail, in the record.
    """
    info = plate.info
    if clip.source is None or info.kind == "still":
        return []
    speed = abs(retime.speed)
    if not before.value and not after.value and _holds(plate, clip.source, speed):
        return []
    frame = Time(1, info.rate)
    low, high = (before, after) if retime.speed >= 0 else (after, before)
    start = media_start(clip, plate)
    length = retime.consumed(clip.source).duration.at(info.rate)
    head = (info.start - start + low.at(info.rate) * speed).floor()
    tail = (start + length + high.at(info.rate) * speed - info.range.end).floor()
    said = [
        f"{count.frame} at the {where}" for count, where in ((head, "head"), (tail, "tail")) if count >= frame
    ]
    if not said:
        return []
    lacks = f"'{info.ref.label}' lacks frames that it shows, {' and '.join(said)}"
    return [f"clip '{clip.name}' ({clip.id}): {lacks}; the nearest picture is held"]


def _holds(plate: Plate, source: Range, speed: Fraction) -> bool:
    """Return whether media has all of a stretch; few sums, since it is asked of every clip of a cut."""
    info = plate.info
    first = source.start.seconds + plate.offset.seconds
    begin = info.start.seconds
    last = first + source.duration.seconds * speed
    return first >= begin and (last - begin) * info.start.rate.fraction <= info.frame_count


def timecode_at(info: MediaInfo, time: Time) -> str | None:
    """Return the timecode of a frame of media that has timecode, None for other media."""
    if info.timecode is None:
        return None
    return timecode_of_frame(time.frame, info.rate, drop=";" in info.timecode)


def media_range(clip: Clip, plate: Plate, retime: Retime | None) -> Range:
    """Return the whole media frames that a clip shows; any of them where nothing says its `retime`."""
    info = plate.info
    if retime is None:
        return info.range
    start = media_start(clip, plate)
    length = info.range.duration if clip.source is None else clip.source.duration
    shown = (length.at(info.rate) * abs(retime.speed)).snapped()
    first = start.floor()
    last = (start + shown).ceil()
    return Range(first, max(last - first, Time(1, info.rate)))
