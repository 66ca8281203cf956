"""The calls that change the disk, in one place, so that a test can let the n-th of them fail."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Disk:
    """What saving asks of the operating system; every call may raise OSError, and `write` may write less."""

    open: Callable[[Path, int], int]
    write: Callable[[int, bytes], int]
    fsync: Callable[[int], None]
    truncate: Callable[[int, int], None]
    close: Callable[[int], None]
    rename: Callable[[Path, Path], None]
    remove: Callable[[Path], None]
    make_folder: Callable[[Path], None]


def _open(path: Path, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)


DISK = Disk(
    open=_open,
    write=os.write,
    fsync=os.fsync,
    truncate=os.ftruncate,
    close=os.close,
    rename=os.replace,
    remove=os.unlink,
    make_folder=os.mkdir,
)
"""The real one."""
