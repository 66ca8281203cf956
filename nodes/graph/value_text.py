"""Read a parameter's value as a person types it."""

from __future__ import annotations

import json
import re

from nodes.api.kinds import Json, Kind
from nodes.api.times import Range, Time

_WORDS = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(("false", "no", "off", "0"), False)


def value_of(kind: Kind, text: str, origin: Time) -> Json:
    """Return the JSON value that a text stands for; text that does not fit is returned as it is.

    Checking is the parameter's business (`Param.decode`). One number for a tuple of numbers means all of
    them; a time is a frame counted from `origin`, a range its first and last frame with a dash.
    """
    if kind.name in ("tuple", "prompts", "time", "range") and text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    if kind.name == "bool":
        return _WORDS.get(text.lower(), text)
    if kind.name in ("int", "seed", "float"):
        return _number(text, float if kind.name == "float" else int)
    if kind.name == "choice":
        return next((choice for choice in kind.choices if str(choice).lower() == text.lower()), text)
    if kind.name == "tuple":
        return _list(kind, text, origin)
    if kind.name == "time":
        frame = _number(text, int)
        return text if isinstance(frame, str) else (origin + Time(frame, origin.rate)).to_json()
    if kind.name == "range":
        return _range(text, origin)
    return text[1:] if text.startswith("@@") else text


def _number(text: str, of: type[int] | type[float]) -> Json:
    try:
        return of(text)
    except ValueError:
        return text


def _list(kind: Kind, text: str, origin: Time) -> Json:
    pieces = [piece.strip() for piece in text.split(",")] if text.strip() else []
    if kind.repeats:
        return [value_of(kind.items[0], piece, origin) for piece in pieces]
    if len(pieces) == 1 and len(set(kind.items)) == 1:
        pieces = pieces * len(kind.items)
    if len(pieces) != len(kind.items):
        return pieces
    return [value_of(item, piece, origin) for item, piece in zip(kind.items, pieces, strict=True)]


def _range(text: str, origin: Time) -> Json:
    found = re.fullmatch(r"(-?\d+)-(-?\d+)", text)
    if found is None:
        return text
    first, last = int(found[1]), int(found[2])
    start = origin + Time(first, origin.rate)
    return Range(start, Time(last - first + 1, origin.rate)).to_json()
