"""The docks of a window: made from the table of panels, shown, hidden, walked through by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QDockWidget, QToolButton, QWidget

from editor.ui.words import say

from .panels import Forgets, Panel, Remembers

if TYPE_CHECKING:
    from editor.ui.window import Window


def add_dock(window: Window, panel: Panel, inside: QWidget) -> QDockWidget:
    """Put a panel's widget into a dock of the window, hidden until a layout shows it."""
    dock = QDockWidget(say(panel.title), window)
    dock.setObjectName(panel.id)
    dock.setWidget(inside)
    if not inside.accessibleName():
        inside.setAccessibleName(say(panel.title))
    dock.hide()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    return dock


def show_dock(window: Window, name: str) -> None:
    """Show a panel and give it the keyboard, or hide it where it has that already."""
    dock = window.docks[name]
    if dock.isVisible() and _holds(dock, window.focusWidget()):
        dock.hide()
        return
    dock.show()
    dock.raise_()
    first_focus(dock).setFocus(Qt.FocusReason.ShortcutFocusReason)


def go_on(window: Window) -> None:
    """Give the keyboard to the panel after the one that has it, the viewer included."""
    shown = (
        dock for dock in window.docks.values() if dock.isVisible() and not dock.visibleRegion().isEmpty()
    )
    panels: list[QWidget] = [window.viewer, *shown]
    now = window.focusWidget()
    place = next((i for i, panel in enumerate(panels) if _holds(panel, now)), 0)
    first_focus(panels[(place + 1) % len(panels)]).setFocus(Qt.FocusReason.ShortcutFocusReason)


def first_focus(panel: QWidget) -> QWidget:
    """Return what of a panel takes the keyboard first: a list, a drawing, a field before any button."""
    inside = panel.widget() if isinstance(panel, QDockWidget) else panel
    if inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return inside
    able = [
        each
        for each in inside.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()
    ]
    return next((each for each in able if not isinstance(each, QToolButton)), able[0] if able else inside)


def forget_docks(window: Window) -> None:
    """Have every panel follow its models no more."""
    for dock in window.docks.values():
        inside = dock.widget()
        if isinstance(inside, Forgets):
            inside.forget()


def remembered(window: Window) -> dict[str, object]:
    """Return how each panel shows what it shows, by its id."""
    panels = ((id, dock.widget()) for id, dock in window.docks.items())
    return {id: dict(inside.remembered()) for id, inside in panels if isinstance(inside, Remembers)}


def remember(window: Window, states: Mapping[str, object]) -> None:
    """Have each panel show things as it did."""
    for id, dock in window.docks.items():
        inside, state = dock.widget(), states.get(id)
        if isinstance(inside, Remembers) and isinstance(state, dict):
            inside.remember(state)


def _holds(panel: QWidget, inside: QWidget | None) -> bool:
    return inside is not None and (inside is panel or panel.isAncestorOf(inside))
