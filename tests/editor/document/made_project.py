"""Projects for tests: made, edited, compared."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

from editor.document import edits
from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.model import Cut
from editor.document.opened import Project
from editor.document.project import (
    commit,
    create_project,
)
from editor.document.settings import Settings
from nodes.api import Rate
from tests.editor.document.made import frames, long_cut
from tests.editor.document.random_edits import random_edit

SETTINGS = Settings(Rate(24000, 1001), 2048, 858, Fraction(2), handles=8)


def made(folder: Path, document: Cut | None = None) -> Project:
    return create_project(folder, document or long_cut(6), SETTINGS)


def trimmed(project: Project, name: str = "id-sh00002", by: int = 2) -> Project:
    return commit(project, edits.trim_by(project.cut, name, head=frames(by)), "trim", {"clip": name})


def edited(project: Project, chance: random.Random, *, write: bool = True) -> Project:
    """Make a random edit that changes something."""
    while True:
        changed, verb = random_edit(project.cut, chance)
        new = commit(project, changed, verb, write=write)
        if new is not project:
            return new


def state(project: Project) -> str:
    return digest(encoded(project.cut))
