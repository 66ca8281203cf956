"""Read prompts as a person types them: `points=FRAME:X,Y,+;FRAME:X,Y,-`, `box=`, `matte=`, `obj=`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import TypeVar

from nodes.api.errors import BadValue
from nodes.api.prompts import BoxPrompt, Click, MattePrompt, Prompts
from nodes.api.times import Time

T = TypeVar("T")

PROMPT_KEYS = ("points", "box", "matte", "obj")

_FORMS = {
    "points": "points=FRAME:X,Y,+;FRAME:X,Y,-",
    "box": "box=FRAME:X0,Y0,X1,Y1",
    "matte": "matte=FRAME:FILE",
    "obj": "obj=ID with ID from 1 up",
}


def read_prompts(pairs: Sequence[tuple[str, str]], origin: Time) -> Prompts:
    """Return the prompts that keys and values say, frames counted from `origin`, source pixels.

    `obj` holds for the keys after it; without it everything is object 1. Raises BadValue for another form.

    >>> from nodes.api.times import Rate
    >>> read_prompts([("points", "12:100,80,+;12:20,20,-")], Time(0, Rate(24))).clicks[1].positive
    False
    """
    obj = 1
    clicks: list[Click] = []
    boxes: list[BoxPrompt] = []
    mattes: list[MattePrompt] = []
    for key, text in pairs:
        if key == "obj":
            obj = _read(key, text, _object)
        elif key == "points":
            for time, rest in _timed(key, text, origin):
                x, y, positive = _read(key, rest, _point)
                clicks.append(Click(time, x, y, positive, obj))
        elif key == "box":
            for time, rest in _timed(key, text, origin):
                boxes.append(BoxPrompt(time, *_read(key, rest, _corners), obj))
        else:
            mattes += [MattePrompt(time, rest, obj) for time, rest in _timed(key, text, origin)]
    return Prompts(tuple(clicks), tuple(boxes), tuple(mattes))


def _timed(key: str, text: str, origin: Time) -> list[tuple[Time, str]]:
    def one(piece: str) -> tuple[Time, str]:
        frame, colon, rest = piece.partition(":")
        if not colon or not rest:
            raise ValueError(piece)
        return origin + Time(int(frame), origin.rate), rest

    return [_read(key, piece, one) for piece in text.split(";")]


def _object(text: str) -> int:
    obj = int(text)
    if obj < 1:
        raise ValueError(text)
    return obj


def _point(text: str) -> tuple[float, float, bool]:
    across, down, *sign = text.split(",")
    x, y = float(across), float(down)
    if sign not in ([], ["+"], ["-"]) or not (isfinite(x) and isfinite(y)):
        raise ValueError(text)
    return x, y, sign != ["-"]


def _corners(text: str) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, text.split(","))
    if not (-inf < x0 < x1 < inf and -inf < y0 < y1 < inf):
        raise ValueError(text)
    return x0, y0, x1, y1


def _read(key: str, text: str, of: Callable[[str], T]) -> T:
    try:
        return of(text)
    except ValueError as error:
        hint = f"Write {_FORMS[key]}."
        raise BadValue(f"Read {key}={text}", "it cannot be understood", hint=hint, port=key) from error
