"""SMPTE timecode to frame numbers and back, drop-frame included (SMPTE ST 12-1)."""

from __future__ import annotations

import re

from nodes.api.errors import BadInput
from nodes.api.times import Rate

_FORM = re.compile(r"(-?)([0-9]{1,3})[:;]([0-9]{1,2})[:;]([0-9]{1,2})([:;.,])([0-9]{1,3})")


def can_drop(rate: Rate) -> bool:
    """Return whether drop-frame counting exists at a rate: 30000/1001 and its multiples.

    >>> can_drop(Rate(30000, 1001)), can_drop(Rate(24000, 1001)), can_drop(Rate(30))
    (True, False, False)
    """
    return rate.den == 1001 and rate.num % 30000 == 0


def frame_of_timecode(text: str, rate: Rate) -> int:
    """Return the frame number that a timecode stands for at `rate`, 0 for 00:00:00:00.

    Written `HH:MM:SS:FF`; with `;` before the frames it counts drop-frame, and with `.` or `,` too
    where the rate has it. A leading minus is allowed. Raises BadInput for any other text, for fields
    out of range and for the frame numbers that drop-frame counting leaves out.

    >>> frame_of_timecode("01:00:00:00", Rate(24)), frame_of_timecode("00:01:00;02", Rate(30000, 1001))
    (86400, 1800)
    """
    attempted = f"Read timecode {text!r} at {rate} fps"
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise BadInput(attempted, "it is not written HH:MM:SS:FF", hint="Write it like 01:00:00:00.")
    sign, separator = found[1], found[5]
    hours, minutes, seconds, frames = (int(found[part]) for part in (2, 3, 4, 6))
    nominal = rate.nominal
    for value, limit, name in (
        (minutes, 60, "minutes"),
        (seconds, 60, "seconds"),
        (frames, nominal, "frames"),
    ):
        if value >= limit:
            raise BadInput(attempted, f"{value} {name} is too much", hint=f"Use 0 to {limit - 1}.")
    drops = can_drop(rate) and separator != ":"
    if separator == ";" and not drops:
        raise BadInput(
            attempted,
            "drop-frame counting (;) exists at 30000/1001 and 60000/1001 only",
            hint="Write it with : before the frames, or give the right rate.",
        )
    number = (hours * 3600 + minutes * 60 + seconds) * nominal + frames
    if drops:
        left_out = nominal // 15
        if minutes % 10 and not seconds and frames < left_out:
            raise BadInput(
                attempted,
                f"drop-frame counting leaves frames 0 to {left_out - 1} of that minute out",
                hint=f"Use frame {left_out}, or write it with : before the frames.",
            )
        whole_minutes = hours * 60 + minutes
        number -= left_out * (whole_minutes - whole_minutes // 10)
    return -number if sign else number


def timecode_of_frame(frame: int, rate: Rate, *, drop: bool = False) -> str:
    """Return the timecode of a frame number at `rate`; it does not wrap at 24 hours.

    Raises BadInput for drop-frame at a rate that has none.

    >>> timecode_of_frame(86400, Rate(24)), timecode_of_frame(1800, Rate(30000, 1001), drop=True)
    ('01:00:00:00', '00:01:00;02')
    """
    if drop and not can_drop(rate):
        raise BadInput(
            f"Write frame {frame} as drop-frame timecode at {rate} fps",
            "drop-frame counting exists at 30000/1001 and 60000/1001 only",
            hint="Use non-drop timecode.",
        )
    nominal = rate.nominal
    number = abs(frame)
    if drop:
        left_out = nominal // 15
        minute = nominal * 60 - left_out
        ten = minute * 10 + left_out
        tens, rest = divmod(number, ten)
        number += left_out * (tens * 9 + max(0, (rest - left_out) // minute))
    seconds, frames = divmod(number, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    digits = len(str(nominal - 1))
    sign = "-" if frame < 0 else ""
    separator = ";" if drop else ":"
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{frames:0{max(2, digits)}d}"


def is_drop_timecode(text: str) -> bool:
    """Return whether a timecode is written as drop-frame: with `;` before the frames.

    >>> is_drop_timecode("00:01:00;02")
    True
    """
    found = _FORM.fullmatch(text.strip())
    return found is not None and found[5] == ";"
