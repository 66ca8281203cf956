"""What nodes make: checked, taken apart by port, stamped with the time it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Audio, Frame, Matte, Spec, Time

from .soundtrack import Samples, samples_of

_NUMBERS = (int, float, np.integer, np.floating)
_NAMES = {"frame": "a frame", "matte": "a matte", "curve": "a number", "audio": "Audio of its time"}


def made_by(spec: Spec, value: Any) -> Any:
    """Return what a node's call gave: the value itself, or values by port where its outputs are named.

    Raises TypeError where it is not what the node's outputs say.
    """
    outputs = spec.outputs
    if type(value) is Frame and len(outputs) == 1 and outputs[0].type == "frame":
        return value
    if not hasattr(value, "_fields"):
        if len(outputs) != 1:
            raise TypeError(f"it has {len(outputs)} outputs and made a {type(value).__name__}")
        return _checked(outputs[0].name, outputs[0].type, value)
    return {port.name: _checked(port.name, port.type, getattr(value, port.name)) for port in outputs}


def _checked(name: str, kind: str, value: Any) -> Any:
    if kind == "curve" and isinstance(value, _NUMBERS):
        return float(value)
    if kind == "audio" and (value is None or isinstance(value, Audio)):
        return samples_of(value)
    if isinstance(value, Frame if kind == "frame" else Matte) and kind in ("frame", "matte"):
        return value
    raise TypeError(f"its output '{name}' has to be {_NAMES[kind]}, it made a {type(value).__name__}")


def at_port(value: Any, port: str) -> Any:
    """Return one of a node's outputs."""
    return value[port] if type(value) is dict else value


def standing(value: Any, time: Time) -> Any:
    """Return a picture standing at `time`, whichever time it was made for; anything else as it is."""
    if not isinstance(value, Frame | Matte) or value.time is time:
        return value
    same = value.time.value == time.value and value.time.rate == time.rate
    return value if same else value.at(time)


def lean(value: Any) -> Any:
    """Return the value without colour that was converted on the way: native planes are held, not both."""
    if type(value) is dict:
        return {port: lean(each) for port, each in value.items()}
    if isinstance(value, Frame) and value.native is not None:
        return replace(value)
    return value


def settled(value: Any) -> Any:
    """Return the value with pixels that nobody can change any more.

    A stateful node may hand out the very array that it goes on adding to.
    """
    if type(value) is dict:
        return {port: settled(each) for port, each in value.items()}
    if isinstance(value, Frame | Matte) and value.pixels is not None and _can_change(value.pixels):
        return replace(value, pixels=_frozen(value.pixels))
    return value


def _can_change(pixels: npt.NDArray[Any]) -> bool:
    array: Any = pixels
    while isinstance(array, np.ndarray):
        if array.flags.writeable:
            return True
        array = array.base
    return False


def _frozen(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    made = pixels.copy()
    made.flags.writeable = False
    return made


def size_of(value: Any) -> int:
    """Return the bytes of the arrays that a value holds."""
    if type(value) is Frame and value.pixels is not None and not value.layers:
        return value.pixels.nbytes
    return sum(array.nbytes for array in arrays_in(value))


def arrays_in(value: Any) -> Iterator[npt.NDArray[Any]]:
    """Yield the arrays that a value holds."""
    if type(value) is dict:
        for each in value.values():
            yield from arrays_in(each)
    elif isinstance(value, Frame):
        if value.native is not None:
            yield from value.native.planes
        elif value.pixels is not None:
            yield value.pixels
        if type(value.layers) is dict:
            # Those that a node made; layers of a file are read when they are asked for, and not held.
            yield from value.layers.values()
    elif isinstance(value, Matte):
        yield value.pixels
    elif isinstance(value, Samples):
        yield value.samples
