"""Frames that go from the viewer into files, and files that come in place of missing ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from editor.document.model import Clip, Track
from editor.ui.viewer.saving import save_from_cut
from editor.ui.viewer.versions_menu import offered
from editor.ui.viewer.window_actions import relink
from editor.ui.work import Work
from tests.editor.ui.viewer.viewing import Viewing


@pytest.fixture
def desk() -> Iterator[Any]:
    viewing = Viewing()
    work = Work(viewing.posted)
    yield SimpleNamespace(viewing=viewing, player=viewing.player, session=viewing.session, work=work)
    viewing.close()
    work.close()


def clips(desk: Any) -> list[Clip]:
    (track, *_) = (item for item in desk.session.cut.value.stack.items if isinstance(item, Track))
    return [item for item in track.items if isinstance(item, Clip)]


def test_a_frame_is_saved_as_it_is_in_the_cut(desk: Any, project: Path, tmp_path: Path) -> None:
    viewing = desk.viewing
    viewing.open(project)
    shown = viewing.seek(30)
    viewing.player.looking.expose(3.0)
    for name in ("frame.png", "frame.exr"):
        save_from_cut(viewing.player, desk.work, tmp_path / name)
        viewing.posted.until(lambda name=name: name in viewing.session.message.value)
    saved = oiio.ImageBuf(str(tmp_path / "frame.png")).get_pixels(oiio.UINT8)
    # The file is sRGB and the screen a Rec.709 display: grey is grey in both, and no gain is in it.
    dark = shown[..., :3].max(axis=2) < 8
    assert saved.shape == (180, 320, 3) and saved[dark].max(initial=0) < 40
    assert abs(float(saved.mean()) - float(shown[..., :3].mean())) < 25
    assert oiio.ImageBuf(str(tmp_path / "frame.exr")).spec().format == oiio.HALF


def test_a_clip_is_relinked_from_the_slate(desk: Any, project: Path, sample: Path) -> None:
    viewing = desk.viewing
    viewing.open(project)
    here = next(clip for clip in clips(desk) if clip.name == "sh020")
    before = viewing.seek(65).copy()
    relink(desk, here.id, sample.with_name("sh030.mp4"))

    def is_other() -> bool:
        picture = viewing.player.picture.value
        return picture is not None and not np.array_equal(picture.pixels, before)

    viewing.posted.until(is_other)
    assert not viewing.session.message.value
    viewing.session.undo()
    viewing.posted.until(lambda: not is_other())


def test_versions_that_can_be_compared_are_named_with_the_chosen_clip_s_takes(
    desk: Any, project: Path
) -> None:
    desk.viewing.open(project)
    assert offered(desk.session) == ("circled", "live", "source")
    desk.session.selection.set(frozenset({clips(desk)[0].id}))
    assert offered(desk.session)[:3] == ("circled", "live", "source")
