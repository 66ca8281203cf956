"""Small files of the user's model folder, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from nodes.api.errors import Failed


def write_whole(path: Path, text: str) -> None:
    """Write a file aside, then put it in place. Raises Failed, with nothing left, where the disk refuses."""
    aside = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise Failed(
            f"Write '{path}'", error.strerror or str(error), hint="Free some space, or make it writable."
        ) from error
