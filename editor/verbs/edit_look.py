"""Edits of how a clip is laid and heard: set."""

from __future__ import annotations

import re
from typing import Any

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.layout import by_id, record_range
from editor.document.looks import WHOLE, Crop
from editor.document.model import Clip
from nodes.api.curves import Curve, Key
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .said import moment
from .wish import Edited, Wish

NUMBERS = ("opacity", "level", "pan", "rotate")
POINTS = ("translate", "scale")
LENGTHS = ("fade_in", "fade_out")
LOOKS = (*NUMBERS, *POINTS, "crop", "blend", *LENGTHS)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")


def set_look(wish: Wish) -> Edited:
    """Lay a clip's picture or sound otherwise: values, or FRAME:VALUE;FRAME:VALUE at frames of the cut."""
    clip = wish.clip()
    if not wish.settings:
        raise BadInput(wish.attempted, "nothing is to be set", hint=f"Give one of {', '.join(LOOKS)}.")
    values = {name: _value(wish, clip, name, text) for name, text in wish.settings.items()}
    cut = edits.set_look(wish.cut, clip.id, media_lookup(wish.project), **values)
    said = ", ".join(f"{name} {text}" for name, text in wish.settings.items())
    return wish.kept(cut, f"Set '{clip.name}': {said}.")


def _value(wish: Wish, clip: Clip, name: str, text: str) -> Any:
    if name == "blend":
        return text.strip().lower()
    if name in LENGTHS:
        return wish.frames(name)
    if name == "crop":
        sides = numbers(wish, name, text, 4)
        return Crop(*sides) if any(sides) else WHOLE
    one = _point if name in POINTS else _number
    if ":" not in text:
        return one(wish, name, text)
    keys = []
    for part in text.split(";"):
        at, sign, value = part.rpartition(":")
        if not sign:
            raise BadInput(wish.attempted, f"'{part}' is no key", hint=f"Write {name}=0:1;24:0.")
        keys.append(Key(_own_time(wish, clip, at.strip(), name), one(wish, name, value)))
    try:
        return Curve(tuple(keys))
    except ValueError as error:
        raise BadInput(wish.attempted, f"{name}: {error}", hint="Give each frame one value.") from error


def _own_time(wish: Wish, clip: Clip, text: str, name: str) -> Time:
    """Return a time of the cut in the clip's own."""
    cut, media = wish.cut, media_lookup(wish.project)
    at = moment(text, cut.rate, cut.start or Time.zero(cut.rate), f"{wish.attempted}, {name}")
    standing = by_id(cut, clip.id)
    assert standing is not None
    return edits.own_time(clip, at - record_range(cut, standing, media).start, media)


def _number(wish: Wish, name: str, text: str) -> float:
    return numbers(wish, name, text, 1)[0]


def _point(wish: Wish, name: str, text: str) -> tuple[float, float]:
    found = numbers(wish, name, text, 1 if name == "scale" and "," not in text else 2)
    return found[0], found[-1]


def numbers(wish: Wish, name: str, text: str, count: int) -> tuple[float, ...]:
    """Return as many numbers as a setting needs, written with commas between. Raises BadInput."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count or not all(_NUMBER.fullmatch(part) for part in parts):
        wanted = "a number" if count == 1 else f"{count} numbers with commas between"
        raise BadInput(wish.attempted, f"{name}={text} is not {wanted}", hint=f"{name} needs {wanted}.")
    return tuple(float(part) for part in parts)
