from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from editor.folders import settings_folder
from editor.ui.keymap.dialog import KeysDialog
from editor.ui.keymap.keymap import Keymap
from editor.ui.keymap.model import KEYS

pytestmark = pytest.mark.qt


@pytest.fixture
def person(windows: Callable[[], Any]) -> Any:
    return windows()


def choose(dialog: KeysDialog, id: str) -> None:
    from qtpy.QtCore import Qt
    from qtpy.QtWidgets import QTreeWidgetItemIterator

    for item in iter_items(QTreeWidgetItemIterator(dialog.tree)):
        if item.data(0, int(Qt.ItemDataRole.UserRole)) == id:
            dialog.tree.setCurrentItem(item)
            return
    raise AssertionError(id)


def iter_items(walk: Any) -> Any:
    while walk.value() is not None:
        yield walk.value()
        walk += 1


def test_a_key_is_pressed_its_owner_told_and_taken_from_everywhere(person: Any) -> None:
    from qtpy.QtGui import QKeySequence

    window = person.window
    dialog = KeysDialog(window)
    choose(dialog, "timeline.snap")
    dialog.key.setKeySequence(QKeySequence("S"))
    assert "Split" in dialog.says.text()
    dialog.give.click()
    assert window.handles["timeline.snap"].shortcut().toString() == "S"
    assert "S" not in window.registry["timeline.split"].shortcuts
    assert "(S)" in window.handles["timeline.snap"].toolTip()
    assert dialog.chosen() == "timeline.snap"
    person.wait((settings_folder() / KEYS).exists, "the keys to be kept")
    assert json.loads((settings_folder() / KEYS).read_text())["own"]["timeline.snap"] == ["S"]
    dialog.all_back.click()
    assert window.desk.keymap.keymap.value == Keymap()
    assert "S" in window.registry["timeline.split"].shortcuts
    dialog.reject()


def test_actions_are_found_by_name_and_by_key(person: Any) -> None:
    dialog = KeysDialog(person.window)

    def shown() -> list[str]:
        from qtpy.QtWidgets import QTreeWidgetItemIterator

        walk = QTreeWidgetItemIterator(dialog.tree)
        return [item.text(0) for item in iter_items(walk) if not item.isHidden() and not item.childCount()]

    everything = len(shown())
    dialog.search.setText("split")
    assert 0 < len(shown()) < everything
    assert all("split" in text.lower() for text in shown())
    dialog.search.setText("ctrl+shift+p")
    assert shown() == ["Commands…"]
    dialog.reject()
