"""The bar of layouts at the window's top right."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QHBoxLayout, QToolButton, QWidget

from editor.ui.keys import PRESSES, keep_keys
from editor.ui.observe import Value
from editor.ui.words import say

from .layouts import LAYOUTS, Layout


class LayoutBar(QWidget):
    """A button for each layout, pressed in for the one that is shown."""

    def __init__(
        self, now: Value[str], handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self._now = now
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 1, 6, 1)
        box.setSpacing(2)
        for layout in LAYOUTS:
            made = self._button(layout, handles[f"view.layout_{layout.id}"])
            self.buttons[layout.id] = made
            box.addWidget(made)
        self._unwatch = now.watch(self._show, now=True)

    def _button(self, layout: Layout, handle: QAction) -> QToolButton:
        # Not the action's own button: that would bear the words of the menu.
        made = QToolButton(self)
        made.setText(say(layout.title))
        made.setCheckable(True)
        made.setProperty("flat", True)
        made.setAccessibleName(handle.text())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(made, PRESSES)
        made.clicked.connect(handle.trigger)
        made.clicked.connect(lambda: self._show(self._now.value))
        handle.changed.connect(lambda: made.setToolTip(handle.toolTip()))
        made.setToolTip(handle.toolTip())
        return made

    def _show(self, now: str) -> None:
        for id, made in self.buttons.items():
            made.setChecked(id == now)

    def forget(self) -> None:
        """Follow the layouts no more."""
        self._unwatch()
