"""The folder that a parent keeps its children's files in, and the removal of folders whose owner is gone.

An owner holds a lock on a file in its folder for as long as it lives; the system lets go of it however the
owner ends. The lock decides, not the process number, which may have been given to another process since. The
folder's name carries boot, process number and start time, so that a child that outlived its owner (hung
inside a C call, say) is known for certain before it is ended.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_OWNER = re.compile(r"([0-9a-f]{8})-(\d+)-(\d+)-\w+")
_CHILD = re.compile(r"child-(\d+)-(\d+)")
_LOCK = "lock"


def boot() -> str:
    """Return eight hex digits that stand for this machine since its last start; zeros where unknown."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii")[:8]
    except FileNotFoundError:
        return "0" * 8


def started(pid: int) -> int | None:
    """Return when process `pid` started, in clock ticks since boot; None where it is gone or unknown."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(stat.rpartition(")")[2].split()[19])


def child_folder(folder: Path, pid: int) -> Path:
    """Return the folder in an owner's `folder` for the files of child process `pid`."""
    return folder / f"child-{pid}-{started(pid) or 0}"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A private folder (mode 0700) that lasts as long as its owner, at most; a context manager."""

    path: Path
    _lock: int

    def close(self) -> None:
        """Remove the folder and all in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_run(root: Path) -> RunFolder:
    """Sweep `root` (`run/` in the user's cache) and return a new folder in it for this process's children."""
    sweep(root)
    with _turn(root):
        prefix = f"{boot()}-{os.getpid()}-{started(os.getpid()) or 0}-"
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=root))
        lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return RunFolder(path, lock)


def sweep(root: Path) -> list[Path]:
    """Remove the folders in `root` whose owners are gone, end their left-over children, return what went."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _turn(root):
        dead = [path for path in sorted(root.iterdir()) if _OWNER.fullmatch(path.name) and _is_dead(path)]
        for path in dead:
            _end_orphans(path)
            shutil.rmtree(path, ignore_errors=True)
    return dead


@contextlib.contextmanager
def _turn(root: Path) -> Iterator[None]:
    """Let one process at a time make or sweep folders: a new folder is not yet locked for a moment."""
    handle = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_dead(path: Path) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    try:
        handle = os.open(path / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or a file system that cannot tell: left alone either way
        return False
    else:
        return True
    finally:
        os.close(handle)


def _end_orphans(path: Path) -> None:
    owner = _OWNER.fullmatch(path.name)
    if owner is None or owner[1] != boot():
        return
    for folder in path.iterdir():
        child = _CHILD.fullmatch(folder.name)
        if child and started(int(child[1])) == int(child[2]):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(int(child[1]), signal.SIGKILL)
