"""What a person points at in a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

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

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pointed at."""
        return not (self.clicks or self.boxes or self.mattes or self.shapes)

    def to_json(self) -> dict[str, Any]:
        """Return plain data: a list for each sort of prompt, with exact times.

        >>> from workprint import Click, Rate, Time
        >>> Prompts((Click(Time(3, Rate(24)), 10.0, 20.0),)).to_json()["clicks"]
        [{'time': ['3', '24'], 'x': 10.0, 'y': 20.0, 'positive': True, 'obj': 1}]
        """
        return {
            "clicks": [_plain(each) for each in self.clicks],
            "boxes": [_plain(each) for each in self.boxes],
            "mattes": [_plain(each) for each in self.mattes],
            "shapes": [_plain(each) for each in self.shapes],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Prompts:
        """Return the prompts that `to_json` described.

        Raises KeyError, TypeError or ValueError for data of another form.
        """
        return cls(
            tuple(Click(**_timed(each)) for each in data.get("clicks", ())),
            tuple(BoxPrompt(**_timed(each)) for each in data.get("boxes", ())),
            tuple(MattePrompt(**_timed(each)) for each in data.get("mattes", ())),
            tuple(ShapePrompt(**_outlined(_timed(each))) for each in data.get("shapes", ())),
        )


def _plain(prompt: Click | BoxPrompt | MattePrompt | ShapePrompt) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(prompt).items() if name != "time"}
    if "points" in plain:
        plain["points"] = [list(point) for point in plain["points"]]
    return {"time": prompt.time.to_json()} | plain


def _timed(data: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: _field(name, value) for name, value in data.items() if name not in ("time", "points")}
    points = {"points": data["points"]} if "points" in data else {}
    return {"time": Time.from_json(data["time"])} | fields | points


def _field(name: str, value: Any) -> Any:
    wanted = {"positive": bool, "curved": bool, "obj": int, "path": str}.get(name, float)
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    if wanted is float or type(value) is not wanted:
        raise ValueError(f"{name} is {value!r}")
    return value


def _outlined(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"points": tuple((_field("x", x), _field("y", y)) for x, y in data["points"])}
