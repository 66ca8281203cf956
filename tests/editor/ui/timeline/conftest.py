"""The sample cut as a project that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.demo.sample_cut import RATE
from editor.document.project import create_project
from editor.document.settings import Settings
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.support.sample import plain_cut


@pytest.fixture
def sample_project(tmp_path: Path) -> Path:
    folder = tmp_path / "sample project"
    create_project(folder, plain_cut(), Settings(RATE, 640, 360)).close()
    return folder


@pytest.fixture
def opened(sample_project: Path) -> Iterator[Opened]:
    here = Opened(Posts())
    here.open(sample_project)
    yield here
    here.session.close()
