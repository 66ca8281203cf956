"""One writer per project.

The writer holds an advisory lock on the file `lock`, which the system lets go of when the process ends,
however it ends; a dead owner on this machine never bars anyone. The file also says who holds it. On a
shared disk that does not carry such locks between machines, another machine's writer is believed for
`BELIEVED` seconds after its last sign of life, which is every edit and every `refresh`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nodes.api.errors import Failed

from .atomic import save_failed
from .folder import LOCK

BELIEVED = 15 * 60
"""Seconds that another machine's writer is believed to be at work after its last sign of life."""

_RENEWED_AFTER = 60.0
_LONGEST = 4096


class ProjectLocked(Failed):
    """Another writer has the project open: the request is right, only now it cannot be done (exit 1)."""


@dataclass(eq=False, slots=True)
class Lock:
    """The right to write in one project, held until `release` or the end of the process."""

    path: Path
    handle: int
    since: float
    renewed: float


def acquire(folder: Path) -> Lock:
    """Take the right to write in a project folder.

    Raises ProjectLocked naming the other writer, and SaveFailed where the folder cannot be written.
    """
    path = folder / LOCK
    doing = f"Open the project '{folder}' for writing"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise save_failed(doing, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                raise ProjectLocked(doing, _told(_owner(handle)), hint=_HINT) from None
        owner = _owner(handle)
        if owner and owner.get("host") != socket.gethostname() and _age(owner) < BELIEVED:
            raise ProjectLocked(
                doing, _told(owner), hint=f"{_HINT} If that machine is off, wait {_ago(BELIEVED)}."
            )
        now = time.time()
        lock = Lock(path, handle, now, now)
        _sign(lock)
    except OSError as error:
        os.close(handle)
        raise save_failed(doing, error) from error
    except BaseException:
        os.close(handle)
        raise
    return lock


def refresh(lock: Lock) -> None:
    """Give a sign of life, at most once a minute; what the disk refuses is left for the next time."""
    now = time.time()
    if now - lock.renewed >= _RENEWED_AFTER:
        with contextlib.suppress(OSError):
            lock.renewed = now
            _sign(lock)


def release(lock: Lock) -> None:
    """Give the right back. Safe to call again."""
    if lock.handle >= 0:
        with contextlib.suppress(OSError):
            os.ftruncate(lock.handle, 0)
        os.close(lock.handle)
        lock.handle = -1


def owner_of(folder: Path) -> Mapping[str, Any] | None:
    """Return who says to have the project open for writing, None for nobody.

    Fields: `host`, `pid`, `program`, `since`, `alive` (the last sign of life).
    """
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        return _owner(handle) or None
    finally:
        os.close(handle)


_HINT = "It can be read meanwhile; close it there to write here."


def _sign(lock: Lock) -> None:
    text = json.dumps(
        {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "program": Path(sys.argv[0]).name or "workprint",
            "since": _spelled(lock.since),
            "alive": _spelled(lock.renewed),
        }
    ).encode()
    os.ftruncate(lock.handle, 0)
    os.pwrite(lock.handle, text, 0)


def _spelled(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds")


def _owner(handle: int) -> dict[str, Any]:
    try:
        data = json.loads(os.pread(handle, _LONGEST, 0))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _age(owner: Mapping[str, Any]) -> float:
    try:
        return time.time() - datetime.fromisoformat(str(owner.get("alive"))).timestamp()
    except (ValueError, OverflowError):
        return BELIEVED


def _told(owner: Mapping[str, Any]) -> str:
    if not owner:
        return "another program has it open for writing"
    program, pid, host, since = (str(owner.get(key, "?"))[:80] for key in ("program", "pid", "host", "since"))
    return f"{program} (process {pid} on {host}) has had it open for writing since {since}"


def _ago(seconds: int) -> str:
    return f"{seconds // 60} minutes"
