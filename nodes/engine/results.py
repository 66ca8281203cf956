"""Results on disk: what a node marked `keep` made, by key and frame, so that it is never made again.

One file a frame: an uncompressed `.npz` (plain arrays and a JSON description, nothing that runs), then four
bytes of CRC-32 over all of it. The time a file was last wanted is its modification time.
"""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from time import time as now
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from nodes.api import Box, ColourTags, Failed, Frame, Matte, Native, Time
from nodes.api.frames import ToWorking

if TYPE_CHECKING:
    import numpy.typing as npt

SUFFIX = ".frame"
_CHECK_BYTES = 4
_ABOUT = "about"
_WHOLE = ""
_STALE_SECONDS = 3600


def result_file(folder: Path, key: str, time: Time) -> Path:
    """Return where a node's result at a time is kept."""
    name = f"{time.value}@{time.rate}".replace("/", "_")
    return folder / key[:2] / key / f"{name}{SUFFIX}"


def load(folder: Path, key: str, time: Time, to_working: ToWorking) -> Any:
    """Return a result, or None where there is none; a damaged one is removed, to be made again."""
    path = result_file(folder, key, time)
    try:
        data = path.read_bytes()
        if len(data) <= _CHECK_BYTES or _check(memoryview(data)[:-_CHECK_BYTES]) != data[-_CHECK_BYTES:]:
            path.unlink(missing_ok=True)
            return None
        # Only to tell what was wanted long ago; a disk that can only be read keeps no such count.
        with suppress(OSError):
            os.utime(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _failed("Use a kept result", path, error) from error
    return _value(data, time, to_working)


def store(folder: Path, key: str, time: Time, value: Any) -> None:
    """Keep a result, unless it is there: written aside and renamed. Raises Failed where the disk refuses."""
    path = result_file(folder, key, time)
    if path.exists():
        return
    aside = path.with_name(f".{uuid4().hex}")
    data = _packed(value)
    try:
        try:
            _write(aside, data)
        except FileNotFoundError:
            # Its first result, or another process pruned the folder just now.
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(aside, data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise _failed("Keep a result", path, error) from error


def _write(path: Path, data: memoryview) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.write(_check(data))
        file.flush()
        os.fsync(file.fileno())


def _failed(attempted: str, path: Path, error: OSError) -> Failed:
    hint = "Free space on its disk, or prune the cache: workprint cache PROJECT --prune"
    return Failed(f"{attempted} as '{path}'", error.strerror or str(error), hint=hint)


def _check(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECK_BYTES, "big")


def _packed(value: Any) -> memoryview:
    import numpy as np

    parts = value if type(value) is dict else {_WHOLE: value}
    arrays: dict[str, npt.NDArray[Any]] = {}
    about = {port: _described(port, part, arrays) for port, part in parts.items()}
    made = io.BytesIO()
    np.savez(made, allow_pickle=False, **{_ABOUT: np.array(json.dumps(about))}, **arrays)
    return made.getbuffer()


def _described(port: str, part: Any, arrays: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """Return what is to be said of a value, and put its arrays among `arrays`."""
    if not isinstance(part, Frame | Matte):
        return {"kind": "number", "value": part}
    windows = {"display": asdict(part.display_window), "data": asdict(part.data_window)}
    if isinstance(part, Matte):
        arrays[f"{port}:0"] = part.pixels
        return {"kind": "matte"} | windows
    native = part.native
    planes = native.planes if native is not None else (part.pixels,)
    arrays.update({f"{port}:{index}": plane for index, plane in enumerate(planes) if plane is not None})
    return windows | {
        "kind": "frame",
        "pixel_aspect": str(part.pixel_aspect),
        "metadata": dict(part.metadata),
        "channels": part.channels,
        "colour": asdict(part.colour),
        "layout": native.layout if native is not None else None,
        "planes": len(planes),
    }


def _value(data: bytes, time: Time, to_working: ToWorking) -> Any:
    import numpy as np

    with np.load(io.BytesIO(memoryview(data)[:-_CHECK_BYTES]), allow_pickle=False) as stored:
        arrays = dict(stored)
    for array in arrays.values():
        array.flags.writeable = False
    about = json.loads(str(arrays.pop(_ABOUT)))
    made = {port: _part(port, said, arrays, time, to_working) for port, said in about.items()}
    return made.get(_WHOLE, made)


def _part(port: str, about: Any, arrays: Mapping[str, Any], time: Time, to_working: ToWorking) -> Any:
    if about["kind"] == "number":
        return float(about["value"])
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
    )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many results are kept and the bytes they take."""

    files: int
    bytes: int


def sizes(folder: Path) -> Sizes:
    """Return what the results in a folder take; nothing where it does not exist."""
    found = [size for _, size, _ in _listed(folder)]
    return Sizes(len(found), sum(found))


def prune(folder: Path, limit: int) -> int:
    """Remove the longest unused results until `limit` bytes are left, and return the bytes freed.

    What an interrupted write left behind goes as well. Raises Failed where the disk refuses.
    """
    found = sorted(_listed(folder))
    left = sum(size for _, size, _ in found)
    freed = 0
    for used, size, path in found:
        stale = path.suffix != SUFFIX and now() - used > _STALE_SECONDS
        if not stale and left - freed <= limit:
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Failed(f"Remove '{path}'", error.strerror or str(error)) from error
        freed += size
        for emptied in (path.parent, path.parent.parent):
            with suppress(OSError):  # it holds other results
                emptied.rmdir()
    return freed


def _listed(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield last use, size and path of every file; what another process removes meanwhile is passed over."""
    for path in folder.glob("??/*/*"):
        with suppress(FileNotFoundError):
            facts = path.stat()
            yield facts.st_mtime, facts.st_size, path
