from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from editor.ui.shell.layouts import LAYOUTS
from editor.ui.shell.panels import PANELS

pytestmark = pytest.mark.qt


def shown(person: Any) -> set[str]:
    return {name for name, dock in person.window.docks.items() if not dock.isHidden()}


def test_every_panel_stands_in_a_layout_and_has_a_key_of_its_own() -> None:
    placed = {
        id
        for each in LAYOUTS
        for side in (each.left, each.right, each.bottom)
        for stack in side
        for id in stack
    }
    assert {panel.id for panel in PANELS} <= placed
    assert len({panel.key for panel in PANELS}) == len(PANELS)


@pytest.fixture
def person(windows: Callable[[], Any]) -> Any:
    """Return somebody at a window whose panels are shown, as they are once a project is open."""
    person = windows()
    person.window.layouts.begin()
    person.rest()
    return person


def test_layouts_differ_and_each_is_kept_as_it_was_left(person: Any) -> None:
    window = person.window
    assert window.layouts.now.value == "edit"
    assert "timeline" in shown(person) and "inspector" in shown(person)
    window.docks["takes"].hide()
    before = shown(person)
    window.layouts.switch("graph")
    assert shown(person) != before
    assert window.bar.buttons["graph"].isChecked()
    window.layouts.switch("edit")
    assert shown(person) == before
    window.layouts.reset()
    assert "takes" in shown(person)


def test_layouts_are_kept_for_the_next_start(person: Any, windows: Callable[[], Any]) -> None:
    person.window.layouts.switch("review")
    person.window.docks["takes"].hide()
    state, left = person.window.state(), shown(person)
    person.leave()
    later = windows()
    later.window.restore(state)
    later.window.layouts.begin()
    assert later.window.layouts.now.value == "review"
    assert shown(later) == left


def test_how_the_media_is_shown_is_kept_for_the_next_start(person: Any, windows: Callable[[], Any]) -> None:
    from qtpy.QtCore import Qt

    media = person.window.media
    media.list.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    media.list.setColumnWidth(0, 222)
    media.list.setColumnHidden(3, True)
    media.list.header().moveSection(2, 5)
    media.as_tiles.setChecked(True)
    media.size_slider.setValue(96)
    state = json.loads(json.dumps(person.window.state()))
    person.leave()
    other = windows()
    other.window.restore(state)
    there = other.window.media
    header = there.list.header()
    assert (there.list.columnWidth(0), header.isSectionHidden(3), header.visualIndex(2)) == (222, True, 5)
    model = other.desk.media
    assert (model.order.value, model.backwards.value) == (4, True)
    assert there.as_tiles.isChecked() and there.size_slider.value() == 96
    assert there.tiles.itemDelegate().picture.height() == 96


def test_a_foreign_or_damaged_state_changes_nothing(person: Any) -> None:
    person.window.restore({"layout": "other", "layouts": {"edit": "!", "x": 3}, "geometry": 7})
    person.window.layouts.switch("takes")
    person.window.layouts.switch("edit")
    assert "timeline" in shown(person)
    person.window.restore({"panels": {"media": {"columns": "Zm9v", "rows": "x", "tiles": 3}, "other": 1}})
    assert not person.window.media.as_tiles.isChecked()
