"""Where things lie in scopes: plain arithmetic that those who draw them share with those who make them."""

from __future__ import annotations

from typing import Literal

Scope = Literal["waveform", "parade", "vectorscope", "histogram"]
SCOPES: tuple[Scope, ...] = ("waveform", "parade", "vectorscope", "histogram")
LEVELS = 256
KR, KB = 0.2126, 0.0722
"""Weights of red and blue in Rec.709 luma (ITU-R BT.709-6, 3.2); colour differences are -0.5 to 0.5."""
SKIN_DEGREES = 123.0
"""Which way skin of any shade lies in a vectorscope, from the blue difference's axis (the I axis of NTSC)."""
BARS: dict[str, tuple[float, float, float]] = {
    "R": (0.75, 0.0, 0.0),
    "Mg": (0.75, 0.0, 0.75),
    "B": (0.0, 0.0, 0.75),
    "Cy": (0.0, 0.75, 0.75),
    "G": (0.0, 0.75, 0.0),
    "Yl": (0.75, 0.75, 0.0),
}
"""75 % bars, as R'G'B'."""


def chroma_place(red: float, green: float, blue: float) -> tuple[float, float]:
    """Return where R'G'B' (0 to 1) lies in a vectorscope: column and row of 256, grey in the middle.

    >>> chroma_place(0.5, 0.5, 0.5)
    (127.5, 127.5)
    """
    luma = KR * red + (1 - KR - KB) * green + KB * blue
    across, up = (blue - luma) / (2 * (1 - KB)), (red - luma) / (2 * (1 - KR))
    return 127.5 + 255 * across, 127.5 - 255 * up
