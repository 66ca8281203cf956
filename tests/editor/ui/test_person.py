"""What a person does with the sample cut; read from document and pixels."""

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


def test_a_person_works_the_sample_cut_and_finds_it_again(
    windows: Callable[[], Person], project: Path
) -> None:
    from tests.editor.ui.story import play

    play(windows, project)


def test_the_same_happens_on_a_real_display_with_real_keys_and_a_real_mouse(
    x_display: str, project: Path, repository: Path
) -> None:
    told = {**os.environ, "DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(repository)}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.editor.ui.story", str(project)],
        env=told,
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "played on xcb" in ran.stdout
