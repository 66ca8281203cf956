"""The window in which media is looked at: its picture, in and out, and what they are put into."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qtpy.QtCore import QSize, Qt, Signal
from qtpy.QtGui import QCloseEvent, QFontDatabase, QKeyEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from editor.ui.actions import Action
from editor.ui.buttons import Handle, button
from editor.ui.keymap.keymap import Keymap, keyed
from editor.ui.viewer.actions import actions as viewer_actions
from editor.ui.viewer.widget import Viewer
from editor.ui.words import later, say

from .model import LoupeModel

_PICTURES = {
    "timeline.mark_in": "mark-in",
    "timeline.mark_out": "mark-out",
    "media.insert": "insert",
    "media.overwrite": "overwrite",
    "media.append": "append",
}


class Loupe(QWidget):
    """Shows a look at media in a window beside the main one, by the keys that hold there.

    `closed` tells that it is gone; the model is closed with it.
    """

    closed = Signal()

    def __init__(self, model: LoupeModel, keymap: Keymap, parent: QWidget) -> None:
        # No tool window: those hand their keys on to the window behind, whose in and out are the cut's.
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Media: {name}", name=model.piece.name))
        self.model = model
        self.viewer = Viewer(model.session, model.player, self, versions=False)
        self.handles = {
            action.id: Handle(action, self, _PICTURES.get(action.id, ""))
            for action in keyed(tuple(_actions(model)), keymap)
        }
        self.addActions(list(self.handles.values()))
        self.said = [QLabel(self) for _ in range(3)]
        self._told: list[Callable[[], None]] = [model.said.watch(self._tell, now=True)]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(2)
        box.addWidget(self.viewer, 1)
        box.addLayout(self._row())
        self.viewer.setFocus()

    def _row(self) -> QHBoxLayout:
        row, fixed = QHBoxLayout(), QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        row.setContentsMargins(8, 0, 8, 0)
        names = (say("In"), say("Out"), say("Taken"))
        for label, name in zip(self.said, names, strict=True):
            title = QLabel(name, self)
            title.setProperty("dim", True)
            label.setFont(fixed)
            label.setAccessibleName(name)
            row.addWidget(title)
            row.addWidget(label)
            row.addSpacing(8)
        row.addStretch(1)
        for name in ("timeline.mark_in", "timeline.mark_out"):
            row.addWidget(button(self.handles[name], self))
        row.addWidget(button(self.handles["timeline.clear_marks"], self, text=True))
        row.addSpacing(12)
        for name in ("media.insert", "media.overwrite", "media.append"):
            row.addWidget(button(self.handles[name], self))
        return row

    def _tell(self, said: tuple[str, str, str]) -> None:
        for label, text in zip(self.said, said, strict=True):
            label.setText(text)

    def sizeHint(self) -> QSize:
        """Half an HD picture and what stands below."""
        return QSize(800, 560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what plays."""
        self.forget()
        super().closeEvent(event)

    def forget(self) -> None:
        """Follow the model no more, and end it; a second time nothing happens."""
        if not self._told:
            return
        for unwatch in self._told:
            unwatch()
        self._told = []
        for handle in self.handles.values():
            handle.forget()
        self.viewer.forget()
        self.model.close()
        self.closed.emit()


def _actions(model: LoupeModel) -> Iterator[Action]:
    """Yield what can be done here, by the ids that the main window's keys are given for."""
    for action in viewer_actions(model.player):
        if action.id.startswith(("playback.", "view.fit", "view.actual", "view.zoom")):
            yield action
    ready = model.player.ready
    yield Action("timeline.mark_in", later("Mark In"), ("I",), model.mark_in, ready)
    yield Action("timeline.mark_out", later("Mark Out"), ("O",), model.mark_out, ready)
    yield Action("timeline.clear_marks", later("Take All of It"), ("Alt+X",), model.clear)
    put = model.put
    can = model.media.has_project
    yield Action("media.insert", later("Insert at the Playhead"), ("F9",), lambda: put("insert"), can)
    yield Action(
        "media.overwrite", later("Overwrite at the Playhead"), ("F10",), lambda: put("overwrite"), can
    )
    yield Action("media.append", later("Append to the Cut"), ("F12",), lambda: put("append"), can)
