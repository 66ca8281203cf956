"""A node's value as bytes: an uncompressed `.npz` of plain arrays and a JSON text; nothing that runs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Box, ColourTags, Curve, Frame, Key, Matte, Native, Time
from nodes.api.frames import ToWorking

from .soundtrack import Samples

_ABOUT = "about"
_WHOLE = ""


def packed(value: Any) -> memoryview:
    """Return a node's value as bytes. Raises ValueError for arrays of anything but numbers."""
    parts = value if type(value) is dict else {_WHOLE: value}
    arrays: dict[str, npt.NDArray[Any]] = {}
    about = {port: _described(port, part, arrays) for port, part in parts.items()}
    made = io.BytesIO()
    np.savez(made, allow_pickle=False, **{_ABOUT: np.array(json.dumps(about))}, **arrays)
    return made.getbuffer()


def _described(port: str, part: Any, arrays: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """Return what is to be said of a value, and put its arrays among `arrays`."""
    if isinstance(part, Curve):
        return {"kind": "curve", "keys": [[key.time.to_json(), key.value] for key in part.keys]}
    if isinstance(part, Samples):
        arrays[f"{port}:0"] = part.samples
        return {"kind": "sound", "rate": part.rate, "first": part.first}
    if not isinstance(part, Frame | Matte):
        return {"kind": "number", "value": part}
    windows = {"display": asdict(part.display_window), "data": asdict(part.data_window)}
    if isinstance(part, Matte):
        arrays[f"{port}:0"] = part.pixels
        return {"kind": "matte"} | windows
    native = part.native
    planes = native.planes if native is not None else (part.pixels,)
    arrays.update({f"{port}:{index}": plane for index, plane in enumerate(planes) if plane is not None})
    arrays.update({f"{port}:layer{index}": array for index, array in enumerate(part.layers.values())})
    return windows | {
        "kind": "frame",
        "pixel_aspect": str(part.pixel_aspect),
        "metadata": dict(part.metadata),
        "channels": part.channels,
        "colour": asdict(part.colour),
        "layout": native.layout if native is not None else None,
        "planes": len(planes),
        "layers": list(part.layers),
    }


def unpacked(data: memoryview, time: Time, to_working: ToWorking) -> Any:
    """Return the value that `packed` described, standing at a time, its arrays read-only."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = dict(stored)
    for array in arrays.values():
        array.flags.writeable = False
    about = json.loads(str(arrays.pop(_ABOUT)))
    made = {port: _part(port, said, arrays, time, to_working) for port, said in about.items()}
    return made.get(_WHOLE, made)


def _part(port: str, about: Any, arrays: Mapping[str, Any], time: Time, to_working: ToWorking) -> Any:
    if about["kind"] == "number":
        return float(about["value"])
    if about["kind"] == "curve":
        return Curve(tuple(Key(Time.from_json(at), _key_value(value)) for at, value in about["keys"]))
    if about["kind"] == "sound":
        return Samples(arrays[f"{port}:0"], int(about["rate"]), int(about["first"]))
    display, data = Box(**about["display"]), Box(**about["data"])
    if about["kind"] == "matte":
        return Matte(arrays[f"{port}:0"], time, display, data)
    planes = tuple(arrays[f"{port}:{index}"] for index in range(about["planes"]))
    is_native = about["layout"] is not None
    return Frame(
        display,
        data,
        time,
        native=Native(about["layout"], planes) if is_native else None,
        colour=ColourTags(**(about["colour"] | {"guessed": tuple(about["colour"]["guessed"])})),
        pixels=None if is_native else planes[0],
        channels=tuple(about["channels"]),
        pixel_aspect=Fraction(about["pixel_aspect"]),
        metadata=about["metadata"],
        to_working=to_working if is_native else None,
        layers={name: arrays[f"{port}:layer{index}"] for index, name in enumerate(about.get("layers", ()))},
    )


def _key_value(value: Any) -> Any:
    return tuple(_key_value(each) for each in value) if isinstance(value, list) else value
