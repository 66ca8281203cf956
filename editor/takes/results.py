"""Where a project keeps what costly nodes made, for takes, renders and the viewer alike."""

from __future__ import annotations

import os
from pathlib import Path

from editor.document.opened import Project


def results_folder(project: Project) -> Path | None:
    """Return the folder of a project's kept results, None on a disk that can only be read.

    A project that somebody else is writing takes results as well: they are found by key.
    """
    return project.folder / "results" if os.access(project.folder, os.W_OK) else None
