"""The project folder: what lies where, and finding it from what a person names."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from editor.exchange.tokens import MAX_BYTES
from nodes.api.errors import BadInput

CUT = "cut.otio"
PROJECT = "project.json"
JOURNAL = "journal"
LOG = "log"
LOCK = "lock"
FOLDERS = ("assets", "results", "takes", JOURNAL)


def locate(path: Path) -> Path:
    """Return the project folder that a person means by it, its `project.json` or its `cut.otio`.

    Raises BadInput where that is no project, saying what it is and what to do.
    """
    doing = f"Open the project '{path}'"
    named = path.name in (CUT, PROJECT)
    folder = path.parent if named and not os.path.isdir(path) else path
    try:
        os.stat(folder)
        os.stat(folder / PROJECT)
    except (FileNotFoundError, NotADirectoryError):
        pass  # Told below, by what it is.
    except OSError as error:
        hint = "Check the path and its permissions."
        raise BadInput(doing, error.strerror or str(error), hint=hint) from error
    if not folder.exists():
        raise BadInput(doing, "there is no such folder", hint="`workprint new` makes a project.")
    if not folder.is_dir():
        raise BadInput(
            doing,
            "it is a file, not a project folder",
            hint="`workprint new PROJECT --from FILE` makes a project of a timeline.",
        )
    if not (folder / PROJECT).is_file():
        raise BadInput(
            doing,
            f"the folder holds no {PROJECT}, so it is not a project",
            hint="Name a project folder; `workprint new` makes one.",
        )
    return folder.absolute()


def beside(folder: Path, what: str) -> Path:
    """Return the first free name for another version of the cut: `cut.WHAT-1.otio`, -2 …"""
    number = 1
    while (path := folder / f"cut.{what}-{number}.otio").exists():
        number += 1
    return path


def read_regular(path: Path) -> bytes | None:
    """Return a file's bytes, None where there is none.

    Raises BadInput where it cannot be read, is no ordinary file (reading might never end) or is absurdly
    large.
    """
    try:
        handle = open_regular(path, MAX_BYTES)
        with open(handle, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput(f"Read '{path}'", error.strerror or str(error)) from error


def open_regular(path: Path, largest: int) -> int:
    """Return a handle to read an ordinary file of at most `largest` bytes.

    Raises OSError, and BadInput for anything else of that name.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode) and found.st_size <= largest:
        return handle
    os.close(handle)
    if stat.S_ISREG(found.st_mode):
        raise BadInput(f"Read '{path}'", f"it is larger than {largest // 2**20} MiB")
    raise BadInput(f"Read '{path}'", "it is not an ordinary file")
