"""What a parameter's value may be, and how it is written as JSON and read back."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from .curves import Curve, Key
from .hints import Scalar
from .prompts import Prompts
from .times import Range, Time

Json: TypeAlias = Any
"""A JSON value; treated as frozen."""

_SEEDS = 2**63
_NUMBERS = ("float", "int")
_STEPPED = ("bool", "choice")


@dataclass(frozen=True, slots=True)
class Kind:
    """A parameter's type as data.

    `name` is bool, int, float, str, choice, seed, time, range, prompts, curve, file, model or tuple.
    `items` are the kinds of a tuple's elements (one, repeated, where `repeats`) or of a curve's value.
    `of` says what a file is read as (frame, matte, audio) or which capability a model must have.
    `px` marks a float in full-resolution pixels.
    """

    name: str
    items: tuple[Kind, ...] = ()
    repeats: bool = False
    choices: tuple[Scalar, ...] = ()
    px: bool = False
    of: str = ""

    @property
    def holds_px(self) -> bool:
        """Whether it is, or holds, full-resolution pixels."""
        return self.px or any(item.holds_px for item in self.items)

    @property
    def can_change(self) -> bool:
        """Whether its value can change over time: numbers in straight lines, choices in steps."""
        if self.name == "tuple":
            return not self.repeats and all(item.can_change for item in self.items)
        return self.name in _NUMBERS or self.name in _STEPPED or self.name == "curve"

    @property
    def takes_number(self) -> bool:
        """Whether one number can be its value: a number's, or several plain ones' at once (a colour)."""
        plain = not self.repeats and bool(self.items) and all(item == Kind("float") for item in self.items)
        return self.name in _NUMBERS or (self.name == "tuple" and plain)

    @property
    def moment(self) -> Kind:
        """The kind of one key's value."""
        return self.items[0] if self.name == "curve" else self

    def to_json(self) -> Json:
        """Return the name alone where that says it all, else a mapping."""
        more: dict[str, Json] = {}
        if self.items:
            more["items"] = [item.to_json() for item in self.items]
        if self.repeats:
            more["repeats"] = True
        if self.choices:
            more["choices"] = list(self.choices)
        if self.px:
            more["px"] = True
        if self.of:
            more["of"] = self.of
        return {"name": self.name} | more if more else self.name

    @classmethod
    def from_json(cls, data: Json) -> Kind:
        """Return the kind that `to_json` described."""
        if isinstance(data, str):
            return cls(data)
        return cls(
            data["name"],
            tuple(cls.from_json(item) for item in data.get("items", ())),
            bool(data.get("repeats", False)),
            tuple(data.get("choices", ())),
            bool(data.get("px", False)),
            data.get("of", ""),
        )


def shown(value: Any) -> str:
    """Return a value as a message shows it: short, however long or deep it is."""
    return reprlib.repr(value)


def _is_list(value: Json, length: int | None = None) -> bool:
    return isinstance(value, list | tuple) and length in (None, len(value))


def _bool(kind: Kind, value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"needs true or false, got {shown(value)}")
    return value


def _int(kind: Kind, value: Json) -> int:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole:
        raise ValueError(f"needs a whole number, got {shown(value)}")
    return int(value)


