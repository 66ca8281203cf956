"""Opening the project that a command names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from editor.cli.console import Console

if TYPE_CHECKING:
    from editor.document.opened import Project


@contextmanager
def opened(path: Path, console: Console, *, write: bool = False) -> Iterator[Project]:
    """Give the project at a path, for writing where that is wanted, and tell what opening it found.

    Raises BadInput for what is no project, ProjectLocked where another writer has it.
    """
    from editor.document.project import open_project

    with open_project(path, write=write) as project:
        for note in project.notes:
            console.say(f"note: {note}")
        yield project
