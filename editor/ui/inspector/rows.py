"""A scrolled column of controls, one for each field; those that are rarely set behind a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor.ui.words import say, say_many
from nodes.graph.model import LINEAR

from .control import Control
from .fields import Field
from .keying import Strip
from .making import control_for

_PLAIN = ("number", "whole", "numbers", "switch", "choice")
Strips = Callable[[str], Strip | None]


def no_strip(name: str) -> Strip | None:
    """Return no curve: for panels whose fields have none."""
    return None


class Rows(QScrollArea):
    """Builds its controls anew when it shows other fields, and else only sets their values."""

    tried = Signal(str, object)
    given = Signal(str, object)
    reset = Signal(str)
    asked = Signal(str, str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.controls: dict[str, Control] = {}
        self._shape: tuple[Field, ...] = ()
        self._of: object = None
        self._fields: tuple[Field, ...] = ()
        self._open = False
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(10)
        self.more = QPushButton(self._inside)
        self.more.setProperty("flat", True)
        self.more.clicked.connect(self._turn)
        self._rows.addWidget(self.more)
        self._rows.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def show_fields(self, of: object, fields: Sequence[Field], strips: Strips = no_strip) -> None:
        """Show the fields of something; `of` tells it from others that have the same fields."""
        shape = tuple(map(_lasting, fields))
        self._fields = tuple(fields)
        if shape != self._shape or (of != self._of and not self._serves_others()):
            self._build(fields)
        self._shape, self._of = shape, of
        for field in fields:
            control = self.controls[field.name]
            control.show_field(field)
            control.show_strip(strips(field.name))
        self._disclose()

    def _serves_others(self) -> bool:
        """Whether the controls can show something else: they hold nothing but the value that they show."""
        used = QApplication.focusWidget()
        if used is not None and self.isAncestorOf(used):
            return False
        return all(field.control in _PLAIN for field in self._shape)

    def _build(self, fields: Sequence[Field]) -> None:
        for control in self.controls.values():
            self._rows.removeWidget(control)
            control.hide()
            control.deleteLater()
        self.controls = {}
        # What is one click away comes last, so that nothing moves when it is shown.
        ordered = sorted(fields, key=lambda field: not field.main)
        for place, field in enumerate(ordered):
            control = control_for(field, self._inside)
            control.tried.connect(self.tried)
            control.given.connect(self.given)
            control.reset.connect(self.reset)
            control.asked.connect(self.asked)
            self._rows.insertWidget(place, control)
            self.controls[field.name] = control

    def _turn(self) -> None:
        self._open = not self._open
        self._disclose()

    def _disclose(self) -> None:
        rest = [field for field in self._fields if not field.main]
        for field in self._fields:
            self.controls[field.name].setVisible(field.main or self._open)
        self.more.setVisible(bool(rest))
        count = say_many("Show {count} more", "Show {count} more", len(rest))
        self.more.setText(say("Show fewer") if self._open else count)
        self.more.setAccessibleName(self.more.text())


def _lasting(field: Field) -> Field:
    """Return what of a field its control is built by, which it cannot change later."""
    return replace(
        field,
        value=None,
        default=None,
        moved="",
        key=False,
        ease=LINEAR,
        offers=(),
        labels=(),
        main=True,
        display=None,
    )
