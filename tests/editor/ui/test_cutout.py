"""A shot from its cut to the cut that goes back: pointed at, graded, taken, compared, circled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.editor.ui.acting import Person

pytestmark = pytest.mark.qt


def timeline(path: Path) -> Any:
    """Read a timeline as any other program does."""
    return pytest.importorskip("opentimelineio").adapters.read_from_file(str(path))


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
    (clip,) = timeline(tmp_path / "back.otio").find_clips()
    assert clip.media_reference.target_url.endswith("take.mkv")
