"""Controls for parameters: each tells what is tried while it moves, and what is given once it rests."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.icons import icon
from editor.ui.keys import MOVES, PRESSES, keep_keys
from nodes.api.kinds import Json

from .fields import Field
from .number import Number


class Control(QWidget):
    """A parameter's name, its reset button, and below them what sets it."""

    tried = Signal(str, object)
    given = Signal(str, object)
    reset = Signal(str)

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = field.name
        self._title = QLabel(field.title, self)
        self._title.setToolTip(field.help)
        self._state = QLabel(self)
        self._state.setProperty("dim", True)
        self._reset = QToolButton(self)
        self._reset.setIcon(icon("reset"))
        self._reset.setAutoRaise(True)
        self._reset.setToolTip(f"Reset {field.title} to its default")
        self._reset.setAccessibleName(f"Reset {field.title}")
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(lambda: self.reset.emit(self._name))
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        head.addWidget(self._reset)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(3)
        self._box.addLayout(head)

    def show_field(self, field: Field) -> None:
        """Show a parameter as it is now."""
        self._reset.setEnabled(field.changed)
        self._state.setText(field.moved)
        self.show_value(field.value)

    def show_value(self, value: Json) -> None:
        """Show a value without telling anybody."""

    def _try(self, value: Json) -> None:
        self.tried.emit(self._name, value)

    def _give(self, value: Json) -> None:
        self.given.emit(self._name, value)


class Numbers(Control):
    """One number, or several that belong together: a colour, a place."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._several = field.control == "numbers"
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


class Switch(Control):
    """Yes or no."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox("on", self)
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
    """Words."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._shown = ""
        self.line = QLineEdit(self)
        self.line.setAccessibleName(field.title)
        self.line.editingFinished.connect(self._finish)
        self._box.addWidget(self.line)

    def show_value(self, value: Json) -> None:
        self._shown = "" if value is None else str(value)
        if not self.line.hasFocus() or not self.line.isModified():
            self.line.setText(self._shown)

    def _finish(self) -> None:
        if self.line.text() != self._shown:
            self._give(self.line.text())


class Shown(Control):
    """A value that is not set here: moved over time, a file, prompts."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._text = QLabel(self)
        self._text.setProperty("dim", True)
        self._text.setWordWrap(True)
        self._box.addWidget(self._text)

    def show_value(self, value: Json) -> None:
        self._text.setText("" if value is None else str(value))


_CONTROLS: dict[str, type[Control]] = {
    "number": Numbers,
    "whole": Numbers,
    "numbers": Numbers,
    "switch": Switch,
    "choice": Choices,
    "text": Text,
    "shown": Shown,
}


def control_for(field: Field, parent: QWidget) -> Control:
    """Return the control that a parameter is set with."""
    return _CONTROLS[field.control](field, parent)
