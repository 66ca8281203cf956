"""Keys that a control needs itself, although the window has a shortcut on them; keys in words."""

from __future__ import annotations

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QKeyEvent, QKeySequence
from qtpy.QtWidgets import QWidget

MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Keeper(QObject):
    def __init__(self, keys: tuple[Qt.Key, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
                Qt.KeyboardModifier.ShiftModifier,
            )
            if plain and event.key() in self._keys:
                event.accept()
                return True
        return False


def keep_keys(widget: QWidget, keys: tuple[Qt.Key, ...]) -> None:
    """Let a widget have these keys while it has the focus."""
    widget.installEventFilter(_Keeper(keys, widget))


def native(key: str) -> str:
    """Return a key, as Qt writes it in English, as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
