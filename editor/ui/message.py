"""The message line: the newest thing to tell the person, in full."""

from __future__ import annotations

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QResizeEvent
from qtpy.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QToolButton, QWidget

from .icons import icon
from .session import Session
from .words import say

_MOST_LINES = 8


class MessageLine(QFrame):
    """Shows `session.message` for as long as it is not dismissed; long ones scroll, none is cut off."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("Message"))
        self._close = QToolButton(self)
        self._close.setIcon(icon("close"))
        self._close.setAutoRaise(True)
        self._close.setToolTip(say("Dismiss"))
        self._close.setAccessibleName(say("Dismiss the message"))
        self._close.clicked.connect(lambda: session.message.set(""))
        box = QHBoxLayout(self)
        box.setContentsMargins(8, 4, 4, 4)
        box.addWidget(self.text, 1)
        box.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._unwatch = session.message.watch(self._show, now=True)

    def _show(self, message: str) -> None:
        self.text.setPlainText(message)
        self.setVisible(bool(message))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        document = self.text.document()
        document.setTextWidth(self.text.viewport().width())
        line = self.text.fontMetrics().lineSpacing()
        # Room for the frame that the theme draws.
        wanted = round(document.size().height()) + 10
        most = (_MOST_LINES + 1) * line
        self.text.setFixedHeight(min(wanted, most))
        scrolls = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.text.setVerticalScrollBarPolicy(scrolls)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 0)

    def forget(self) -> None:
        """Follow the session no more."""
        self._unwatch()
