"""A shot from its cut to the cut that goes back: pointed at, graded, taken, compared, circled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.editor.ui.acting import Person

pytestmark = pytest.mark.qt


def shows_its_take(path: Path) -> None:
    """Read the timeline as any other program does."""
    timeline = pytest.importorskip("opentimelineio").adapters.read_from_file(str(path))
    (clip,) = timeline.find_clips()
    assert clip.media_reference.target_url.endswith("take.mkv")


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.editor.ui.pointing.disc import make_project

    folder = tmp_path_factory.mktemp("cutout") / "disc"
    make_project(folder)
    return folder / "disc.otio"


def test_a_person_cuts_a_disc_out_of_a_shot_and_hands_the_cut_back(
    windows: Callable[[], Person], cut: Path, tmp_path: Path
) -> None:
    from tests.editor.ui.cutout_story import play

    play(windows(), cut, tmp_path)
    shows_its_take(tmp_path / "back.otio")


@pytest.mark.slow
def test_the_same_happens_on_a_real_display(
    x_display: str, cut: Path, tmp_path: Path, repository: Path
) -> None:
    told = {**os.environ, "DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(repository)}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.editor.ui.cutout_story", str(cut), str(tmp_path)],
        env=told,
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "played on xcb" in ran.stdout
    shows_its_take(tmp_path / "back.otio")
