"""Clips through the clipboard: copied, cut, pasted at the playhead and between projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qtpy.QtWidgets import QApplication

from editor.document.layout import shots
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.timeline.clipboard import clipboard_actions, held_text
from editor.ui.timeline.copying import MIME, paste_text
from editor.ui.timeline.model import TimelineModel
from tests.editor.document.made import RATE, cut, frames, track
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.editor.ui.timeline.test_dragging import linked_cut

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    create_project(tmp_path / "show", linked_cut(), Settings(RATE, 64, 36)).close()
    here = Opened(Posts())
    here.open(tmp_path / "show")
    yield here
    here.session.close()


@pytest.fixture
def model(opened: Opened) -> TimelineModel:
    return TimelineModel(opened.session)


def act(model: TimelineModel, id: str, at: int, *selected: str) -> None:
    model.session.playhead.set(frames(at))
    if selected:
        model.session.selection.set(frozenset(f"id-{name}" for name in selected))
    next(each for each in clipboard_actions(model) if each.id == f"edit.{id}").run()


def places(opened: Opened) -> list[tuple[str, str, int]]:
    return sorted(
        (s.clip.name, s.track.name if s.track else "", s.range.start.frame) for s in shots(opened.cut)
    )


def test_clips_are_pasted_at_the_playhead_and_selected(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    act(model, "copy", 0, "a", "s")
    held = QApplication.clipboard().mimeData()
    assert held is not None
    assert held.hasFormat(MIME)
    assert "Timeline" in held.text()
    act(model, "paste", 100)
    opened.settle()
    assert [each for each in places(opened) if each[2] == 100] == [("a", "V1", 100), ("s", "A1", 100)]
    assert len(model.session.selection.value) == 2
    assert "id-a" not in model.session.selection.value
    assert model.session.playhead.value == frames(124)
    opened.session.undo()
    opened.settle()
    assert opened.cut == before


def test_a_cut_lifts_and_a_paste_that_inserts_moves_the_rest_on(model: TimelineModel, opened: Opened) -> None:
    act(model, "cut", 0, "c", "u")
    assert [name for name, *_ in places(opened)] == ["a", "b", "s", "t"]
    opened.settle()
    act(model, "paste_insert", 24)
    opened.settle()
    assert places(opened) == [
        ("a", "V1", 0),
        ("b", "V1", 48),
        ("c", "V1", 24),
        ("s", "A1", 0),
        ("t", "A1", 48),
        ("u", "A1", 24),
    ]


def test_clips_go_from_one_project_to_another(model: TimelineModel, opened: Opened, tmp_path: Path) -> None:
    act(model, "copy", 0, "b", "t")
    create_project(tmp_path / "other", cut(track(name="V1")), Settings(RATE, 64, 36)).close()
    there = Opened(Posts())
    there.open(tmp_path / "other")
    other = TimelineModel(there.session)
    act(other, "paste", 5)
    there.settle()
    assert places(there) == [("b", "V1", 5), ("t", "A1", 5)]
    there.session.close()


def test_what_is_no_clips_is_told_and_changes_nothing(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    QApplication.clipboard().setText("just words")
    assert held_text() == "just words"
    act(model, "paste", 5)
    assert "holds no clips" in opened.session.message.value
    paste_text(model, '{"OTIO_SCHEMA": "Clip.2"}')
    opened.settle()
    assert "not a Timeline" in opened.session.message.value
    act(model, "copy", 0)
    assert "Nothing to copy" in opened.session.message.value
    assert opened.cut == before
