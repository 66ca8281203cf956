"""How the torch worker is started: plain data, known where nothing of it is imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """How the worker is started: its script, what that is told, and the folder for the files of its runs.

    With a `spare`, a second one is made ready where memory allows, for when the first one dies.
    """

    entry: str
    args: tuple[str, ...]
    folder: str
    spare: bool = True
