"""The frame engine with the user's own folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from editor.folders import cache_folder
from nodes.engine.client import Engine


def start_engine(*, nodes: Sequence[Path] = ()) -> Engine:
    """Return a frame engine, to be used in a `with` statement; `nodes` are files that define more nodes.

    Its process starts with the first question and ends with the statement.
    """
    return Engine(cache_folder() / "run", nodes=nodes)
