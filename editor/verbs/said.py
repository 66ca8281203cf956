"""What a person writes, as values: times, ranges, rates, sizes, counts."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path

from nodes.api.errors import BadInput
from nodes.api.times import Range, Rate, Time
from nodes.media.info import MediaInfo
from nodes.media.timecode import frame_of_timecode

_FRAME = re.compile(r"[+-]?[0-9]{1,12}")
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?(/[0-9]{1,9})?")
_SIZE = re.compile(r"([0-9]{1,6})x([0-9]{1,6})", re.IGNORECASE)
_SLOWEST, _FASTEST = Fraction(1, 100), 1000
_LARGEST = 65536
MOST_HANDLES = 10_000
"""The most frames of handles that anybody can mean."""


def place_of(text: str | Path) -> Path:
    """Return the path a person wrote, absolute; a `~` of nobody known is part of the name."""
    return Path(os.path.expanduser(text)).absolute()


def moment(text: str, rate: Rate, zero: Time, attempted: str) -> Time:
    """Return the time a person wrote: a frame number, or a timecode.

    Frame 0 is the time 0; the timecode `zero` is too. Raises BadInput.
    """
    if _FRAME.fullmatch(text):
        return Time(int(text), rate)
    if ":" not in text and ";" not in text:
        hint = "Write 48 or 01:00:02:00."
        raise BadInput(attempted, f"'{text}' is no frame and no timecode", hint=hint)
    try:
        frame = frame_of_timecode(text, rate)
    except BadInput as error:
        raise BadInput(attempted, f"'{text}' is no timecode: {error.why}", hint=error.hint) from error
    return Time(frame, rate) - zero


def media_moment(text: str, info: MediaInfo, attempted: str) -> Time:
    """Return the media time a person wrote: a timecode, or a frame as the media numbers them.

    Those of a sequence are the numbers of its files; those of anything else count from 0. Raises BadInput.
    """
    if not _FRAME.fullmatch(text):
        return moment(text, info.rate, Time.zero(info.rate), attempted)
    return first_numbered(info) + Time(int(text), info.rate)


def first_numbered(info: MediaInfo) -> Time:
    """Return the media time that frame number 0 has, be it there or not."""
    return info.start - Time(info.number_of(info.start), info.rate)


def stretch(text: str, rate: Rate, zero: Time, attempted: str) -> Range:
    """Return the range a person wrote as `A-B`, inclusive, each as for `moment`. Raises BadInput."""
    first, last = _ends(text, attempted)
    begin, end = moment(first, rate, zero, attempted), moment(last, rate, zero, attempted)
    return _between(text, begin, end, attempted)


def media_stretch(text: str, info: MediaInfo, attempted: str) -> Range:
    """Return the range of media a person wrote as `A-B`, inclusive, each as for `media_moment`.

    Raises BadInput.
    """
    first, last = _ends(text, attempted)
    begin, end = media_moment(first, info, attempted), media_moment(last, info, attempted)
    return _between(text, begin, end, attempted)


def _ends(text: str, attempted: str) -> tuple[str, str]:
    # A leading minus belongs to the first number.
    first, sign, last = text.strip()[1:].partition("-")
    first = text.strip()[:1] + first
    if not sign or not first or not last:
        hint = "Write A-B, both inclusive: 0-47, or timecodes."
        raise BadInput(attempted, f"'{text}' is no range", hint=hint)
    return first.strip(), last.strip()


def _between(text: str, first: Time, last: Time, attempted: str) -> Range:
    if last < first:
        raise BadInput(attempted, f"'{text}' ends before it begins", hint="Write the earlier time first.")
    return Range.between(first, last + Time(1, first.rate))


def read_rate(rate: str | Rate, attempted: str) -> Rate:
    """Return the rate a person wrote: 24, 23.976, 30000/1001. Raises BadInput."""
    if isinstance(rate, Rate):
        return rate
    hint = "Write 24, 23.976 or 30000/1001."
    if not _RATE.fullmatch(rate.strip()):
        raise BadInput(attempted, f"'{rate}' is no rate", hint=hint)
    try:
        found = Rate.of(rate.strip())
    except ValueError as error:
        raise BadInput(attempted, f"'{rate}' is no rate: {error}", hint=hint) from error
    if not _SLOWEST <= found.fraction <= _FASTEST:
        raise BadInput(attempted, f"'{rate}' is no rate that pictures are shown at", hint=hint)
    return found


def read_size(size: str | tuple[int, int], attempted: str) -> tuple[int, int]:
    """Return width and height that a person wrote as `1920x1080`. Raises BadInput."""
    if isinstance(size, str):
        found = _SIZE.fullmatch(size.strip())
        if found is None:
            raise BadInput(attempted, f"'{size}' is no size", hint="Write 1920x1080.")
        size = int(found[1]), int(found[2])
    if not all(1 <= side <= _LARGEST for side in size):
        raise BadInput(attempted, f"{size[0]}x{size[1]} is no size of a picture", hint="Write 1920x1080.")
    return size


def between(count: int, least: int, most: int, attempted: str, what: str) -> int:
    """Return a number within bounds. Raises BadInput naming `what` it is."""
    if not least <= count <= most:
        raise BadInput(attempted, f"{count} {what}", hint=f"Give {least} to {most}.")
    return count
