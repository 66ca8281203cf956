"""The contact sheet as a person uses it, with takes that are values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from editor.document.layout import walk
from editor.document.model import Clip
from editor.ui.queue.model import Queue
from editor.ui.queue.task import Ended, Task
from editor.ui.session import Session
from editor.ui.takes.arranged import Wish
from editor.ui.takes.model import TakesModel
from editor.ui.work import Work
from tests.editor.ui.posted import Posted
from tests.editor.ui.takes.made import made_row, made_take
from tests.support.sample import plain_cut

pytestmark = pytest.mark.qt


class Kit:
    """A sheet over a model that no engine stands behind."""

    def __init__(self) -> None:
        from editor.ui.takes.posters import Posters
        from editor.ui.takes.sheet import Sheet

        self.posted = Posted()
        self.session = Session(self.posted)
        self.work, self.queue = Work(self.posted), Queue(self.posted)
        self.model = TakesModel(self.session, self.work, self.queue)
        self.posters = Posters(self.posted)
        self.sheet = Sheet(self.model, self.posters, self.queue.clock)
        self.sheet.resize(420, 400)
        self.sheet.show()

    def close(self) -> None:
        self.sheet.forget()
        self.sheet.close()
        self.sheet.deleteLater()
        self.posters.close()
        self.posters.deleteLater()
        self.queue.close()
        self.session.close()
        self.work.close()


@pytest.fixture
def kit(app: Any) -> Iterator[Kit]:
    made = Kit()
    yield made
    made.close()


def press(widget: Any, key: Any, modifiers: Any = None) -> None:
    from qtpy.QtCore import Qt
    from qtpy.QtTest import QTest

    QTest.keyClick(widget, key, Qt.KeyboardModifier.NoModifier if modifiers is None else modifiers)


def test_four_hundred_takes_are_walked_and_picked_with_the_keys_and_only_those_in_sight_are_read(
    kit: Kit, app: Any
) -> None:
    from qtpy.QtCore import Qt

    kit.model.rows.set(tuple(made_row(number) for number in range(1, 401)))
    kit.model.choose("sh010/t001")
    app.processEvents()
    kit.sheet.grab()
    assert kit.sheet.tiles.rowCount() == 400
    assert len(kit.posters._known) < 40, "posters out of sight are not read"
    press(kit.sheet, Qt.Key.Key_Right)
    assert kit.model.chosen.value == "sh010/t002"
    press(kit.sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert kit.model.picked.value == {"sh010/t002", "sh010/t003"}
    assert kit.model.can_compare.value
    press(kit.sheet, Qt.Key.Key_End)
    assert kit.model.chosen.value == "sh010/t400"
    assert kit.sheet.verticalScrollBar().value() == kit.sheet.verticalScrollBar().maximum()


def test_what_is_picked_stays_picked_while_takes_come_and_are_arranged_anew(kit: Kit) -> None:
    rows = tuple(made_row(number) for number in (1, 2, 3))
    kit.model.rows.set(rows)
    kit.model.choose("sh010/t002", frozenset({"sh010/t002", "sh010/t001"}))
    kit.model.rows.set((*rows, made_row(4)))
    kit.model.wish.set(Wish(order="name", turned=True))
    shown = [tile.key for tile in kit.sheet.tiles.tiles]
    assert shown == [f"sh010/t00{number}" for number in (4, 3, 2, 1)]
    places = sorted(index.row() for index in kit.sheet.selectedIndexes())
    assert places == [2, 3]
    assert kit.sheet.currentIndex().row() == 2


def test_takes_in_the_making_and_failed_ones_are_tiles_too(kit: Kit) -> None:
    kit.model.rows.set((made_row(1),))
    task = Task(1, "sh010, take", "sh010", done=12, total=24, started=0.0, kind="take")
    ended = Ended(Task(2, "sh010, take", "sh010", kind="take"), "failed", "the disk is full")
    other = Task(3, "Export", "sh010")
    clips = (here.item for here in walk(plain_cut()) if isinstance(here.item, Clip))
    kit.model.clip.set(next(clip for clip in clips if clip.id == "sh010"))
    kit.queue.ended.set((ended,))
    kit.queue.tasks.set((task, other))
    assert [tile.key for tile in kit.model.shown.value] == ["sh010/t001", "task 2", "task 1"]
    failed, running = kit.model.shown.value[1:]
    assert failed.state(0.0) == "failed: the disk is full"  # type: ignore[union-attr]
    assert running.state(0.0) == "12 of 24, time left not known yet"  # type: ignore[union-attr]
    kit.model.wish.set(Wish("failed"))
    assert [tile.key for tile in kit.model.shown.value] == ["task 2"]
    assert not kit.sheet.grab().isNull()
    kit.queue.tasks.set(())


def test_digits_rate_what_is_picked(kit: Kit, tmp_path: Path) -> None:
    from qtpy.QtCore import Qt

    folder = tmp_path / "t001"
    folder.mkdir()
    row = replace(made_row(1), take=replace(made_take(1, folder=tmp_path), folder=folder))
    kit.model.rows.set((row,))
    kit.model.choose(row.key)
    kit.model.can_mark.set(True)
    press(kit.sheet, Qt.Key.Key_4)
    kit.posted.until((folder / "remarks.json").exists)
    assert json.loads((folder / "remarks.json").read_text())["rating"] == 4


def test_a_take_is_dragged_by_clip_shot_and_name(kit: Kit) -> None:
    from editor.ui.takes.sheet_model import TAKE_MIME

    kit.model.rows.set((made_row(1), made_row(2)))
    data = kit.sheet.tiles.mimeData([kit.sheet.tiles.index(1)])
    said = json.loads(bytes(data.data(TAKE_MIME).data()))
    assert said == [{"clip": "sh010", "shot": "sh010", "take": "t002"}]
    assert not data.hasUrls(), "a proxy is not to be taken in as media"


def test_two_takes_are_told_apart_and_one_is_told_in_words(kit: Kit, app: Any) -> None:
    from editor.ui.takes.details import Details

    details = Details(kit.model)
    kit.model.rows.set((made_row(1), made_row(2)))
    kit.model.choose("sh010/t001")
    assert "color.grade: gain 0.1, 0.1, 0.1" in details.words.toPlainText()
    kit.model.choose("sh010/t001", frozenset({"sh010/t001", "sh010/t002"}))
    said = details.words.toPlainText()
    assert "color.grade, gain: 0.1, 0.1, 0.1 → 0.2, 0.2, 0.2" in said
    assert "seed: 1 → 2" in said
    assert "Warp error: 1 → 0.5" in said
    details.forget()
    details.close()
    details.deleteLater()
