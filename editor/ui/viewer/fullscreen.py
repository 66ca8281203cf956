"""The picture alone on the whole screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qtpy.QtCore import Qt
from qtpy.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut
from qtpy.QtWidgets import QVBoxLayout, QWidget

from editor.ui.words import say

from .overlay import SURROUND


class FullScreen(QWidget):
    """Borrows a canvas from where it lies and gives it back with `left`; Escape leaves.

    Every key of the window works here too.
    """

    def __init__(
        self, canvas: QWidget, keys: Iterable[QAction], left: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._left = left
        self.setWindowTitle(say("Workprint: the picture"))
        self.setStyleSheet(f"background: {SURROUND.name()}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(canvas)
        self.addActions(list(keys))
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.close)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the canvas back."""
        self._left()
        event.accept()
        self.deleteLater()
