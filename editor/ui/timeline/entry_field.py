"""The field into which a time is typed, over the timeline's corner."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QWidget

from editor.ui.words import say

from .entry import enter
from .model import TimelineModel
from .typed import TypedField
from .view import HEADER, RULER

STARTS = "0123456789"
"""What begins a time when it is typed into the timeline."""


class EntryField(TypedField):
    """Return goes there, or moves what is selected by `+12` or `-1:00`; Escape leaves all as it is."""

    def __init__(self, lanes: QWidget, model: TimelineModel, text: str = "") -> None:
        super().__init__(lanes)
        self._lanes, self._model = lanes, model
        self.setGeometry(2, 2, HEADER - 5, RULER - 5)
        self.setText(text)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(say("Go to a time"))
        self.setPlaceholderText("1:00, +12, -1:00")
        self.setToolTip(say("A timecode or a frame; with + or - how far"))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deselect()
        self.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go there with Return, give up with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if enter(self._model, self.text()):
                self.leave()
            else:
                self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: object) -> None:
        """Go away when the keyboard goes elsewhere."""
        self.leave()

    def leave(self) -> None:
        """Go away, and give the keys back where they are here still."""
        had = self.hasFocus()
        super().leave()
        if had:
            self._lanes.setFocus()


def begins_entry(event: QKeyEvent) -> bool:
    """Return whether a key begins a time: a digit, a plus, a minus of the number pad."""
    held = event.modifiers()
    pad = bool(held & Qt.KeyboardModifier.KeypadModifier)
    plain = held & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    text = event.text()
    if plain != Qt.KeyboardModifier.NoModifier or len(text) != 1:
        return False
    return text in STARTS or text == "+" or (pad and text == "-")
