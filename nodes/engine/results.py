"""Results on disk: what a node marked `keep` made, by key and frame, so that it is never made again.

One `.npz` (plain arrays and a JSON description, nothing that runs) a frame; its CRC tells damage.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from nodes.api import Box, ColourTags, Failed, Frame, Matte, Native, Time
from nodes.api.frames import ToWorking

Picture = Frame | Matte


def _file(folder: Path, key: str, time: Time) -> Path:
    return folder / key[:2] / key / f"{str(time.value).replace('/', '_')}.npz"


def kept(folder: Path, key: str, time: Time) -> bool:
    """Return whether a result is there."""
    return _file(folder, key, time).exists()


def load(folder: Path, key: str, time: Time, to_working: ToWorking) -> Picture | None:
    """Return a result, or None where there is none; a damaged one is removed, to be made again."""
    path = _file(folder, key, time)
    try:
        with np.load(path, allow_pickle=False) as stored:
            return _picture(dict(stored), time, to_working)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        path.unlink(missing_ok=True)
        return None


def store(folder: Path, key: str, time: Time, picture: Picture) -> None:
    """Keep a result: written aside and renamed. Raises Failed where the disk refuses."""
    path = _file(folder, key, time)
    aside = path.with_name(f".{uuid4().hex}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            np.savez(file, **_arrays(picture))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Failed(
            f"Keep a result in '{folder}'",
            error.strerror or str(error),
            hint="Free space or prune the cache.",
        ) from error


def _arrays(picture: Picture) -> Mapping[str, Any]:
    if isinstance(picture, Matte):
        windows = {"display": asdict(picture.display_window), "data": asdict(picture.data_window)}
        return {"about": json.dumps({"kind": "matte"} | windows), "pixels": picture.pixels}
    about: dict[str, Any] = {
        "kind": "frame",
        "display": asdict(picture.display_window),
        "data": asdict(picture.data_window),
        "pixel_aspect": str(picture.pixel_aspect),
        "metadata": dict(picture.metadata),
        "channels": picture.channels,
        "colour": asdict(picture.colour),
        "layout": picture.native.layout if picture.native else None,
    }
    if picture.native is None:
        return {"about": json.dumps(about), "pixels": picture.pixels}
    planes = {f"plane{index}": plane for index, plane in enumerate(picture.native.planes)}
    return {"about": json.dumps(about)} | planes


def _picture(stored: Mapping[str, Any], time: Time, to_working: ToWorking) -> Picture:
    about = json.loads(str(stored["about"]))
    display, data = Box(**about["display"]), Box(**about["data"])
    for array in stored.values():
        array.flags.writeable = False
    if about["kind"] == "matte":
        return Matte(stored["pixels"], time, display, data)
    colour = ColourTags(**(about["colour"] | {"guessed": tuple(about["colour"]["guessed"])}))
    shared: dict[str, Any] = {
        "display_window": display,
        "data_window": data,
        "time": time,
        "pixel_aspect": Fraction(about["pixel_aspect"]),
        "metadata": about["metadata"],
        "colour": colour,
    }
    if about["layout"] is None:
        return Frame(**shared, pixels=stored["pixels"], channels=tuple(about["channels"]))
    count = sum(name.startswith("plane") for name in stored)
    planes = tuple(stored[f"plane{index}"] for index in range(count))
    return Frame(**shared, native=Native(about["layout"], planes), to_working=to_working)
