"""Where a picture lands in a format that it is fitted into: plain arithmetic."""

from __future__ import annotations

from fractions import Fraction

from nodes.api import Box, Format


def fitted_box(display: Box, aspect: Fraction, to: Format) -> Box:
    """Return where a picture's display window lands in the target's pixels: scaled, whole, centred.

    >>> from nodes.api import Rate
    >>> fitted_box(Box.of_size(640, 480), Fraction(1), Format(1920, 1080, Rate(24)))
    Box(x0=240, y0=0, x1=1680, y1=1080)
    """
    shape = Fraction(display.width, display.height) * aspect / to.pixel_aspect
    if shape * to.height >= to.width:
        width, height = to.width, max(1, round(to.width / shape))
    else:
        width, height = max(1, round(to.height * shape)), to.height
    x0, y0 = (to.width - width) // 2, (to.height - height) // 2
    return Box(x0, y0, x0 + width, y0 + height)
