"""Read and write prompts as a person types them: `points=FRAME:X,Y,+;FRAME:X,Y,-`, `box=`, `stroke=` ….

Frames count from an origin; x and y are source pixels from the top left. Several of one sort stand behind
semicolons, or in several texts of the same key; `\\;` is a semicolon in a file's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from math import inf, isfinite
from typing import Any, TypeVar

from nodes.api.errors import BadValue
from nodes.api.prompts import BoxPrompt, Click, Lock, MattePrompt, Prompts, ShapePrompt, Stroke
from nodes.api.times import Time

from .prompt_written import pairs_of

T = TypeVar("T")

_FORMS = {
    "points": "points=FRAME:X,Y,+;FRAME:X,Y,-",
    "box": "box=FRAME:X0,Y0,X1,Y1",
    "stroke": "stroke=FRAME:+WIDTH:X,Y X,Y, or -WIDTH for what is not the object",
    "shape": "shape=FRAME:X,Y X,Y X,Y with three corners at least",
    "bezier": "bezier=FRAME:X,Y X,Y X,Y … with handle, corner, handle for each corner",
    "matte": "matte=FRAME:FILE",
    "lock": "lock=FRAME:FILE",
    "obj": "obj=ID with ID from 1 up",
}
PROMPT_KEYS = tuple(_FORMS)
_BETWEEN = re.compile(r"(?<!\\);")


def read_prompts(pairs: Sequence[tuple[str, str]], origin: Time) -> Prompts:
    """Return the prompts that keys and values say, frames counted from `origin`, source pixels.

    `obj` holds for the keys after it; without it everything is object 1. Raises BadValue for another form.

    >>> from nodes.api.times import Rate
    >>> read_prompts([("points", "12:100,80,+;12:20,20,-")], Time(0, Rate(24))).clicks[1].positive
    False
    """
    obj = 1
    found: dict[str, list[Any]] = {}
    for key, text in pairs:
        if key == "obj":
            obj = _read(key, text, _object)
            continue
        field, make = _SORTS[key]
        for piece in _BETWEEN.split(text):
            one = partial(_made, make, origin, obj)
            found.setdefault(field, []).append(_read(key, piece, one))
    return Prompts(**{field: tuple(made) for field, made in found.items()})


def write_prompts(prompts: Prompts, origin: Time) -> list[tuple[str, str]]:
    """Return the keys and values that `read_prompts` reads as these prompts, frames counted from `origin`.

    Raises BadValue for what stands between two frames.

    >>> from nodes.api.times import Rate
    >>> write_prompts(Prompts((Click(Time(3, Rate(24)), 10.0, 20.5, obj=2),)), Time(0, Rate(24)))
    [('obj', '2'), ('points', '3:10,20.5,+')]
    """
    for each in prompts.everything:
        offset = (each.time - origin).at(origin.rate).value
        if offset.denominator != 1:
            why = f"it stands at frame {offset}, between two"
            raise BadValue("Write a prompt as text", why, hint="Write prompts as JSON.")
    return pairs_of(prompts, origin)


def _made(make: Callable[[Time, str, int], Any], origin: Time, obj: int, piece: str) -> Any:
    frame, colon, rest = piece.partition(":")
    if not colon or not rest:
        raise ValueError(piece)
    return make(origin + Time(int(frame), origin.rate), rest, obj)


def _object(text: str) -> int:
    obj = int(text)
    if obj < 1:
        raise ValueError(text)
    return obj


def _click(time: Time, text: str, obj: int) -> Click:
    across, down, *sign = text.split(",")
    if sign not in ([], ["+"], ["-"]):
        raise ValueError(text)
    return Click(time, _number(across), _number(down), sign != ["-"], obj)


def _box(time: Time, text: str, obj: int) -> BoxPrompt:
    x0, y0, x1, y1 = map(float, text.split(","))
    if not (-inf < x0 < x1 < inf and -inf < y0 < y1 < inf):
        raise ValueError(text)
    return BoxPrompt(time, x0, y0, x1, y1, obj)


def _stroke(time: Time, text: str, obj: int) -> Stroke:
    signed, colon, line = text.partition(":")
    width = _number(signed.removeprefix("+").removeprefix("-"))
    if not colon or width <= 0:
        raise ValueError(text)
    return Stroke(time, _points(line, 1), width, not signed.startswith("-"), obj)


def _shape(time: Time, text: str, obj: int) -> ShapePrompt:
    return ShapePrompt(time, _points(text, 3), False, obj)


def _bezier(time: Time, text: str, obj: int) -> ShapePrompt:
    points = _points(text, 6)
    if len(points) % 3:
        raise ValueError(text)
    return ShapePrompt(time, points, True, obj)


def _matte(time: Time, text: str, obj: int) -> MattePrompt:
    return MattePrompt(time, text.replace("\\;", ";"), obj)


def _lock(time: Time, text: str, obj: int) -> Lock:
    return Lock(time, text.replace("\\;", ";"), obj)


_SORTS: dict[str, tuple[str, Callable[[Time, str, int], Any]]] = {
    "points": ("clicks", _click),
    "box": ("boxes", _box),
    "stroke": ("strokes", _stroke),
    "shape": ("shapes", _shape),
    "bezier": ("shapes", _bezier),
    "matte": ("mattes", _matte),
    "lock": ("locks", _lock),
}


def _points(text: str, least: int) -> tuple[tuple[float, float], ...]:
    pairs = [piece.split(",") for piece in text.split()]
    made = tuple((_number(across), _number(down)) for across, down in pairs)
    if len(made) < least:
        raise ValueError(text)
    return made


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _read(key: str, text: str, of: Callable[[str], T]) -> T:
    try:
        return of(text)
    except ValueError as error:
        hint = f"Write {_FORMS[key]}."
        raise BadValue(f"Read {key}={text}", "it cannot be understood", hint=hint, port=key) from error
