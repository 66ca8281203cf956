"""Somebody looks at media by itself, says in and out by keys, and puts exactly that into the cut."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor.ui.pointing.disc import COLUMNS, COUNT, RATE, ROWS, make_project

pytestmark = pytest.mark.qt


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("looked") / "disc")


@pytest.fixture
def person(windows: Callable[[], Any], looked: Path) -> Iterator[Any]:
    """A person whose window shows a project, its only medium chosen."""
    project = looked.with_name("project-loupe")
    shutil.copytree(looked, project)
    made = windows()
    made.open(project)
    media = made.desk.media
    made.wait(lambda: bool(media.pieces.value), "the media")
    media.choose([media.pieces.value[0].path])
    yield made
    made.window.looks.close()
    shutil.rmtree(project, ignore_errors=True)


def clips(person: Any) -> list[Any]:
    from editor.document.layout import shots

    return [shot.clip for shot in shots(person.session.cut.value)]


def test_in_and_out_are_marked_by_keys_and_an_edit_takes_exactly_that(person: Any) -> None:
    from nodes.api.times import Range, Time

    person.press("media.look")
    loupe = person.window.looks.loupe
    player = loupe.model.player
    person.wait(lambda: player.picture.value is not None, "the medium's picture")
    assert player.picture.value.pixels.shape[:2] == (ROWS, COLUMNS)
    assert player.whole.frame_count == COUNT, "all of the medium, not what the cut shows of it"
    for _ in range(3):
        person.keys("Right", loupe.viewer)
    person.keys("I", loupe.viewer)
    for _ in range(4):
        person.keys("Right", loupe.viewer)
    person.keys("O", loupe.viewer)
    marked = loupe.model.session.marked.value
    assert (marked.start.frame, marked.frame_count) == (3, 5)
    assert [label.text() for label in loupe.said] == ["00:00:00:03", "00:00:00:07", "00:00:00:05  (5 frames)"]
    assert loupe.model.session.cut.value is not person.session.cut.value
    before = len(clips(person))
    person.keys("F12", loupe.viewer)
    person.settle()
    added = clips(person)[-1]
    assert len(clips(person)) == before + 1
    assert added.source == Range(Time(3, RATE), Time(5, RATE))
    person.press("edit.undo")
    person.settle()
    assert len(clips(person)) == before
    # Without an out, three points make the edit: as long as what is marked in the cut, from there.
    person.keys("Alt+X", loupe.viewer)
    assert loupe.model.session.marked.value is None
    person.keys("I", loupe.viewer)
    person.session.marked.set(Range(Time(2, RATE), Time(2, RATE)))
    person.keys("F10", loupe.viewer)
    person.settle()
    (laid,) = (clip for clip in clips(person) if clip.source == Range(Time(7, RATE), Time(2, RATE)))
    assert laid.name
    # The marks stay for the dock as well, once the look is over.
    person.keys("Escape", loupe)
    assert person.window.looks.loupe is None
    person.session.marked.set(None)
    person.press("media.append")
    person.settle()
    assert clips(person)[-1].source == Range(Time(7, RATE), Time(COUNT - 7, RATE))
