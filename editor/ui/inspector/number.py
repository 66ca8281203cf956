"""A number: a slider for the usual range beside a field that takes any."""

from __future__ import annotations

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QDoubleValidator
from qtpy.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSlider, QWidget

from editor.ui.keys import MOVES, keep_keys
from nodes.api.hints import Slider

_STEPS = 1000


class Number(QWidget):
    """`tried` tells a value while the slider is held, `given` the one it was let go at, or typed."""

    tried = Signal(float)
    given = Signal(float)

    def __init__(self, name: str, span: Slider, whole: bool, hard: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._span, self._whole, self._hard = span, whole, hard
        self._value: float | None = None
        self._before: float | None = None
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, self._count())
        self.slider.setPageStep(max(1, self._count() // 10))
        self.slider.setSingleStep(max(1, self._count() // 100))
        keep_keys(self.slider, MOVES)
        self.line = QLineEdit(self)
        self.line.setFixedWidth(76)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setValidator(QDoubleValidator(self))
        self.setFocusProxy(self.line)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        if name:
            label = QLabel(name, self)
            label.setProperty("dim", True)
            label.setFixedWidth(label.fontMetrics().horizontalAdvance("green ") + 4)
            box.addWidget(label)
        box.addWidget(self.slider, 1)
        box.addWidget(self.line)
        if span.unit:
            box.addWidget(QLabel(span.unit, self))
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self._take_hold)
        self.slider.sliderReleased.connect(self._let_go)
        self.line.editingFinished.connect(self._typed)

    @property
    def value(self) -> float:
        """What is shown; whole where only whole numbers make sense."""
        number = self._span.low if self._value is None else self._value
        return round(number) if self._whole else number

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.slider.setAccessibleName(name)
        self.line.setAccessibleName(name)

    def show_value(self, value: float | None) -> None:
        """Show a value without telling anybody; a slider that is held and a field being typed in stay."""
        self._value = value
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(0 if value is None else self._place(value))
            self.slider.blockSignals(False)
        text = "" if value is None else text_of(value)
        # The same text set again would take away what a person has selected to type over.
        if text != self.line.text() and not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(text)

    def _slid(self, place: int) -> None:
        share = place / self._count()
        self._value = self._span.low + share * (self._span.high - self._span.low)
        self._value = round(self._value) if self._whole else round(self._value, 4)
        self.line.setText(text_of(self._value))
        # Keys and wheel move it without holding it: then each step is final.
        (self.tried if self.slider.isSliderDown() else self.given).emit(self.value)

    def _take_hold(self) -> None:
        self._before = self._value

    def _let_go(self) -> None:
        if self._value is not None and self._value != self._before:
            self.given.emit(self.value)

    def _typed(self) -> None:
        try:
            typed = float(self.line.text().replace(",", "."))
        except ValueError:
            self.line.setText("" if self._value is None else text_of(self._value))
            return
        self.line.setModified(False)
        if self._hard:
            typed = min(max(typed, self._span.low), self._span.high)
        if typed != self._value:
            self._value = typed
            self.given.emit(self.value)

    def _place(self, value: float) -> int:
        reach = self._span.high - self._span.low
        share = (value - self._span.low) / reach if reach else 0.0
        return round(min(max(share, 0.0), 1.0) * self._count())

    def _count(self) -> int:
        return max(1, round(self._span.high - self._span.low)) if self._whole else _STEPS


def text_of(value: float) -> str:
    """Return a number as it is shown: four places at most, no zeros at the end.

    >>> text_of(1.0), text_of(0.12345), text_of(-0.5)
    ('1', '0.1235', '-0.5')
    """
    return f"{value:.4f}".rstrip("0").rstrip(".")
