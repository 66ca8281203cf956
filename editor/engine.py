"""The frame engine with the user's own folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from editor.folders import cache_folder, frames_folder, trained_folder
from nodes.engine.client import Engine
from nodes.models.worker_entry import WorkerEntry
from nodes.process.errors import StartFailed

_WORKER = Path(__file__).resolve().parents[1] / "inference" / "worker" / "entry.py"


def start_engine(*, nodes: Sequence[Path] = (), half: bool = False) -> Engine:
    """Return a frame engine, to be used in a `with` statement; `nodes` are files that define more nodes.

    Its process starts with the first question and ends with the statement. With `half` it holds twice as
    many frames in memory to look at, at half the precision; what is stored is never made of those. Raises
    StartFailed where the folder for its files cannot be written.
    """
    folder = cache_folder() / "run"
    worker = WorkerEntry(str(_WORKER), (str(trained_folder()),), str(folder))
    try:
        return Engine(folder, nodes=nodes, half=half, spill=frames_folder(), worker=worker)
    except OSError as error:
        raise StartFailed(
            "Start the frame engine",
            f"its folder '{folder}' cannot be used: {error.strerror or error}",
            hint="Make it writable and free some space, or set XDG_CACHE_HOME to another folder.",
        ) from error
