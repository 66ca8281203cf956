"""Blend modes: how a foreground's colour and alpha join a background's.

Source: W3C Compositing and Blending Level 1, sections 9 (Porter and Duff's operators) and 10 (blending),
which took the blend functions from PDF (ISO 32000); `subtract` and `divide` as compositors have them. The
formulas stand here premultiplied and without the bounds of 0 and 1, so that light above 1 stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Cover: TypeAlias = "Pixels | float"
"""Alpha, (rows, columns, 1), or 1.0 for all of an opaque picture."""

Mode: TypeAlias = Literal[
    "over", "under", "atop", "in", "out", "xor", "plus", "multiply", "screen", "overlay", "soft-light",
    "hard-light", "color-dodge", "color-burn", "difference", "exclusion", "min", "max", "subtract", "divide",
]  # fmt: skip

_Rule = Callable[[Pixels, Pixels, Cover, Cover], Any]


def join(mode: Mode, s: Pixels, b: Pixels, sa: Cover, ba: Cover) -> tuple[Pixels, Cover]:
    """Return colour and alpha of a foreground `s`, `sa` on a background `b`, `ba`, premultiplied."""
    if mode in _OPERATORS:
        colour, cover = _OPERATORS[mode]
        return colour(s, b, sa, ba), cover(sa, ba)
    made = _BLENDS[mode](s, b, sa, ba)
    if not isinstance(ba, float):
        made = made + s * (1 - ba)
    if not isinstance(sa, float):
        made = made + b * (1 - sa)
    return made, _union(sa, ba)


def _union(sa: Cover, ba: Cover) -> Cover:
    return 1.0 if isinstance(sa, float) or isinstance(ba, float) else sa + ba - sa * ba


def _sum(sa: Cover, ba: Cover) -> Cover:
    return 1.0 if isinstance(sa, float) or isinstance(ba, float) else np.minimum(sa + ba, 1)


_OPERATORS: Mapping[str, tuple[_Rule, Callable[[Cover, Cover], Any]]] = {
    "over": (lambda s, b, sa, ba: s + b * (1 - sa), _union),
    "under": (lambda s, b, sa, ba: b + s * (1 - ba), _union),
    "atop": (lambda s, b, sa, ba: s * ba + b * (1 - sa), lambda sa, ba: ba),
    "in": (lambda s, b, sa, ba: s * ba, lambda sa, ba: sa * ba),
    "out": (lambda s, b, sa, ba: s * (1 - ba), lambda sa, ba: sa * (1 - ba)),
    "xor": (lambda s, b, sa, ba: s * (1 - ba) + b * (1 - sa), lambda sa, ba: sa + ba - 2 * sa * ba),
    "plus": (lambda s, b, sa, ba: s + b, _sum),
}


def _hard_light(s: Pixels, b: Pixels, sa: Cover, ba: Cover) -> Any:
    return np.where(2 * s <= sa, 2 * s * b, sa * ba - 2 * (ba - b) * (sa - s))


def _straight(colour: Pixels, cover: Cover) -> Pixels:
    if isinstance(cover, float):
        return colour
    return np.divide(colour, cover, out=np.zeros_like(colour), where=cover > 0)


def _of_straight(rule: Callable[[Pixels, Pixels], Any]) -> _Rule:
    """Return a rule on premultiplied colours for one, B(cs, cb), on straight ones."""
    return lambda s, b, sa, ba: rule(_straight(s, sa), _straight(b, ba)) * (sa * ba)


def _soft_light(s: Pixels, b: Pixels) -> Any:
    # The square root's own slope at 0 has no end, so below 1/4 it is a cubic, below 0 that one's tangent.
    root = np.sqrt(np.maximum(b, 0.25))
    bent = np.where(b <= 0.25, np.where(b < 0, 4 * b, ((16 * b - 12) * b + 4) * b), root)
    return np.where(s <= 0.5, b - (1 - 2 * s) * b * (1 - b), b + (2 * s - 1) * (bent - b))


def _dodge(s: Pixels, b: Pixels) -> Any:
    whole = np.minimum(1, np.divide(b, 1 - s, out=np.ones_like(b), where=s < 1))
    return np.where(b <= 0, b, np.maximum(b, whole))


def _burn(s: Pixels, b: Pixels) -> Any:
    whole = 1 - np.minimum(1, np.divide(1 - b, s, out=np.ones_like(b), where=s > 0))
    return np.where(b >= 1, b, np.minimum(b, whole))


def _divide(s: Pixels, b: Pixels) -> Any:
    return np.divide(b, s, out=np.zeros_like(b), where=s != 0)


_BLENDS: Mapping[str, _Rule] = {
    "multiply": lambda s, b, sa, ba: s * b,
    "screen": lambda s, b, sa, ba: s * ba + b * sa - s * b,
    "overlay": lambda s, b, sa, ba: _hard_light(b, s, ba, sa),
    "hard-light": _hard_light,
    "soft-light": _of_straight(_soft_light),
    "color-dodge": _of_straight(_dodge),
    "color-burn": _of_straight(_burn),
    "difference": lambda s, b, sa, ba: np.abs(s * ba - b * sa),
    "exclusion": lambda s, b, sa, ba: s * ba + b * sa - 2 * s * b,
    "min": lambda s, b, sa, ba: np.minimum(s * ba, b * sa),
    "max": lambda s, b, sa, ba: np.maximum(s * ba, b * sa),
    "subtract": lambda s, b, sa, ba: b * sa - s * ba,
    "divide": _of_straight(_divide),
}
