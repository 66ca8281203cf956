"""A shot's graph that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.demo.sample_cut import RATE
from editor.document.project import create_project
from editor.document.settings import Settings
from tests.editor.ui.graph.working import Working
from tests.editor.ui.timeline.opened import Posts
from tests.support.sample import plain_cut


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Working]:
    folder = tmp_path / "project"
    create_project(folder, plain_cut(), Settings(RATE, 640, 360)).close()
    here = Working(Posts())
    here.begin(folder)
    yield here
    here.session.close()
