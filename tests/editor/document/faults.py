"""A disk whose n-th call fails, and a disk that loses what was not flushed when the power goes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from editor.document.disk import DISK, Disk


class FaultyDisk:
    """Lets the call `number` (from 1; 0 for none) fail with an errno; with `sticky` all later ones too."""

    def __init__(self, number: int, code: int, *, sticky: bool = False) -> None:
        self.number, self.code, self.sticky = number, code, sticky
        self.calls: list[str] = []
        self.struck = False
        self.disk = Disk(
            **{
                name: self._guarded(name, getattr(DISK, name))
                for name in ("open", "write", "fsync", "truncate", "close", "rename", "remove", "make_folder")
            }
        )

    def with_write(self, write: Callable[[int, bytes], int]) -> Disk:
        return replace(self.disk, write=write)

    def _guarded(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any) -> Any:
            self.calls.append(name)
            now = len(self.calls)
            if self.number and (now == self.number or (self.sticky and now > self.number)):
                self.struck = True
                if name == "close":
                    call(*args)  # As the system does: the handle is gone, whatever close says.
                elif name == "write":
                    handle, data = args
                    os.write(handle, data[: len(data) // 2])
                raise OSError(self.code, os.strerror(self.code))
            return call(*args)

        return guarded


class PowerCut(BaseException):
    """The lights went out."""


class LosingDisk:
    """Remembers what is surely on the disk: flushed bytes under flushed names. The rest may be lost.

    `settle(keep)` leaves each file with the bytes of its last flush (or, where `keep` says so, all that
    was written), under the names of the last flush of its folder.
    """

    def __init__(self, root: Path, stop_at: int) -> None:
        self.root, self.stop_at, self.calls = root, stop_at, 0
        self.paths: dict[int, Path] = {}
        self.flushed: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        for folder in [root, *(p for p in root.rglob("*") if p.is_dir())]:
            self._flush_folder(folder)
            for path in folder.iterdir():
                if path.is_file():
                    self.flushed[path.stat().st_ino] = path.read_bytes()
        self.disk = Disk(
            open=self._open,
            write=self._call(DISK.write),
            fsync=self._fsync,
            truncate=self._call(DISK.truncate),
            close=DISK.close,
            rename=self._call(DISK.rename),
            remove=self._call(DISK.remove),
            make_folder=self._call(DISK.make_folder),
        )

    def _tick(self) -> None:
        self.calls += 1
        if self.calls >= self.stop_at:
            raise PowerCut

    def _call(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def ticking(*args: Any) -> Any:
            self._tick()
            return call(*args)

        return ticking

    def _open(self, path: Path, flags: int) -> int:
        self._tick()
        handle = DISK.open(path, flags)
        self.paths[handle] = Path(path)
        if flags & os.O_EXCL:
            self.flushed.pop(os.fstat(handle).st_ino, None)  # The system gives numbers out again.
        return handle

    def _fsync(self, handle: int) -> None:
        self._tick()
        path = self.paths[handle]
        if path.is_dir():
            self._flush_folder(path)
        else:
            self.flushed[os.fstat(handle).st_ino] = path.read_bytes()

    def _flush_folder(self, folder: Path) -> None:
        self.names[folder] = {path.name: path.stat().st_ino for path in folder.iterdir() if path.is_file()}

    def settle(self, keep: Callable[[], bool]) -> None:
        """Put the folder into a state that the disk may be in when the power is back."""
        written = {p.stat().st_ino: p.read_bytes() for p in self.root.rglob("*") if p.is_file()}
        for folder, names in self.names.items():
            now = {p.name: p.stat().st_ino for p in folder.iterdir() if p.is_file()}
            chosen = {name: (now if keep() else names).get(name) for name in dict.fromkeys((*names, *now))}
            contents = {}
            for name, inode in chosen.items():
                if inode is not None:
                    full, sure = written.get(inode), self.flushed.get(inode, b"")
                    contents[name] = full if full is not None and keep() else sure
            for path in list(folder.iterdir()):
                if path.is_file():
                    path.unlink()
            for name, data in contents.items():
                (folder / name).write_bytes(data)
