"""A window to choose a colour in: as it is shown by hue, saturation and value, and by its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qtpy.QtCore import QSize, Qt, Signal, SignalInstance
from qtpy.QtGui import QPainter, QPixmap
from qtpy.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .shade_fields import HueStrip, ShadeSquare
from .shades import RGB, Display
from .swatch import swatch

_PLATE = QSize(64, 34)
_BRIGHTEST = 1600.0


class ColourPicker(QDialog):
    """`tried` tells a colour of the working space while it moves, `given` the one it rests at.

    It stays open beside the window and follows what is shown. Red, green and blue are the parameter's own
    numbers; hue, saturation, value and hex are those of the display.
    """

    tried = Signal(tuple)
    given = Signal(tuple)

    def __init__(self, title: str, display: Display, light: Sequence[float], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(title)
        self._display, self._before, self._light = display, tuple(light), tuple(light)
        self._hsv = display.hsv(light)
        self.square, self.strip = ShadeSquare(self), HueStrip(self)
        self.square.tried.connect(lambda s, v: self._by_hsv((self._hsv[0], s, v), self.tried))
        self.square.given.connect(lambda s, v: self._by_hsv((self._hsv[0], s, v), self.given))
        self.strip.tried.connect(lambda hue: self._by_hsv((hue, *self._hsv[1:]), self.tried))
        self.strip.given.connect(lambda hue: self._by_hsv((hue, *self._hsv[1:]), self.given))
        self.hsv = [
            self._number(say("Hue"), 360.0, " °", self._typed_hsv),
            self._number(say("Saturation"), 100.0, " %", self._typed_hsv),
            self._number(say("Value"), _BRIGHTEST, " %", self._typed_hsv),
        ]
        self.hsv[0].setWrapping(True)
        names = (say("Red"), say("Green"), say("Blue"))
        self.rgb = [self._number(name, 1000.0, "", self._typed_rgb, 4) for name in names]
        self.hex = QLineEdit(self)
        self.hex.setAccessibleName(say("Hex, as it is shown"))
        self.hex.editingFinished.connect(self._typed_hex)
        self._plates, self._beyond = QLabel(self), QLabel(self)
        self._plates.setToolTip(say("What it was, and what it is"))
        self._beyond.setWordWrap(True)
        self._beyond.setProperty("dim", True)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        fields, shown, kept = QHBoxLayout(), QFormLayout(), QFormLayout()
        for number in self.hsv:
            shown.addRow(number.accessibleName(), number)
        shown.addRow(say("Hex"), self.hex)
        for number in self.rgb:
            kept.addRow(number.accessibleName(), number)
        kept.addRow(self._plates)
        for form in (shown, kept):
            form.setVerticalSpacing(4)
            fields.addLayout(form)
        top = QHBoxLayout()
        top.addWidget(self.square, 1)
        top.addWidget(self.strip)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 10)
        box.addLayout(top, 1)
        box.addLayout(fields)
        box.addWidget(self._beyond)

    def show_light(self, light: Sequence[float]) -> None:
        """Show a colour without telling anybody; where it looks like the one shown, its hue is kept."""
        if tuple(light) == self._light:
            return
        self._light = tuple(light)
        now = self._display.of_hsv(*self._hsv)
        if any(abs(one - other) > 2e-4 for one, other in zip(now, light, strict=False)):
            hue, saturation, value = self._display.hsv(light)
            # Greys have no hue and black no saturation: those stay where they were.
            hue = hue if saturation > 1e-4 and value > 1e-4 else self._hsv[0]
            self._hsv = (hue, saturation if value > 1e-4 else self._hsv[1], value)
        self._show()

    def _by_hsv(self, hsv: RGB, tell: SignalInstance) -> None:
        self._hsv = hsv
        self._light = self._display.of_hsv(*hsv)
        self._show()
        tell.emit(self._light)

    def _typed_hsv(self) -> None:
        hue, saturation, value = (number.value() for number in self.hsv)
        self._by_hsv((hue / 360 % 1, saturation / 100, value / 100), self.given)

    def _typed_rgb(self) -> None:
        typed = tuple(number.value() for number in self.rgb)
        # What was not typed keeps all its digits.
        light = tuple(
            old if abs(old - new) < 5e-5 else new for old, new in zip(self._light, typed, strict=True)
        )
        self.show_light(light)
        self.given.emit(light)

    def _typed_hex(self) -> None:
        if not self.hex.isModified():
            return
        self.hex.setModified(False)
        light = self._display.of_hex(self.hex.text())
        if light is not None:
            self.show_light(light)
            self.given.emit(light)
        self._show()

    def _number(
        self, name: str, most: float, suffix: str, typed: Callable[[], None], places: int = 1
    ) -> QDoubleSpinBox:
        made = QDoubleSpinBox(self)
        made.setAccessibleName(name)
        made.setDecimals(places)
        made.setRange(0.0 if suffix else -most, most)
        made.setSingleStep(1.0 if suffix else 0.01)
        made.setSuffix(suffix)
        made.setKeyboardTracking(False)
        keep_keys(made, MOVES)
        made.valueChanged.connect(lambda _: typed())
        return made

    def _show(self) -> None:
        hue, saturation, value = self._hsv
        self.square.show_shade(hue, saturation, value)
        self.strip.show_hue(hue)
        for number, each in zip(
            (*self.hsv, *self.rgb), (hue * 360, saturation * 100, value * 100, *self._light), strict=True
        ):
            number.blockSignals(True)
            number.setValue(each)
            number.blockSignals(False)
        if not (self.hex.hasFocus() and self.hex.isModified()):
            self.hex.setText(self._display.hex(self._light))
        self._plates.setPixmap(self._both())
        beyond = self._display.is_beyond(self._light)
        self._beyond.setText(say("Beyond what the display can show.") if beyond else "")

    def _both(self) -> QPixmap:
        """Return what the colour was when the picker opened, and beside it what it is."""
        ratio = self.devicePixelRatioF()
        made = QPixmap(QSize(2 * _PLATE.width(), _PLATE.height()) * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        for place, light in enumerate((self._before, self._light)):
            painter.drawPixmap(place * _PLATE.width(), 0, swatch(light, self._display, _PLATE, ratio))
        painter.end()
        return made
