"""From a reference's own time to media time: which of the usual conventions a timeline follows.

Suites disagree on what a source range counts from: the first frame of the media (0), the embedded
timecode, or the number in the file's name. What the file says is available, and where the clips' ranges
fall, decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from editor.document.model import MediaReference
from nodes.api.times import Range, Rate, Time
from nodes.media.info import MediaInfo
from nodes.media.refs import SequenceRef

_DUST = Fraction(1, 100)
_LONG_FRAME = Time(1, Rate(20))


@dataclass(frozen=True, slots=True)
class Offset:
    """What is added to a reference's own time to get media time, why, and how many uses then fit."""

    time: Time
    why: str
    fitting: int


def find_offset(reference: MediaReference, info: MediaInfo, uses: Sequence[Range]) -> Offset:
    """Return the offset under which most of `uses` (ranges in the reference's time) lie in the media.

    Of equals the first counts: the start of what is available is the first frame of the media (or, where
    a part of the media is said to be available, its time is media time); the time is media time; it
    counts from 0; it is the number in the file's name.
    """
    best: Offset | None = None
    for time, why in _conventions(reference, info):
        found = Offset(time, why, sum(fits(use.moved(time), info) for use in uses))
        if best is None or found.fitting > best.fitting:
            best = found
    assert best is not None
    return best


def fits(used: Range, info: MediaInfo) -> bool:
    """Return whether a range of media time lies in the media, within a hundredth of a frame.

    The end may run over by less than a frame: it comes from rounding between rates. A still lasts for ever.
    """
    if info.kind == "still":
        return True
    media = info.range
    dust = Time(_DUST, info.rate)
    frame = max(Time(1, info.rate), min(Time(1, used.rate), _LONG_FRAME))
    return used.start >= media.start - dust and used.end < media.end + frame


def _conventions(reference: MediaReference, info: MediaInfo) -> Iterator[tuple[Time, str]]:
    rate = info.rate
    as_it_is = (Time.zero(rate), "its time is media time")
    available = reference.available
    if info.kind == "still":
        yield Time.zero(rate), "a still has no time"
        return
    if available is not None:
        first = (info.start - available.start.at(rate), "it starts with the media")
        part = available.duration < info.range.duration - Time(1, rate) and info.range.covers(available)
        yield from (as_it_is, first) if part else (first, as_it_is)
    yield as_it_is
    yield info.start, "it counts from 0"
    number = _first_number(reference, info)
    if number is not None:
        yield info.start - Time(number, rate), "it counts file numbers"


def _first_number(reference: MediaReference, info: MediaInfo) -> int | None:
    if reference.kind == "sequence":
        return reference.first
    return info.ref.first if isinstance(info.ref, SequenceRef) else None


def contradiction(reference: MediaReference, info: MediaInfo, uses: Iterable[Range]) -> str:
    """Return why media found by its name alone cannot be what the reference means, "" where nothing speaks.

    What is available must last as long as the media, or be a part of it by timecode; every use must fit.
    """
    if info.kind == "still":
        return ""
    ranges = list(uses)
    available = reference.available
    if available is not None:
        longer = available.duration - info.range.duration
        slack = max(Time(2, info.rate), available.duration * Fraction(1, 500))
        is_part = info.timecode is not None and info.range.covers(available)
        if longer > slack or (-longer > slack and not is_part):
            said = available.duration.at(info.rate).rounded().frame
            return f"it has {info.frame_count} frames, the timeline says {said}"
    found = find_offset(reference, info, ranges)
    if found.fitting < len(ranges):
        return "what the clips use lies outside it"
    return ""
