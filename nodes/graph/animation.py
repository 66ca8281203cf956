"""Keyframes as the curve that a node or the engine asks for its value."""

from __future__ import annotations

from typing import Any

from nodes.api.curves import Curve, Key
from nodes.api.errors import BadValue
from nodes.api.params import Param

from .easing import eased
from .model import Keys


def curve_of(param: Param, keys: Keys, *, node: str = "") -> Curve[Any]:
    """Return keyframes as a curve of Python values.

    Raises BadValue naming node and parameter for a value that does not fit, no keys, or two at one time.
    """
    placed = sorted(zip(keys.keys, keys.every_ease, strict=True), key=lambda each: each[0][0])
    decoded = tuple(Key(time, param.decode_key(value, node=node)) for (time, value), _ in placed)
    try:
        return eased(Curve(decoded), tuple(ease for _, ease in placed))
    except ValueError as error:
        raise BadValue(f"Animate {param.name!r} of {node}", str(error), port=param.name) from error
