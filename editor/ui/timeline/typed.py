"""A field over the timeline that is there while something is typed."""

from __future__ import annotations

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QLineEdit


class TypedField(QLineEdit):  # type: ignore[misc, unused-ignore]
    """Has every key before anybody's shortcut; goes away with Escape, and all stays as it was."""

    def event(self, event: QEvent) -> bool:
        """Take every key before anybody's shortcut does."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all as it was with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Go away; nobody is told that editing is finished."""
        self.blockSignals(True)
        self.hide()
        self.deleteLater()
