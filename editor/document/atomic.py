"""Files that are whole or not there: written aside, flushed, renamed into place, the folder flushed."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from pathlib import Path

from nodes.api.errors import Failed

from .disk import DISK, Disk

ASIDE = ".workprint-aside-"
"""Part of the name of every file that is being written; what bears it belongs to nobody after a crash."""

_ADVICE = {
    errno.ENOSPC: ("the disk is full", "Free some space and try again; nothing was changed."),
    errno.EDQUOT: ("your quota is used up", "Free some space and try again; nothing was changed."),
    errno.EROFS: ("it is on a read-only disk", "Copy the project to a disk that can be written."),
    errno.EACCES: ("there is no permission to write there", "Make the folder writable, or copy the project."),
    errno.EPERM: ("there is no permission to write there", "Make the folder writable, or copy the project."),
    errno.EIO: ("the disk reported an error", "Check the disk; nothing was changed."),
    errno.ELOOP: ("it is a symbolic link", "Put the file itself there."),
}


UNSURE = "The disk could not even be put back: see what is there when the project opens again."
"""What to say where undoing a half-made change failed too."""


class SaveFailed(Failed):
    """The disk refused. `landed` says that the change is, or may be, in place all the same."""

    landed: bool = False


def save_failed(doing: str, error: OSError) -> SaveFailed:
    """Return what to tell the person of an OSError met while `doing` something to a file."""
    number = error.errno or 0
    why, hint = _ADVICE.get(number, (error.strerror or str(error), "Nothing was changed."))
    return SaveFailed(doing, why, hint=hint)


def is_refusal(error: OSError) -> bool:
    """Return whether the disk may not be written at all, as opposed to a write that went wrong."""
    return error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)


def write_whole(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Write a file so that after any crash it is the old one or the new one, and flush it to the disk.

    Raises SaveFailed naming path and reason; the old file is then as it was, unless `landed`.
    """
    aside = path.with_name(f".{path.name}{ASIDE}{uuid.uuid4().hex[:8]}")
    doing = f"Save '{path}'"
    try:
        write_new(aside, data, disk)
        disk.rename(aside, path)
    except BaseException as error:
        # Gone already where it was never made or was renamed; swept at the next opening where it stays.
        with contextlib.suppress(OSError):
            disk.remove(aside)
        if isinstance(error, OSError):
            raise save_failed(doing, error) from error
        raise
    try:
        flush_folder(path.parent, disk)
    except SaveFailed as error:
        error.landed = True
        error.hint = "The new file is in place; make sure that the disk is sound."
        raise


def write_new(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Write a file that must not exist yet and flush it. Raises OSError."""
    handle = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        write_all(handle, data, disk)
        disk.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.close(handle)
        raise
    disk.close(handle)


def write_all(handle: int, data: bytes, disk: Disk = DISK) -> None:
    """Write all of `data`, in as many goes as the system takes. Raises OSError."""
    left = memoryview(data)
    while left:
        done = disk.write(handle, bytes(left[: 8 * 2**20]))
        if done <= 0:
            raise OSError(errno.ENOSPC, "nothing more could be written")
        left = left[done:]


def flush_folder(folder: Path, disk: Disk = DISK) -> None:
    """Flush a folder's list of names to the disk, so that a rename in it lasts. Raises SaveFailed."""
    try:
        handle = disk.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            disk.fsync(handle)
        finally:
            disk.close(handle)
    except OSError as error:
        raise save_failed(f"Flush '{folder}'", error) from error


def flush_files(place: Path) -> None:
    """Flush a file, or every file of a folder and then the folder, to the disk. Raises OSError."""
    for path in (*place.iterdir(), place) if place.is_dir() else (place,):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove what was being written in a folder when its writer was killed; only for who may write there.

    Returns what was removed; what the disk will not let go of is left for the next time.
    """
    swept = []
    for path in folder.glob(f".*{ASIDE}*"):
        with contextlib.suppress(OSError):
            path.unlink()
            swept.append(path)
    return tuple(swept)
