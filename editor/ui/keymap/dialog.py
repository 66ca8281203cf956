"""The dialog of keys: every action by menu, its keys, and the way to give it others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qtpy.QtCore import Qt
from qtpy.QtGui import QKeySequence
from qtpy.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from editor.ui.actions import Action
from editor.ui.keys import native
from editor.ui.menus import menu_title
from editor.ui.pointing.local import HEADING, LOCALS, SCOPE
from editor.ui.words import say

from .keymap import Keymap, Local, as_preset, holder, keyed, with_key, without_keys
from .presets import presets

if TYPE_CHECKING:
    from editor.ui.window import Window

_ID = int(Qt.ItemDataRole.UserRole)
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeysDialog(QDialog):
    """Lists the actions of a window with their keys, and changes those."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Keys"))
        self.resize(620, 640)
        self._window, self._model = window, window.desk.keymap
        self.preset = QComboBox(self)
        for preset in presets().values():
            self.preset.addItem(preset.name, preset.id)
        self.preset.setAccessibleName(say("Keymap"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Search by name or key"))
        self.search.setAccessibleName(say("Search actions"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderLabels([say("What"), say("Keys")])
        self.tree.setColumnWidth(0, 380)
        self.tree.setAccessibleName(say("Actions and their keys"))
        self.key = QKeySequenceEdit(self)
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(say("New key"))
        self.says = QLabel(self)
        self.says.setWordWrap(True)
        self.give, self.clear, self.back = (QPushButton(self) for _ in range(3))
        self.all_back = QPushButton(say("All Back to the Preset"), self)
        self._place()
        self._follow()
        self._fill()
        self.search.setFocus()

    def _place(self) -> None:
        top, edit, ends = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(QLabel(say("Keymap"), self))
        top.addWidget(self.preset)
        top.addWidget(self.search, 1)
        edit.addWidget(QLabel(say("New key"), self))
        edit.addWidget(self.key, 1)
        for each, text in (
            (self.give, say("Set")),
            (self.clear, say("No Key")),
            (self.back, say("As Preset")),
        ):
            each.setText(text)
            each.setAutoDefault(False)
            edit.addWidget(each)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.all_back.setAutoDefault(False)
        ends.addWidget(self.all_back)
        ends.addWidget(buttons, 1)
        box = QVBoxLayout(self)
        box.addLayout(top)
        box.addWidget(self.tree, 1)
        box.addWidget(self.says)
        box.addLayout(edit)
        box.addLayout(ends)

    def _follow(self) -> None:
        model = self._model
        self.preset.setCurrentIndex(self.preset.findData(model.keymap.value.preset))
        self.preset.activated.connect(lambda _: self._change(Keymap(str(self.preset.currentData()))))
        self.search.textChanged.connect(lambda _: self._sift())
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.key.keySequenceChanged.connect(lambda _: self._tell())
        self.give.clicked.connect(self._give)
        self.clear.clicked.connect(lambda: self._alter(without_keys))
        self.back.clicked.connect(lambda: self._alter(as_preset))
        self.all_back.clicked.connect(lambda: self._change(Keymap(model.keymap.value.preset)))

    def _fill(self) -> None:
        chosen = self.chosen()
        self.tree.clear()
        for name, inside in self._window.registry.menus():
            top = QTreeWidgetItem(self.tree, [menu_title(name).replace("&", ""), ""])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for action in inside:
                row = QTreeWidgetItem(top, [say(action.text), ", ".join(map(native, action.shortcuts))])
                row.setData(0, _ID, action.id)
                if action.id == chosen:
                    self.tree.setCurrentItem(row)
        top = QTreeWidgetItem(self.tree, [say(HEADING), ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for local in self._locals():
            row = QTreeWidgetItem(top, [say(local.text), ", ".join(map(native, local.shortcuts))])
            row.setData(0, _ID, local.id)
            if local.id == chosen:
                self.tree.setCurrentItem(row)
        self.tree.expandAll()
        self._sift()
        self._chosen()

    def _locals(self) -> tuple[Local, ...]:
        return keyed(LOCALS, self._model.keymap.value)

    def _holder(self, id: str, key: str) -> Action | Local | None:
        """Return whom a key belongs to, where the chosen one listens to it."""
        if id.startswith(SCOPE):
            return holder(self._locals(), key)
        return holder(self._window.registry, key)

    def _sift(self) -> None:
        words = self.search.text().lower().split()
        for top in map(self.tree.topLevelItem, range(self.tree.topLevelItemCount())):
            assert top is not None
            rows = [row for place in range(top.childCount()) if (row := top.child(place)) is not None]
            for row in rows:
                told = f"{top.text(0)} {row.text(0)} {row.text(1)}".lower()
                row.setHidden(not all(word in told for word in words))
            top.setHidden(all(row.isHidden() for row in rows))

    def chosen(self) -> str:
        """Return the id of the action that is chosen, "" for none."""
        item = self.tree.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def _chosen(self) -> None:
        id = self.chosen()
        self.key.clear()
        for each in (self.key, self.clear, self.back):
            each.setEnabled(bool(id))
        self.back.setEnabled(id in self._model.keymap.value.own)
        self._tell()

    def _tell(self) -> None:
        id, key = self.chosen(), self.key.keySequence().toString(_PORTABLE)
        before = self._holder(id, key) if key else None
        other = before is not None and before.id != id
        self.give.setEnabled(bool(id and key))
        self.give.setText(say("Take It") if other else say("Set"))
        if not id:
            self.says.setText(say("Choose an action, then press its new key."))
        elif before is not None and other:
            self.says.setText(say("{key} is “{action}”.", key=native(key), action=say(before.text)))
        else:
            self.says.setText(say("{key} is free.", key=native(key)) if key else say("Press the new key."))

    def _give(self) -> None:
        key = self.key.keySequence().toString(_PORTABLE)
        keymap, id = self._model.keymap.value, self.chosen()
        if id.startswith(SCOPE):
            self._change(with_key(keymap, self._locals(), id, key))
        else:
            self._change(with_key(keymap, self._window.registry, id, key))

    def _alter(self, how: Callable[[Keymap, str], Keymap]) -> None:
        self._change(how(self._model.keymap.value, self.chosen()))

    def _change(self, keymap: Keymap) -> None:
        self._model.change(keymap)
        self._fill()
