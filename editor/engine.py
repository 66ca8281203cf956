"""The frame engine with the user's own folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from editor.folders import cache_folder
from nodes.engine.client import Engine
from nodes.process.errors import StartFailed


def start_engine(*, nodes: Sequence[Path] = ()) -> Engine:
    """Return a frame engine, to be used in a `with` statement; `nodes` are files that define more nodes.

    Its process starts with the first question and ends with the statement. Raises StartFailed where the
    folder for its files cannot be written.
    """
    folder = cache_folder() / "run"
    try:
        return Engine(folder, nodes=nodes)
    except OSError as error:
        raise StartFailed(
            "Start the frame engine",
            f"its folder '{folder}' cannot be used: {error.strerror or error}",
            hint="Make it writable and free some space, or set XDG_CACHE_HOME to another folder.",
        ) from error
