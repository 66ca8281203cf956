"""What a person points at in a picture."""

from __future__ import annotations

from dataclasses import dataclass

from .times import Time


@dataclass(frozen=True, slots=True)
class Click:
    """A point that belongs to the object (`positive`) or does not; source pixels, origin top left."""

    time: Time
    x: float
    y: float
    positive: bool = True
    obj: int = 1


@dataclass(frozen=True, slots=True)
class BoxPrompt:
    """A rectangle around the object in source pixels."""

    time: Time
    x0: float
    y0: float
    x1: float
    y1: float
    obj: int = 1


@dataclass(frozen=True, slots=True)
class MattePrompt:
    """A painted matte for one time, as the path of a picture in the project or on disk."""

    time: Time
    path: str
    obj: int = 1


@dataclass(frozen=True, slots=True)
class ShapePrompt:
    """A closed outline for one time: points in source pixels, `curved` as cubic Bezier triples."""

    time: Time
    points: tuple[tuple[float, float], ...]
    curved: bool = False
    obj: int = 1


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a person pointed at, per object and per time."""

    clicks: tuple[Click, ...] = ()
    boxes: tuple[BoxPrompt, ...] = ()
    mattes: tuple[MattePrompt, ...] = ()
    shapes: tuple[ShapePrompt, ...] = ()
