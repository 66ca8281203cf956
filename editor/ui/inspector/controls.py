"""Controls for plain parameters: numbers, yes or no, one of a few, words."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.words import say
from nodes.api.kinds import Json

from .control import Control
from .fields import Field
from .number import Number
from .number_list import numbers_of, text_of_numbers

_HIGH = 66
_PINNED = 1


class Numbers(Control):
    """One number, or several that belong together: a colour, a place."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._several = field.control in ("numbers", "colour")
        whole = field.control == "whole"
        names: Sequence[str] = field.parts if self._several else ("",)
        self.numbers = [Number(name, field.span, whole, field.hard, self) for name in names]
        for name, number in zip(names, self.numbers, strict=True):
            number.setAccessibleName(f"{field.title} {name}".strip())
            number.tried.connect(lambda _: self._try(self._value()))
            number.given.connect(lambda _: self._give(self._value()))
            self._box.addWidget(number)

    def show_value(self, value: Json) -> None:
        values = value if self._several and isinstance(value, list) else [value]
        for number, each in zip(self.numbers, values, strict=False):
            number.show_value(None if each is None else float(each))

    def _value(self) -> Json:
        return [number.value for number in self.numbers] if self._several else self.numbers[0].value


class Seed(Control):
    """A seed: the take's, or one that is pinned so that every take has the same."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        row = QHBoxLayout()
        self._said = QLabel(say("each take's own"), self)
        self._said.setProperty("dim", True)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(field.title)
        self.line.editingFinished.connect(self._typed)
        self.pin = QPushButton(say("Pin"), self)
        self.pin.setToolTip(say("Have the same seed in every take"))
        self.pin.clicked.connect(lambda: self._give(_PINNED))
        row.addWidget(self._said, 1)
        row.addWidget(self.line, 1)
        row.addWidget(self.pin)
        self._box.addLayout(row)

    def show_value(self, value: Json) -> None:
        self._said.setVisible(value is None)
        self.pin.setVisible(value is None)
        self.line.setVisible(value is not None)
        if value is not None and not self.line.isModified() and self.line.text() != str(value):
            self.line.setText(str(value))

    def _typed(self) -> None:
        text = self.line.text().strip()
        if self.line.isModified():
            self.line.setModified(False)
            self._give(int(text) if text.isdecimal() else text or None)


class Switch(Control):
    """Yes or no."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(say("on"), self)
        self.box.setAccessibleName(field.title)
        keep_keys(self.box, PRESSES)
        self.box.clicked.connect(self._give)
        self._box.addWidget(self.box)

    def show_value(self, value: Json) -> None:
        self.box.setChecked(bool(value))


class Choices(Control):
    """One of a few."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._choices = field.choices
        self.box = QComboBox(self)
        self.box.addItems([str(choice) for choice in field.choices])
        self.box.setAccessibleName(field.title)
        keep_keys(self.box, (*MOVES, *PRESSES))
        self.box.activated.connect(lambda place: self._give(self._choices[place]))
        self._box.addWidget(self.box)

    def show_value(self, value: Json) -> None:
        self.box.setCurrentIndex(self._choices.index(value) if value in self._choices else -1)


class Text(Control):
    """A name or a few words; with a `list`, numbers with commas between."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._shown = ""
        self._list = field.control == "list"
        self.line = QLineEdit(self)
        self.line.setAccessibleName(field.title)
        if self._list:
            self.line.setPlaceholderText(say("numbers with commas between"))
        self.line.editingFinished.connect(self._finish)
        self._box.addWidget(self.line)

    def show_value(self, value: Json) -> None:
        self._shown = text_of_numbers(value) if self._list else "" if value is None else str(value)
        if self.line.text() != self._shown and not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(self._shown)

    def _finish(self) -> None:
        if self.line.text() != self._shown:
            text = self.line.text()
            self._give(numbers_of(text) if self._list else text)


class Words(Control):
    """Sentences, over several lines; kept when the keyboard goes elsewhere, or with Ctrl+Enter."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._shown = ""
        self.edit = QPlainTextEdit(self)
        self.edit.setFixedHeight(_HIGH)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(field.title)
        self.edit.installEventFilter(self)
        self._box.addWidget(self.edit)

    def show_value(self, value: Json) -> None:
        self._shown = "" if value is None else str(value)
        if not self.edit.hasFocus() and self.edit.toPlainText() != self._shown:
            self.edit.setPlainText(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what was written when it is left, or at Ctrl+Enter."""
        held = Qt.KeyboardModifier.ControlModifier
        if event.type() == QEvent.Type.FocusOut:
            self._finish()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & held
        ):
            self._finish()
            return True
        return False

    def _finish(self) -> None:
        text = self.edit.toPlainText()
        if text != self._shown:
            self._shown = text
            self._give(text)


class Shown(Control):
    """A value that is not set here: driven by another node."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._text = QLabel(self)
        self._text.setProperty("dim", True)
        self._text.setWordWrap(True)
        self._box.addWidget(self._text)
        self.free = QPushButton(say("Let go"), self)
        self.free.setToolTip(say("Have it stand at its own value again"))
        self.free.setAccessibleName(say("Let go of what drives {title}", title=field.title))
        self.free.clicked.connect(lambda: self.ask("let go"))
        self.free.setVisible(bool(field.moved))
        self._box.addWidget(self.free, 0, Qt.AlignmentFlag.AlignLeft)

    def show_field(self, field: Field) -> None:
        """Show a parameter as it is now; the value that rests is not what a driven one has."""
        super().show_field(field)
        self.free.setVisible(bool(field.moved))
        self._text.setVisible(not field.moved)

    def show_value(self, value: Json) -> None:
        self._text.setText(_told(value))


def _told(value: Json) -> str:
    """Return a value as a person reads it: of times in a row their frames."""
    if isinstance(value, list):
        return ", ".join(str(each[0] if isinstance(each, list) and each else each) for each in value)
    return "" if value is None else str(value)
