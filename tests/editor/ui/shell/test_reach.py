from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.editor.ui.reachable import controls, nameless, unreachable

pytestmark = pytest.mark.qt


@pytest.fixture
def person(windows: Callable[[], Any]) -> Any:
    person = windows()
    person.window._pages.setCurrentWidget(person.window.viewer)
    person.window.layouts.begin()
    return person


def test_every_control_of_the_shell_has_a_name_and_a_place_for_the_keyboard(person: Any) -> None:
    for what in ("start", "bar", "message", "media"):
        widget = getattr(person.window, what)
        assert list(controls(widget)), what
        assert nameless(widget) == [], what
        assert unreachable(widget) == [], what


def test_every_control_of_the_dialogs_has_a_name_and_a_place_for_the_keyboard(person: Any) -> None:
    from editor.ui.keymap.dialog import KeysDialog
    from editor.ui.palette.widget import Palette
    from editor.ui.preferences.dialog import PreferencesDialog

    for kind in (KeysDialog, PreferencesDialog, Palette):
        dialog = kind(person.window)
        assert dialog.windowTitle()
        assert nameless(dialog) == [], kind
        assert unreachable(dialog) == [], kind
        dialog.close()


def test_every_action_can_be_found_by_the_keyboard_and_tells_its_key(person: Any) -> None:
    window = person.window
    listed = {action for menu in window.menuBar().actions() for action in walk(menu.menu())}
    for action in window.registry:
        handle = window.handles[action.id]
        assert handle in listed, f"{action.id} is in no menu"
        if action.shortcuts:
            assert handle.shortcut().toString() in handle.toolTip(), action.id


def walk(menu: Any) -> list[Any]:
    found = []
    for action in menu.actions():
        found.extend(walk(action.menu()) if action.menu() is not None else [action])
    return found


def test_every_panel_is_reached_by_its_key_and_by_walking_on(person: Any) -> None:
    window = person.window
    for name in window.docks:
        window.show_panel(name)
        person.rest()
        assert window.docks[name].isVisible()
    seen = set()
    for _ in range(len(window.docks) + 1):
        window.next_panel()
        focus = window.focusWidget()
        seen |= {name for name, dock in window.docks.items() if dock.isAncestorOf(focus)}
    assert len(seen) >= 3
