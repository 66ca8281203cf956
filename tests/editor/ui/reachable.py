"""What somebody who does not see the window, or has no mouse, would miss in a widget."""

from __future__ import annotations

from collections.abc import Iterator

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def controls(top: QWidget) -> Iterator[QWidget]:
    """Yield a widget's own controls, without those that Qt puts inside of them."""
    for each in top.findChildren(QWidget):
        inside = each.parentWidget()
        parts = isinstance(inside, (*CONTROLS, QScrollBar)) or each.objectName().startswith("qt_")
        if isinstance(each, CONTROLS) and not parts and not _of_a_box(each):
            yield each


def nameless(top: QWidget) -> list[str]:
    """Return the controls that a screen reader has no words for."""
    return [_called(each) for each in controls(top) if not _name(each)]


def unreachable(top: QWidget) -> list[str]:
    """Return the controls that the Tab key never comes to."""
    return [_called(each) for each in controls(top) if not each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _of_a_box(each: QWidget) -> bool:
    """Return whether it is a part of a spin box or of a combo box's list."""
    above: QWidget | None = each.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox):
            return True
        above = above.parentWidget()
    return False


def _name(each: QWidget) -> str:
    text = each.text() if isinstance(each, QAbstractButton) else ""
    return each.accessibleName() or text


def _called(each: QWidget) -> str:
    parent = each.parentWidget()
    return f"{type(each).__name__} in {type(parent).__name__}: {each.toolTip()}"
