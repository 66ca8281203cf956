"""The colours of objects: eight that people who see colours otherwise still tell apart, after Okabe and Ito.

Each object also has its number on the picture: colour never tells by itself.
"""

from __future__ import annotations

HUES = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2", "#bbbbbb")


def hue_of(obj: int) -> str:
    """Return an object's colour; the ninth has that of the first again.

    >>> hue_of(1), hue_of(9)
    ('#56b4e9', '#56b4e9')
    """
    return HUES[(obj - 1) % len(HUES)]
