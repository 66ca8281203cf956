"""Arrays that a parent hands to a child: a file in the parent's folder, mapped by the child, then removed.

The parent's side is `handed`, whose JSON travels among a call's arguments; the child's side is `taken`.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from nodes.api.errors import Failed
from nodes.process.child import ARRAY_KINDS

AnyArray = npt.NDArray[Any]
_ALIGN = 64


@contextmanager
def handed(folder: Path, arrays: Mapping[str, AnyArray]) -> Iterator[dict[str, Any]]:
    """Lay arrays down in `folder` (a run folder's path) and yield the JSON that says where they are.

    They can be read until the block ends. Raises TypeError for arrays of anything but numbers, Failed where
    the disk refuses.
    """
    layout, size = [], 0
    for name, array in arrays.items():
        if array.dtype.kind not in ARRAY_KINDS:
            raise TypeError(f"Array '{name}' holds {array.dtype}, only numbers travel")
        layout.append((name, array.dtype.str, array.shape, size))
        size += -(-array.nbytes // _ALIGN) * _ALIGN
    path = folder / f"handed-{uuid4().hex}"
    try:
        _lay_down(
            path,
            max(size, _ALIGN),
            [(where, array) for (*_, where), array in zip(layout, arrays.values(), strict=True)],
        )
        yield {"file": str(path), "arrays": layout}
    finally:
        path.unlink(missing_ok=True)


def taken(said: Mapping[str, Any]) -> dict[str, AnyArray]:
    """Return the arrays that the parent laid down, read-only, mapped rather than copied."""
    descriptor = os.open(said["file"], os.O_RDONLY | os.O_NOFOLLOW)
    try:
        data = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
    finally:
        os.close(descriptor)
    return {
        name: np.ndarray(tuple(shape), np.dtype(kind), data, where)
        for name, kind, shape, where in said["arrays"]
    }


def _lay_down(path: Path, size: int, arrays: list[tuple[int, AnyArray]]) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # Reserved now: on a full disk a write through the map would be a SIGBUS instead of an error.
        getattr(os, "posix_fallocate", lambda fd, _, end: os.truncate(fd, end))(descriptor, 0, size)
        with mmap.mmap(descriptor, size) as data:
            for where, array in arrays:
                np.copyto(np.ndarray(array.shape, array.dtype, data, where), array)
    except OSError as error:
        hint = f"Free space on the disk of {path.parent}."
        raise Failed(f"Hand over {size / 1e6:.1f} MB", error.strerror or str(error), hint=hint) from error
    finally:
        os.close(descriptor)
