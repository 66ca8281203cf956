"""The sample cut as a project that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from editor.demo.sample_cut import RATE
from editor.document.project import create_project
from editor.document.settings import Settings
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.support.sample import plain_cut

if TYPE_CHECKING:
    from tests.editor.ui.timeline.hands import Person


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


@pytest.fixture
def person(opened: Opened, app: Any) -> Iterator[Person]:
    from editor.ui.observe import Value
    from editor.ui.timeline.widget import Timeline
    from tests.editor.ui.timeline.hands import Person

    timeline = Timeline(opened.session, Value({"sh010": "t002", "sh020": "t001 stale"}))
    timeline.resize(1144, 220)
    timeline.show()
    timeline.setFocus()
    yield Person(timeline, opened)
    timeline.close()
    timeline.deleteLater()
