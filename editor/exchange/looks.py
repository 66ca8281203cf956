"""How a clip is laid and heard, in Workprint's block of its metadata, in and out.

A value is a number (or a list of two), or `{"keys": [[time, value], …]}` with times as `["48", "24"]`: value
and rate as exact text, in the clip's own time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from editor.document.looks import BLENDS, LOUDEST, NONE, QUIETEST, STILL, WHOLE, Crop, Transform
from editor.document.model import Clip
from nodes.api.curves import Curve, Key
from nodes.api.times import Time

from .place import NOWHERE, Place, plain
from .times import exact
from .tokens import Json

_FAR = 10.0**7
_SIDES = tuple(each.name for each in fields(Crop))
_KEYS = "keys"


def read_looks(own: Mapping[str, Json], place: Place) -> dict[str, Any]:
    """Return the fields of a clip that its block says, by name. Raises BadInput that names the place."""
    inside = place.at("metadata").at("workprint")
    found = {}
    for name, (read, _, _) in _FIELDS.items():
        if own.get(name) is not None:
            found[name] = read(own[name], inside.at(name))
    return found


def written_looks(clip: Clip, own: Mapping[str, Json]) -> dict[str, Json]:
    """Return what a clip's block says, None for what it need not, what did not change as `own` spells it."""
    then = read_looks(own, NOWHERE)
    said: dict[str, Json] = {}
    for name, (_, write, default) in _FIELDS.items():
        value = getattr(clip, name)
        if name in then and then[name] == value:
            said[name] = own[name]
        else:
            said[name] = None if value == default else write(value)
    return said


def said_looks(clip: Clip) -> dict[str, Json]:
    """Return what of a clip's look is not as it is without any, as it is written."""
    every = ((name, write, default) for name, (_, write, default) in _FIELDS.items())
    return {name: write(value) for name, write, default in every if (value := getattr(clip, name)) != default}


def _number(low: float, high: float) -> Callable[[Json, Place], float]:
    def read(data: Json, place: Place) -> float:
        value = exact(data)
        if value is None or not low <= value <= high:
            raise place.wrong(data, f"a number from {low:g} to {high:g}")
        return float(value)

    return read


def _pair(data: Json, place: Place) -> tuple[float, float]:
    if not isinstance(data, list) or len(data) != 2:
        raise place.wrong(data, "two numbers")
    read = _number(-_FAR, _FAR)
    return read(data[0], place.at(0)), read(data[1], place.at(1))


def _value(read: Callable[[Json, Place], Any]) -> Callable[[Json, Place], Any]:
    """Return the reader of a value that may have keys, by that of one moment's value."""

    def either(data: Json, place: Place) -> Any:
        if not isinstance(data, dict):
            return read(data, place)
        listed = data.get(_KEYS)
        if not isinstance(listed, list) or not listed:
            raise place.at(_KEYS).wrong(listed, "a list of keys")
        inside = place.at(_KEYS)
        keys = tuple(_key(each, inside.at(index), read) for index, each in enumerate(listed))
        try:
            return Curve(keys)
        except ValueError as error:
            raise inside.bad(str(error)) from None

    return either


def _key(data: Json, place: Place, read: Callable[[Json, Place], Any]) -> Key[Any]:
    if not isinstance(data, list) or len(data) != 2:
        raise place.wrong(data, "a time and a value")
    return Key(_time(data[0], place.at(0)), read(data[1], place.at(1)))


def _time(data: Json, place: Place) -> Time:
    if isinstance(data, list) and len(data) == 2 and all(isinstance(each, str) for each in data):
        try:
            return Time.from_json([plain(each) for each in data])
        except (ValueError, ZeroDivisionError):
            pass
    raise place.wrong(data, 'a time as ["48", "24"]')


def _length(data: Json, place: Place) -> Time:
    length = _time(data, place)
    if length.value < 0:
        raise place.bad("a length is negative")
    return length


def _blend(data: Json, place: Place) -> str:
    if not isinstance(data, str) or data not in BLENDS:
        raise place.wrong(data, f"one of {', '.join(BLENDS)}")
    return plain(data)


def _transform(data: Json, place: Place) -> Transform:
    if not isinstance(data, dict):
        raise place.wrong(data, "an object")
    number, pair = _value(_number(-_FAR, _FAR)), _value(_pair)
    readers = {"translate": pair, "rotate": number, "scale": pair}
    return Transform(
        **{name: read(data[name], place.at(name)) for name, read in readers.items() if name in data}
    )


def _crop(data: Json, place: Place) -> Crop:
    if not isinstance(data, dict):
        raise place.wrong(data, "an object")
    read = _number(0, _FAR)
    return Crop(**{side: read(data[side], place.at(side)) for side in _SIDES if side in data})


def _said(value: Any) -> Json:
    if isinstance(value, Curve):
        return {_KEYS: [[key.time.to_json(), _said(key.value)] for key in value.keys]}
    return list(value) if isinstance(value, tuple) else value


def _said_transform(value: Transform) -> Json:
    names = ("translate", "rotate", "scale")
    return {
        name: _said(getattr(value, name)) for name in names if getattr(value, name) != getattr(STILL, name)
    }


def _said_crop(value: Crop) -> Json:
    return {side: getattr(value, side) for side in _SIDES if getattr(value, side)}


def _said_length(value: Time) -> Json:
    return value.to_json()


_FIELDS: Mapping[str, tuple[Callable[[Json, Place], Any], Callable[[Any], Json], Any]] = {
    "transform": (_transform, _said_transform, STILL),
    "crop": (_crop, _said_crop, WHOLE),
    "opacity": (_value(_number(0, 1)), _said, 1.0),
    "blend": (_blend, str, "normal"),
    "level": (_value(_number(QUIETEST, LOUDEST)), _said, 0.0),
    "pan": (_value(_number(-1, 1)), _said, 0.0),
    "fade_in": (_length, _said_length, NONE),
    "fade_out": (_length, _said_length, NONE),
}
"""How each field is read and written, and what stands for its absence."""
