"""A node's parameters, as data: what each may be, and how a control shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import BadValue
from .hints import Handle, Scalar, Slider, VisibleWhen
from .kinds import Json, Kind, decode, encode, scaled


@dataclass(frozen=True, slots=True)
class Param:
    """A value set by hand: its kind, its default as JSON, and how a control shows it.

    `required` parameters have no default; `nullable` ones may be None (a seed's None is "from the take",
    a model's "the best that is installed"). `animatable` ones may have keyframes or a drive.
    """

    name: str
    kind: Kind
    default: Json = None
    required: bool = False
    nullable: bool = False
    animatable: bool = False
    slider: Slider | None = None
    visible_when: VisibleWhen | None = None
    handle: Handle | None = None
    help: str = ""

    @property
    def is_px(self) -> bool:
        """Whether it is, or holds, lengths in full-resolution pixels, to be scaled at proxy size."""
        return self.kind.holds_px

    @property
    def choices(self) -> tuple[Scalar, ...]:
        """What it may be; empty where anything of its kind may be."""
        return self.kind.choices

    def decode(self, value: Json, *, node: str = "") -> Any:
        """Return the Python value that a JSON value stands for, checked.

        Raises BadValue naming node and parameter for a wrong type, no choice, or beyond a hard range.
        """
        if value is None and self.nullable:
            return None
        return self._checked(self.kind, value, node)

    def decode_key(self, value: Json, *, node: str = "") -> Any:
        """Return the Python value of one keyframe; raises as `decode`."""
        return self._checked(self.kind.moment, value, node)

    def encode(self, value: Any, *, node: str = "") -> Json:
        """Return the JSON value that `decode` reads back as `value`; raises as `decode`."""
        if value is None and self.nullable:
            return None
        try:
            plain = encode(self.kind, value)
        except ValueError as error:
            raise self._refusal(str(error), node) from error
        self._checked(self.kind, plain, node)
        return plain

    def scaled(self, value: Any, factor: float) -> Any:
        """Return a Python value with its full-resolution pixels times `factor`, for work at proxy size."""
        return scaled(self.kind, value, factor)

    def _checked(self, kind: Kind, value: Json, node: str) -> Any:
        try:
            made = decode(kind, value)
        except ValueError as error:
            raise self._refusal(str(error), node) from error
        slider = self.slider
        if slider and slider.hard:
            for number in _numbers(value):
                if not slider.low <= number <= slider.high:
                    why = f"needs {slider.low:g} to {slider.high:g} {slider.unit}".rstrip()
                    raise self._refusal(f"{why}, got {number:g}", node)
        return made

    def _refusal(self, why: str, node: str) -> BadValue:
        owner = f" of {node}" if node else ""
        hint = f"`workprint nodes {node}` lists what it takes." if node else ""
        return BadValue(f"Set {self.name!r}{owner}", f"it {why}", hint=hint, port=self.name)

    def to_json(self) -> Json:
        """Return plain data."""
        return {
            "name": self.name,
            "kind": self.kind.to_json(),
            "default": self.default,
            "required": self.required,
            "nullable": self.nullable,
            "animatable": self.animatable,
            "slider": _slider_json(self.slider),
            "visible_when": {name: list(values) for name, values in self.visible_when.conditions}
            if self.visible_when
            else None,
            "handle": {"kind": self.handle.kind, "about": self.handle.about} if self.handle else None,
            "help": self.help,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Param:
        """Return the parameter that `to_json` described."""
        slider, shown, handle = data["slider"], data["visible_when"], data["handle"]
        return cls(
            data["name"],
            Kind.from_json(data["kind"]),
            data["default"],
            data["required"],
            data["nullable"],
            data["animatable"],
            Slider(**slider) if slider else None,
            VisibleWhen(tuple((name, tuple(values)) for name, values in shown.items())) if shown else None,
            Handle(handle["kind"], handle["about"]) if handle else None,
            data["help"],
        )


def _numbers(value: Json) -> Iterator[float]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def _slider_json(slider: Slider | None) -> Json:
    if slider is None:
        return None
    return {"low": slider.low, "high": slider.high, "unit": slider.unit, "hard": slider.hard}
