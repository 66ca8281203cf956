"""What a person points at in a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any, TypeAlias

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
class Stroke:
    """A painted line of that width that belongs to the object (`positive`) or does not; source pixels."""

    time: Time
    points: tuple[tuple[float, float], ...]
    width: float
    positive: bool = True
    obj: int = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """The matte that one time is to keep whatever else is pointed at, as the path of a picture.

    Other than a painted matte it is no example: the frames beside it are not led by it.
    """

    time: Time
    path: str
    obj: int = 1


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a person pointed at, per object and per time; objects are numbered from 1."""

    clicks: tuple[Click, ...] = ()
    boxes: tuple[BoxPrompt, ...] = ()
    mattes: tuple[MattePrompt, ...] = ()
    shapes: tuple[ShapePrompt, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    locks: tuple[Lock, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pointed at."""
        return not any(self._sorts().values())

    @property
    def objects(self) -> tuple[int, ...]:
        """Return the numbers of the objects that are pointed at, rising."""
        return tuple(sorted({each.obj for each in self.everything}))

    @property
    def everything(self) -> tuple[AnyPrompt, ...]:
        """Return every prompt: clicks, boxes, mattes, shapes, strokes, locks, each in its order."""
        return tuple(each for sort in self._sorts().values() for each in sort)

    def _sorts(self) -> dict[str, tuple[AnyPrompt, ...]]:
        return {
            "clicks": self.clicks,
            "boxes": self.boxes,
            "mattes": self.mattes,
            "shapes": self.shapes,
            "strokes": self.strokes,
            "locks": self.locks,
        }

    def joined(self, other: Prompts) -> Prompts:
        """Return these prompts followed by others."""
        both = zip(self._sorts().items(), other._sorts().values(), strict=True)
        return Prompts(**{name: (*mine, *theirs) for (name, mine), theirs in both})  # type: ignore[arg-type]

    def where(self, wanted: Callable[[AnyPrompt], bool]) -> Prompts:
        """Return the prompts of which `wanted` is true, each sort in its order.

        >>> from workprint import Click, Rate, Time
        >>> both = Prompts((Click(Time(3, Rate(24)), 1.0, 2.0), Click(Time(5, Rate(24)), 1.0, 2.0, obj=2)))
        >>> both.where(lambda each: each.obj == 2).objects
        (2,)
        """
        sorts = self._sorts().items()
        return Prompts(**{name: tuple(filter(wanted, sort)) for name, sort in sorts})  # type: ignore[arg-type]

    def with_files(self, change: Callable[[str], str]) -> Prompts:
        """Return the prompts with other paths of painted and locked mattes, each as `change` says."""
        return replace(
            self,
            mattes=tuple(replace(each, path=change(each.path)) for each in self.mattes),
            locks=tuple(replace(each, path=change(each.path)) for each in self.locks),
        )

    def scaled(self, factor: float) -> Prompts:
        """Return the prompts for pictures `factor` times as large.

        >>> from workprint import Click, Rate, Time
        >>> Prompts((Click(Time(3, Rate(24)), 10.0, 20.0),)).scaled(0.5).clicks[0].x
        5.0
        """

        def moved(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
            return tuple((x * factor, y * factor) for x, y in points)

        return replace(
            self,
            clicks=tuple(replace(each, x=each.x * factor, y=each.y * factor) for each in self.clicks),
            boxes=tuple(
                replace(
                    each, x0=each.x0 * factor, y0=each.y0 * factor, x1=each.x1 * factor, y1=each.y1 * factor
                )
                for each in self.boxes
            ),
            shapes=tuple(replace(each, points=moved(each.points)) for each in self.shapes),
            strokes=tuple(
                replace(each, points=moved(each.points), width=each.width * factor) for each in self.strokes
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain data: a list for each sort of prompt, with exact times.

        >>> from workprint import Click, Rate, Time
        >>> Prompts((Click(Time(3, Rate(24)), 10.0, 20.0),)).to_json()["clicks"]
        [{'time': ['3', '24'], 'x': 10.0, 'y': 20.0, 'positive': True, 'obj': 1}]
        """
        return {name: [_plain(each) for each in sort] for name, sort in self._sorts().items()}

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
            tuple(Stroke(**_outlined(_timed(each))) for each in data.get("strokes", ())),
            tuple(Lock(**_timed(each)) for each in data.get("locks", ())),
        )


AnyPrompt: TypeAlias = Click | BoxPrompt | MattePrompt | ShapePrompt | Stroke | Lock
"""Every sort of prompt."""


def _plain(prompt: AnyPrompt) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(prompt).items() if name != "time"}
    if "points" in plain:
        plain["points"] = [list(point) for point in plain["points"]]
    return {"time": prompt.time.to_json()} | plain


def _timed(data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise TypeError(f"a prompt is {data!r}")
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
