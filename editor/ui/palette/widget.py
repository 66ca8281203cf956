"""The command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from editor.ui.actions import Action
from editor.ui.keys import native
from editor.ui.menus import menu_title
from editor.ui.words import say

from .match import found
from .why import reasons, why_not

if TYPE_CHECKING:
    from editor.ui.window import Window

_ID = int(Qt.ItemDataRole.UserRole)
_LISTED = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(QDialog):
    """Lists every action of a window, found by a few letters; Enter does the chosen one."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Commands"))
        self.setAccessibleName(say("Commands"))
        self._window = window
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(say("What do you want to do?"))
        self.line.setAccessibleName(say("Search actions"))
        self.line.textChanged.connect(lambda _: self._fill())
        self.line.returnPressed.connect(self._do)
        self.line.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(say("Actions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._do())
        self.list.itemActivated.connect(lambda _: self._do())
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.addWidget(self.line)
        box.addWidget(self.list)
        wide = min(760, window.width() - 40)
        self.resize(wide, min(440, window.height() - 80))
        self.list.setColumnWidth(0, wide - 390)
        self.list.setColumnWidth(1, 230)
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - wide) // 2, self._top())
        self._reasons = reasons(window)
        self._texts = [(each, _words(each)) for each in window.registry]
        self._fill()
        self.line.setFocus()

    def _top(self) -> int:
        return self._window.mapToGlobal(self._window.rect().topLeft()).y() + 60

    def _fill(self) -> None:
        self.list.clear()
        for action in found(self.line.text(), self._texts, self._window.recent):
            able = self._window.handles[action.id].isEnabled()
            keys = ", ".join(map(native, action.shortcuts))
            # Said in words too, since grey alone says nothing to those who do not see it.
            menu = _menu(action) if able else why_not(action, self._window, self._reasons)
            row = QTreeWidgetItem(self.list, [say(action.text), menu, keys])
            row.setData(0, _ID, action.id)
            row.setToolTip(1, menu)
            for column in range(3) if not able else (1, 2):
                row.setForeground(column, self.palette().placeholderText())
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _do(self) -> None:
        item = self.list.currentItem()
        handle = self._window.handles.get(str(item.data(0, _ID))) if item is not None else None
        # A click may also count as what activates: the second one finds the palette closed.
        if handle is None or not handle.isEnabled() or self.isHidden():
            return
        self.close()
        self._window.note_recent(handle.objectName())
        handle.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LISTED:
            move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
            last, here = self.list.topLevelItemCount() - 1, self.list.currentItem()
            now = self.list.indexOfTopLevelItem(here) if here is not None else 0
            there = self.list.topLevelItem(min(max(now + move[Qt.Key(event.key())], 0), max(last, 0)))
            if there is not None:
                self.list.setCurrentItem(there)
            return True
        return False


def _menu(action: Action) -> str:
    return menu_title(action.menu).replace("&", "")


def _words(action: Action) -> str:
    """Return what an action is found by: its words, in English too, and its menu."""
    said = say(action.text)
    return f"{said} {_menu(action)}" if said == action.text else f"{said} {_menu(action)} {action.text}"
