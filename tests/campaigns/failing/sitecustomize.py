"""Lets the n-th write, fsync or rename below a folder fail, in a process that the environment names.

Python imports this at its start where this folder is on the path. `WORKPRINT_FAIL` is JSON: `who` (cli or
engine), `number` (from 1, 0 for none), `code` (an errno), `sticky` (all later ones, too), `folder`, and
`log`, a file that gets a line a call.
"""

import builtins
import io
import json
import os
import sys

_open_raw, _write, _fsync = os.open, os.write, os.fsync
_rename, _replace = os.rename, os.replace


class _Faults:
    def __init__(self, number: int, code: int, sticky: bool, folder: str, log: str) -> None:
        self.number, self.code, self.sticky = number, code, sticky
        self.folder = os.path.realpath(folder) + os.sep
        self.log = _open_raw(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        self.count = 0

    def strike(self, call: str, path: str) -> None:
        """Count a call on a path that is watched; raise OSError where its turn has come."""
        if not os.path.realpath(path).startswith(self.folder):
            return
        self.count += 1
        fails = self.count == self.number or (self.sticky and 0 < self.number < self.count)
        _write(self.log, f"{call} {os.path.basename(path)}{' FAILS' if fails else ''}\n".encode())
        if fails:
            raise OSError(self.code, os.strerror(self.code), path)

    def of_handle(self, call: str, handle: int) -> None:
        try:
            path = os.readlink(f"/proc/self/fd/{handle}")
        except OSError:
            return
        self.strike(call, path)


def _install(faults: _Faults) -> None:
    class File(io.FileIO):
        def write(self, data: object) -> int:
            faults.of_handle("write", self.fileno())
            return super().write(data)

    def write(handle: int, data: bytes) -> int:
        faults.of_handle("write", handle)
        return _write(handle, data)

    def fsync(handle: object) -> None:
        faults.of_handle("fsync", handle if isinstance(handle, int) else handle.fileno())
        _fsync(handle)

    def rename(source: object, target: object, **how: object) -> None:
        faults.strike("rename", os.fspath(target))
        _rename(source, target, **how)

    def replace(source: object, target: object, **how: object) -> None:
        faults.strike("rename", os.fspath(target))
        _replace(source, target, **how)

    opened = io.open

    def open(file: object, mode: str = "r", buffering: int = -1, *rest: object, **how: object) -> object:
        writes = any(letter in mode for letter in "wax+") and "r" not in mode
        if not writes or "b" not in mode or isinstance(file, int) or buffering == 0:
            return opened(file, mode, buffering, *rest, **how)
        return io.BufferedWriter(File(file, mode.replace("b", "")))

    os.write, os.fsync, os.rename, os.replace = write, fsync, rename, replace
    io.open = builtins.open = open


def _begin() -> None:
    wanted = os.environ.get("WORKPRINT_FAIL")
    if wanted is None:
        return
    said = json.loads(wanted)
    who = "engine" if any(word.endswith("entry.py") for word in sys.orig_argv) else "cli"
    if who == said.pop("who"):
        _install(_Faults(**said))


_begin()
