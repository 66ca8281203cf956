"""Results on disk: what a node marked `keep` made, by key and frame, so that it is never made again.

One file a frame: the value as `packing` writes it, then four bytes of CRC-32 over all of it. The time a file
was last wanted is its modification time.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from nodes.api import Failed, Time
from nodes.api.frames import ToWorking

from .packing import packed, unpacked
from .pruning import SUFFIX

_CHECK_BYTES = 4


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
    return unpacked(memoryview(data)[:-_CHECK_BYTES], time, to_working)


def store(folder: Path, key: str, time: Time, value: Any, *, durable: bool = True) -> int:
    """Keep a result, unless it is there: written aside and renamed. Return the bytes it took.

    Raises Failed where the disk refuses. What need not be `durable` is not waited for until it is on the
    disk: a loss of power may leave it damaged, which is noticed.
    """
    path = result_file(folder, key, time)
    if path.exists():
        return 0
    aside = path.with_name(f".{uuid4().hex}")
    data = packed(value)
    try:
        try:
            _write(aside, data, durable)
        except FileNotFoundError:
            # Its first result, or another process pruned the folder just now.
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(aside, data, durable)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise _failed("Keep a result", path, error) from error
    return len(data) + _CHECK_BYTES


def _write(path: Path, data: memoryview, durable: bool) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.write(_check(data))
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _failed(attempted: str, path: Path, error: OSError) -> Failed:
    hint = "Free space on its disk, or prune the cache: workprint cache PROJECT --prune"
    return Failed(f"{attempted} as '{path}'", error.strerror or str(error), hint=hint)


def _check(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECK_BYTES, "big")
