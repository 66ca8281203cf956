"""Where the panels stand: switching between layouts, each as the person left it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qtpy.QtCore import QByteArray, Qt
from qtpy.QtWidgets import QDockWidget

from editor.ui.observe import Value

from .layouts import LAYOUTS, Layout, Stack

if TYPE_CHECKING:
    from editor.ui.window import Window

VERSION = 3
"""Of the arrangement of panels that is remembered."""
_SIDES = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Arranging:
    """The window's layouts. `now` is the id of the one that is shown; the others are kept as they were."""

    def __init__(self, window: Window) -> None:
        self.now: Value[str] = Value(LAYOUTS[0].id)
        self._window = window
        self._kept: dict[str, bytes] = {}
        self._shown = False

    def begin(self) -> None:
        """Show the panels for the first time."""
        self._shown = True
        self._show()

    def switch(self, id: str) -> None:
        """Show another layout; the present one is kept as it stands."""
        if id == self.now.value:
            return
        self._keep()
        self.now.set(id)
        self._show()
        # What had the keyboard may be hidden now, and Qt would give it to whatever comes next.
        if self._window.furnished:
            self._window.viewer.setFocus()

    def reset(self) -> None:
        """Put the panels of the present layout where they stand at first."""
        self._kept.pop(self.now.value, None)
        self._show()

    def state(self) -> dict[str, object]:
        """Return how all layouts stand, to be given to `restore` another time."""
        self._keep()
        kept = {id: b64encode(state).decode() for id, state in self._kept.items()}
        return {"layout": self.now.value, "layouts": kept}

    def restore(self, state: Mapping[str, object]) -> None:
        """Stand as `state` says; what is not understood in it changes nothing."""
        known = {layout.id for layout in LAYOUTS}
        kept, now = state.get("layouts"), state.get("layout")
        if isinstance(kept, dict):
            self._kept = {id: bytes_of(text) for id, text in kept.items() if id in known}
        if isinstance(now, str) and now in known:
            self.now.set(now)

    def _keep(self) -> None:
        if self._shown:
            self._kept[self.now.value] = bytes(self._window.saveState(VERSION).data())

    def _show(self) -> None:
        if not self._shown:
            return
        for dock in self._window.docks.values():
            dock.hide()
        kept = self._kept.get(self.now.value, b"")
        if not (kept and self._window.restoreState(QByteArray(kept), VERSION)):
            lay_out(self._window, next(each for each in LAYOUTS if each.id == self.now.value))


def lay_out(window: Window, layout: Layout) -> None:
    """Put the panels where they stand at first in a layout; panels that it does not name are hidden."""
    for dock in window.docks.values():
        dock.setFloating(False)
        dock.hide()
    sides = {
        side: [_stack(window, area, stack) for stack in _there(window, stacks)]
        for (side, area), stacks in zip(
            _SIDES.items(), (layout.left, layout.right, layout.bottom), strict=True
        )
    }
    for side, share in zip(("left", "right"), layout.wide, strict=True):
        width = min(max(round(window.width() * share), layout.least), layout.most)
        window.resizeDocks(sides[side][:1], [width] * len(sides[side][:1]), Qt.Orientation.Horizontal)
        if len(sides[side]) > 1:
            part = window.height() // len(sides[side])
            window.resizeDocks(sides[side], [part] * len(sides[side]), Qt.Orientation.Vertical)
    high = round(window.height() * layout.high)
    window.resizeDocks(sides["bottom"], [high] * len(sides["bottom"]), Qt.Orientation.Vertical)


def _there(window: Window, stacks: tuple[Stack, ...]) -> list[list[QDockWidget]]:
    """Return the stacks as docks, without the panels and stacks that this window does not have."""
    found = [[window.docks[id] for id in stack if id in window.docks] for stack in stacks]
    return [stack for stack in found if stack]


def _stack(window: Window, area: Qt.DockWidgetArea, stack: list[QDockWidget]) -> QDockWidget:
    """Put docks behind each other at a side and return the one in front."""
    for dock in stack:
        # Taken out first: a dock that stays in a group of tabs would take the group along.
        window.removeDockWidget(dock)
    front, *behind = stack
    window.addDockWidget(area, front)
    front.show()
    for dock in behind:
        window.tabifyDockWidget(front, dock)
        dock.show()
    front.raise_()
    return front


def bytes_of(text: object) -> bytes:
    """Return the bytes that a settings file holds as base 64, none for anything else."""
    try:
        return b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return b""
