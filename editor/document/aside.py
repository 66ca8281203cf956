"""Folders in which something is made until it is whole.

Their maker holds a lock on the folder, which the system lets go of however the maker ends: what nobody
holds was left by a kill and is swept by the next who makes something there.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EINVAL)
"""What file systems say that carry no locks, or none on folders, as NFS."""

_ABANDONED = 24 * 3600.0
"""Seconds without a change after which a folder is nobody's where locks cannot tell."""


@contextmanager
def aside_folder(parent: Path, mark: str) -> Iterator[Path]:
    """Give a new folder of this process's own in `parent`; it goes at the end, unless it was moved away.

    Its name is `mark` and eight hex digits. Raises OSError where it cannot be made.
    """
    path, handle = _made(parent, mark)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def sweep_asides(parent: Path, mark: str) -> tuple[Path, ...]:
    """Remove the folders of that mark in `parent` whose makers are gone; return what went."""
    return tuple(path for path in sorted(parent.glob(f"{mark}*")) if _swept(path))


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Let one process at a time do something in a folder, where its file system can tell."""
    handle = _opened(folder)
    try:
        _lock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _made(parent: Path, mark: str) -> tuple[Path, int]:
    while True:
        path = parent / f"{mark}{uuid4().hex[:8]}"
        path.mkdir()
        # Somebody who sweeps may have come before the lock.
        with contextlib.suppress(FileNotFoundError):
            handle = _opened(path)
            _lock(handle, fcntl.LOCK_SH)
            if path.exists():
                return path, handle
            os.close(handle)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _lock(handle: int, how: int) -> bool:
    """Take a lock on a folder; return whether its file system has such locks. Raises BlockingIOError."""
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        raise
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        return False
    return True


def _swept(path: Path) -> bool:
    try:
        handle = _opened(path)
    except OSError:
        return False
    try:
        if not _lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB) and not _is_old(path):
            return False
        shutil.rmtree(path, ignore_errors=True)
    except OSError:
        return False
    finally:
        os.close(handle)
    return not path.exists()


def _is_old(path: Path) -> bool:
    newest = max(each.stat().st_mtime for each in (path, *path.rglob("*")))
    return time.time() - newest > _ABANDONED
