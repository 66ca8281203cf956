"""Writing on the canvas: the label of a node, the title of a backdrop or a group, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QEvent, QObject, QRect, Qt
from qtpy.QtGui import QFocusEvent, QKeyEvent
from qtpy.QtWidgets import QPlainTextEdit, QWidget

from editor.ui.words import say
from nodes.graph.canvas import Note

from .items import change_item
from .scene import WIDE

if TYPE_CHECKING:
    from .model import GraphModel


class Writing(QPlainTextEdit):
    """Stands over what is written: Return keeps it, Escape does not, Shift+Return is a new line in a note."""

    def __init__(self, model: GraphModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._id = ""
        self._many = False
        self.hide()
        self.setTabChangesFocus(True)
        self.setAccessibleName(say("Words on the canvas"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.installEventFilter(self)
        self._unwatch = model.writing.watch(self._begin)

    def _begin(self, id: str | None) -> None:
        scene, view = self._model.scene.value, self._model.view.value
        card, item = scene.card(id), scene.item(id)
        if id is None or (card is None and item is None) or (card is not None and card.sort == "output"):
            self.hide()
            self._model.writing.set(None)
            return
        self._id = id
        self._many = isinstance(item, Note)
        if isinstance(item, Note):
            text, size = item.text, item.size
        else:
            text = card.title if card is not None else item.title if item is not None else ""
            size = (float(WIDE), 30.0) if item is None else (item.size[0], 30.0)
        place = card.place if card is not None else item.place if item is not None else (0.0, 0.0)
        x, y = view.to_pixel(place)
        wide, high = max(160, round(size[0] * view.scale)), max(30, round(size[1] * view.scale))
        self.setGeometry(QRect(round(x), round(y), wide, high))
        self.setPlainText(text)
        self.selectAll()
        self.show()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._end(keep=False)
                return True
            new_line = self._many and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not new_line:
                self._end(keep=True)
                return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end(keep=True)

    def _end(self, *, keep: bool) -> None:
        text, id = self.toPlainText().strip(), self._id
        self.hide()
        self._model.writing.set(None)
        if keep:
            if self._many:
                change_item(self._model, id, text=text)
            else:
                change_item(self._model, id, title=" ".join(text.split()))
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()

    def forget(self) -> None:
        """Follow the model no more."""
        self._unwatch()
