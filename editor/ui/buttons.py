"""Buttons and menu entries that are made from the registry of actions."""

from __future__ import annotations

from collections.abc import Iterable

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QKeySequence
from qtpy.QtWidgets import QToolButton, QWidget

from .actions import Action
from .icons import icon
from .keys import PRESSES, keep_keys
from .observe import Unwatch
from .words import say


class Handle(QAction):
    """An action as Qt has it: text in the language that is spoken, keys, whether it can be done now."""

    def __init__(self, action: Action, parent: QWidget, picture: str = "") -> None:
        super().__init__(say(action.text), parent)
        self.setObjectName(action.id)
        self.give_keys(action.shortcuts)
        self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._unwatch: Unwatch = lambda: None
        if picture:
            self.setIcon(icon(picture))
        self.triggered.connect(lambda _=False: action.run())
        if action.enabled is not None:
            self._unwatch = action.enabled.watch(self.setEnabled, now=True)
        self._unname: Unwatch = lambda: None
        if action.says is not None:
            self._unname = action.says.watch(self._name, now=True)

    def give_keys(self, keys: Iterable[str]) -> None:
        """Listen to these keys, and tell of the first one."""
        self.setShortcuts([QKeySequence(key) for key in keys])
        self._tell()

    def _name(self, text: str) -> None:
        self.setText(text)
        self._tell()

    def _tell(self) -> None:
        shown = self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self.text()} ({shown})" if shown else self.text())

    def forget(self) -> None:
        """Follow the action's state no more."""
        self._unwatch()
        self._unname()


def button(handle: QAction, parent: QWidget, *, text: bool = False) -> QToolButton:
    """Return a button for an action, with its words besides the icon where asked."""
    made = QToolButton(parent)
    made.setDefaultAction(handle)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keep_keys(made, PRESSES)
    made.setIconSize(QSize(18, 18))
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    made.setToolButtonStyle(style)
    made.setAccessibleName(handle.text())
    return made
