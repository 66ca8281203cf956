"""The binary timecode of picture headers (SMPTE ST 12-1, as OpenEXR and DPX pack it)."""

from __future__ import annotations

import re

_FIELDS = ((24, 0x3), (16, 0x7), (8, 0x7), (0, 0x3))
"""Of hours, minutes, seconds, frames: where the units begin, and the mask of the tens."""

_DROP = 1 << 6


def text_of_words(word: int) -> str | None:
    """Return `HH:MM:SS:FF`, `;` before drop-frame's frames, of the packed word; None if it is no timecode.

    >>> text_of_words(16778755)
    '01:00:06:03'
    """
    bits = word & 0xFFFFFFFF
    values = []
    for shift, tens_mask in _FIELDS:
        units, tens = bits >> shift & 0xF, bits >> (shift + 4) & tens_mask
        if units > 9:
            return None
        values.append(tens * 10 + units)
    hours, minutes, seconds, frames = values
    if minutes > 59 or seconds > 59:
        return None
    separator = ";" if bits & _DROP else ":"
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{frames:02d}"


def word_of_text(text: str) -> int | None:
    """Return the packed word of `HH:MM:SS:FF`, None where a field is too large for it.

    >>> word_of_text("01:00:06:03")
    16778755
    """
    found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)([:;])(\d\d)", text)
    if found is None:
        return None
    word = _DROP if found[4] == ";" else 0
    for (shift, tens_mask), digits in zip(_FIELDS, (found[1], found[2], found[3], found[5]), strict=True):
        tens, units = divmod(int(digits), 10)
        if tens > tens_mask:
            return None
        word |= units << shift | tens << (shift + 4)
    return word