def _float(kind: Kind, value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"needs a number, got {shown(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"needs a finite number, got {shown(value)}")
    return number


def _text(kind: Kind, value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError(f"needs text, got {shown(value)}")
    return str(value)


def _choice(kind: Kind, value: Json) -> Scalar:
    for choice in kind.choices:
        if choice == value and isinstance(choice, bool) == isinstance(value, bool):
            return choice
    known = ", ".join(str(choice) for choice in kind.choices)
    raise ValueError(f"needs one of {known}, got {shown(value)}")


def _seed(kind: Kind, value: Json) -> int:
    seed = _int(kind, value)
    if not 0 <= seed < _SEEDS:
        raise ValueError(f"needs a seed from 0 to {_SEEDS - 1}, got {shown(value)}")
    return seed


def _time(kind: Kind, value: Json) -> Time:
    if _is_list(value, 2) and all(isinstance(each, str) for each in value):
        with suppress(ValueError, ZeroDivisionError):
            return Time.from_json(value)
    raise ValueError(f'needs a time as ["frames", "rate"], got {shown(value)}')


def _range(kind: Kind, value: Json) -> Range:
    if not _is_list(value, 2):
        raise ValueError(f"needs a range as [start, duration], got {shown(value)}")
    return Range(_time(kind, value[0]), _time(kind, value[1]))


def _prompts(kind: Kind, value: Json) -> Prompts:
    if not isinstance(value, Mapping):
        raise ValueError(f"needs prompts as clicks, boxes, mattes and shapes, got {shown(value)}")
    try:
        return Prompts.from_json(value)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise ValueError(f"holds a prompt that cannot be read: {error}") from error


def _tuple(kind: Kind, value: Json) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        # One number stands for all of several plain ones (a colour), not for a place in pixels.
        if not kind.takes_number or isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"needs a list, got {shown(value)}")
        value = [value] * len(kind.items)
    if not kind.repeats and len(value) != len(kind.items):
        raise ValueError(f"needs {len(kind.items)} values, got {len(value)}")
    items = kind.items * len(value) if kind.repeats else kind.items
    return tuple(decode(item, each) for item, each in zip(items, value, strict=True))


def _curve(kind: Kind, value: Json) -> Curve[Any]:
    return Curve.constant(decode(kind.items[0], value))


_DECODE: Mapping[str, Callable[[Kind, Json], Any]] = {
    "bool": _bool,
    "int": _int,
    "float": _float,
    "str": _text,
    "choice": _choice,
    "seed": _seed,
    "time": _time,
    "range": _range,
    "prompts": _prompts,
    "file": _text,
    "model": _text,
    "tuple": _tuple,
    "curve": _curve,
}


def decode(kind: Kind, value: Json) -> Any:
    """Return the Python value that the JSON value stands for. Raises ValueError saying what is needed."""
    if kind.name not in _DECODE:
        raise ValueError(f"is of the unknown type {kind.name!r}")
    return _DECODE[kind.name](kind, value)


def encode(kind: Kind, value: Any) -> Json:
    """Return the JSON value that `decode` reads back as this. Raises ValueError for a value it is not for."""
    if kind.name == "curve":
        if not isinstance(value, Curve) or not value.is_constant:
            raise ValueError(f"needs a constant curve, got {shown(value)}")
        return encode(kind.items[0], value.keys[0].value)
    if kind.name == "tuple":
        if not isinstance(value, tuple):
            raise ValueError(f"needs a tuple, got {shown(value)}")
        items = kind.items * len(value) if kind.repeats else kind.items
        if len(items) != len(value):
            raise ValueError(f"needs {len(items)} values, got {len(value)}")
        return [encode(item, each) for item, each in zip(items, value, strict=True)]
    if isinstance(value, Time | Range | Prompts) and kind.name == type(value).__name__.lower():
        return value.to_json()
    if kind.name in ("time", "range", "prompts"):
        raise ValueError(f"needs a {kind.name.capitalize()}, got {shown(value)}")
    return decode(kind, value)


def scaled(kind: Kind, value: Any, factor: float) -> Any:
    """Return a decoded value with its full-resolution pixels times `factor`; anything else as it is."""
    if isinstance(value, Prompts):
        return value.scaled(factor)
    if value is None or not kind.holds_px:
        return value
    if isinstance(value, Curve):
        item = kind.moment
        return Curve(tuple(Key(key.time, scaled(item, key.value, factor)) for key in value.keys))
    if isinstance(value, tuple):
        items = kind.items * len(value) if kind.repeats else kind.items
        return tuple(scaled(item, each, factor) for item, each in zip(items, value, strict=True))
    return value * factor
