"""A model's folder: its files' names, and their places, which must not lie outside."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from inference.cards.errors import UnsafeModel

from .errors import DamagedModel

_LONGEST_CONFIG = 16 << 20
_MOST_FILES = 20_000
_DEEPEST = 8


def walked(folder: Path, attempted: str) -> Iterator[PurePosixPath]:
    """Yield the path of every file below a folder, hidden ones left out; links to folders are not followed.

    Raises UnsafeModel for a tree too large or too deep for a model, DamagedModel where it cannot be listed.
    """
    rest, count = [PurePosixPath()], 0
    while rest:
        path = rest.pop()
        try:
            entries = sorted(os.scandir(folder / path), key=lambda entry: entry.name)
        except OSError as error:
            raise DamagedModel(attempted, f"'{folder / path}': {error.strerror or error}") from error
        count += len(entries)
        if count > _MOST_FILES or len(path.parts) > _DEEPEST:
            raise UnsafeModel(attempted, "it holds far more files than a model")
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                rest.append(path / entry.name)
            else:
                yield path / entry.name


def inside(folder: Path, path: PurePosixPath, attempted: str) -> Path:
    """Return the real place of a file of a folder. Raises UnsafeModel for one that lies outside.

    A snapshot in the model hub's cache may link into the `blobs` beside it.
    """
    try:
        real, home = (folder / path).resolve(), folder.resolve()
    except (OSError, RuntimeError) as error:
        raise UnsafeModel(attempted, f"'{path}' is a link that leads nowhere") from error
    allowed = [home]
    if home.parent.name == "snapshots" and home.parent.parent.name.startswith("models--"):
        allowed.append(home.parent.parent / "blobs")
    if not any(real.is_relative_to(place) for place in allowed):
        why = f"'{path}' is a link out of the folder"
        raise UnsafeModel(attempted, why, hint="Put the file itself there.")
    return real


def read_config(folder: Path, path: PurePosixPath, attempted: str) -> dict[str, Any]:
    """Return the table that a JSON file inside a folder holds. Raises UnsafeModel or DamagedModel."""
    real = inside(folder, path, attempted)
    try:
        if real.stat().st_size > _LONGEST_CONFIG:
            raise DamagedModel(attempted, f"'{path}' is far too long for a config")
        found = json.loads(real.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedModel(attempted, f"'{path}' cannot be read: {error}", hint="Get it anew.") from error
    if not isinstance(found, dict):
        raise DamagedModel(attempted, f"'{path}' is no table of keys and values", hint="Get it anew.")
    return found
