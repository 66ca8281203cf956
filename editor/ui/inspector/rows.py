"""A scrolled column of controls, one for each field."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from .controls import Control, control_for
from .fields import Field


class Rows(QScrollArea):
    """Builds its controls anew when it shows other fields, and else only sets their values."""

    tried = Signal(str, object)
    given = Signal(str, object)
    reset = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.controls: dict[str, Control] = {}
        self._shape: object = None
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(10)
        self._rows.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def show_fields(self, of: object, fields: Sequence[Field]) -> None:
        """Show the fields of something; `of` tells it from others that have the same fields."""
        shape = (of, tuple((field.name, field.control, field.parts, field.choices) for field in fields))
        if shape != self._shape:
            self._shape = shape
            self._build(fields)
        for field in fields:
            self.controls[field.name].show_field(field)

    def _build(self, fields: Sequence[Field]) -> None:
        for control in self.controls.values():
            self._rows.removeWidget(control)
            control.hide()
            control.deleteLater()
        self.controls = {}
        for place, field in enumerate(fields):
            control = control_for(field, self._inside)
            control.tried.connect(self.tried)
            control.given.connect(self.given)
            control.reset.connect(self.reset)
            self._rows.insertWidget(place, control)
            self.controls[field.name] = control
