"""What an author writes beside a type in `Annotated[…]`: ranges, units, windows, requests; data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

Scalar: TypeAlias = str | int | float | bool
Length: TypeAlias = int | str
"""A count of frames, the name of an integer parameter, or `argument.property` of a requested model."""


@dataclass(frozen=True, slots=True)
class Slider:
    """The range a control shows for a number, with its unit; values outside are allowed unless `hard`.

    >>> Slider(0, 4, "stops")
    Slider(low=0, high=4, unit='stops', hard=False)
    """

    low: float
    high: float
    unit: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Pixels:
    """Marks a number as a length or place in full-resolution display-window pixels."""


Px: TypeAlias = Annotated[float, Pixels()]
"""A length or coordinate in full-resolution display-window pixels; scaled by the engine at proxy size."""


@dataclass(frozen=True, slots=True)
class FromTake:
    """Marks an integer as a seed: pinned in the graph, or else the take's."""


Seed: TypeAlias = Annotated[int, FromTake()]
"""Where a node's randomness comes from: 0 to 2**63 - 1, from the take unless the graph pins it."""


@dataclass(frozen=True, slots=True, init=False)
class Choice:
    """The values a parameter may have, where a `Literal` cannot list them.

    >>> Choice("over", "under").values
    ('over', 'under')
    """

    values: tuple[Scalar, ...]

    def __init__(self, *values: Scalar) -> None:
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class VisibleWhen:
    """A control that shows only while other parameters have one of the values given."""

    conditions: tuple[tuple[str, tuple[Scalar, ...]], ...]


def visible_when(**conditions: Scalar | tuple[Scalar, ...]) -> VisibleWhen:
    """Return the hint that shows a control while every named parameter has (one of) the value(s).

    >>> visible_when(mode=("soft", "hard"), invert=True).conditions
    (('mode', ('soft', 'hard')), ('invert', (True,)))
    """
    return VisibleWhen(
        tuple((name, value if isinstance(value, tuple) else (value,)) for name, value in conditions.items())
    )


@dataclass(frozen=True, slots=True)
class Handle:
    """How the viewer lets a parameter be dragged; `about` names the point parameter it is drawn around.

    `point` fits `tuple[Px, Px]`: a place, or, `about` another point, how far from there. `box` and `line`
    fit `tuple[Px, Px, Px, Px]` (x0, y0, x1, y1), `radius` a `Px` in rows, `angle` degrees anticlockwise.
    A point that is None begins in the middle of the picture, a box or line at its edges.
    """

    kind: Literal["point", "box", "line", "radius", "angle"]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A request to lease a model with the annotated capability; `card` is what the author suggests."""

    card: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """Marks a reader as a parameter: its value names a media binding, the engine opens it."""


@dataclass(frozen=True, slots=True)
class Shot:
    """Marks a reader of the shot's own media: neither port nor parameter, bound when the cut is compiled."""


def _count(length: Length, arguments: Mapping[str, Any]) -> int:
    if isinstance(length, int):
        return length
    name, _, member = length.partition(".")
    value = arguments[name]
    return int(getattr(value, member) if member else value)


@dataclass(frozen=True, slots=True)
class Around:
    """A sliding window: `before` frames, the frame itself, `after` frames; edges are held."""

    before: Length
    after: Length

    def counts(self, arguments: Mapping[str, Any]) -> tuple[int, int]:
        """Return frames before and after, with names looked up in the node's arguments.

        >>> Around("radius", 2).counts({"radius": 3})
        (3, 2)
        """
        return _count(self.before, arguments), _count(self.after, arguments)


@dataclass(frozen=True, slots=True)
class Chunks:
    """Windows of `length` frames that share `overlap` frames; the engine joins them."""

    length: Length
    overlap: Length = 0

    def counts(self, arguments: Mapping[str, Any]) -> tuple[int, int]:
        """Return length and overlap, with names looked up in the node's arguments."""
        return _count(self.length, arguments), _count(self.overlap, arguments)
