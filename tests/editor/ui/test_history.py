"""The history by name: what undo and redo say, the list of edits, and the way to each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from editor.document import edits
from editor.document.layout import MediaLookup
from editor.document.model import Cut
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.history.model import HistoryModel
from editor.ui.history.names import line_of, name_of
from editor.ui.work import Work
from tests.editor.document.made import RATE, clip, cut, frames, track
from tests.editor.ui.timeline.opened import Opened, Posts


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    document = cut(track(clip("a"), clip("b"), clip("c")))
    create_project(tmp_path / "show", document, Settings(RATE, 64, 36)).close()
    here = Opened(Posts())
    here.open(tmp_path / "show")
    yield here
    here.session.close()


@pytest.fixture
def history(opened: Opened) -> Iterator[HistoryModel]:
    work = Work(opened.posts)
    made = HistoryModel(opened.session, work)
    yield made
    made.close()
    work.close()


def lifted(id: str, document: Cut, media: MediaLookup) -> Cut:
    return edits.lift(document, id, media)


def until(opened: Opened, so: Callable[[], bool]) -> None:
    """Run what was posted until something is so; the posts give up after half a minute without any."""
    opened.settle()
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end
        opened.posts.run_one()


def test_undo_and_redo_say_what_they_are_about(opened: Opened, history: HistoryModel) -> None:
    until(opened, lambda: history.undo.value == "Undo")
    opened.session.edit(
        "ripple", lambda cut, media: edits.ripple_by(cut, "id-a", tail=frames(3), media=media), {"clip": "a"}
    )
    until(opened, lambda: history.undo.value == "Undo Ripple Trim")
    assert history.redo.value == "Redo"
    opened.session.undo()
    until(opened, lambda: history.redo.value == "Redo Ripple Trim")
    assert history.undo.value == "Undo"


def test_any_state_of_the_list_is_gone_to(opened: Opened, history: HistoryModel) -> None:
    states = [opened.cut]
    for name in "abc":
        opened.session.edit("lift", partial(lifted, f"id-{name}"), {"clip": name})
        states.append(opened.cut)
    opened.settle()
    history.list()
    until(opened, lambda: len(history.lines.value) == 4)
    assert [line.text for line in history.lines.value[1:]] == ["Lift: a", "Lift: b", "Lift: c"]
    for done in (1, 3, 0, 2):
        history.go(done)
        opened.settle()
        assert opened.cut == states[done]
    history.list()
    until(opened, lambda: [line.is_made for line in history.lines.value] == [True, True, True, False])


def test_lines_name_what_they_are_about() -> None:
    assert line_of("move", {"clips": ["x", "y"]}) == "Move: 2 clips"
    assert line_of("track", {"track": "V1", "locked": True}) == "Track: V1"
    assert line_of("save", {}) == "Save"
    assert name_of("some-plugin_edit") == "Some Plugin Edit"
