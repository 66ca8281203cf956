"""A colour: its numbers in the working space, a well that opens the picker, a dropper for the picture."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QPoint, QSize, Qt
from qtpy.QtGui import QIcon
from qtpy.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from editor.ui.icons import icon
from editor.ui.keys import PRESSES, keep_keys
from editor.ui.words import say
from nodes.api.kinds import Json

from .controls import Numbers
from .fields import Field
from .picker import ColourPicker
from .shades import Display
from .swatch import swatch

_WELL = QSize(56, 18)


class Colour(Numbers):
    """Red, green and blue, and alpha where there is one; the well shows what the display makes of them."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        title = say(field.title)
        self.picker: ColourPicker | None = None
        self._display: Display | None = None
        self.well = self._button(say("Choose {title}…", title=title))
        self.well.setIconSize(_WELL)
        self.well.clicked.connect(self.open_picker)
        self.dropper = self._button(say("Pick {title} from the picture", title=title))
        self.dropper.setIcon(icon("dropper"))
        self.dropper.clicked.connect(lambda: self.ask("pick"))
        self._said = QLabel(self)
        self._said.setProperty("dim", True)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.well)
        row.addWidget(self.dropper)
        row.addWidget(self._said, 1)
        # Between the name and the numbers.
        self._box.insertLayout(1, row)

    def _button(self, name: str) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setProperty("bare", True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(made, PRESSES)
        return made

    def show_field(self, field: Field) -> None:
        """Show the colour as it is now, in the picker too."""
        self._display = field.display
        super().show_field(field)

    def show_value(self, value: Json) -> None:
        super().show_value(value)
        light, display = self._light, self._display
        self.well.setIcon(QIcon(swatch(light, display, _WELL, self.devicePixelRatioF())))
        self.well.setEnabled(display is not None)
        self._said.setText("" if display is None else display.hex(light))
        if self.picker is not None and display is not None:
            self.picker.show_light(light)

    def open_picker(self) -> None:
        """Open the picker beside the well; one that is open comes to the front."""
        if self._display is None:
            return
        if self.picker is None:
            self.picker = made = ColourPicker(self._title.text(), self._display, self._light, self)
            made.tried.connect(lambda light: self._try(self._with(light)))
            made.given.connect(lambda light: self._give(self._with(light)))
            made.finished.connect(self._closed)
            made.adjustSize()
            made.move(self._beside(made.size()))
        self.picker.show()
        self.picker.raise_()
        self.picker.activateWindow()

    def _beside(self, size: QSize) -> QPoint:
        """Return where a window lies to the left of the control, within the screen."""
        here, screen = self.mapToGlobal(QPoint(0, 0)), self.screen().availableGeometry()
        x = here.x() - size.width() - 12
        if x < screen.left():
            x = min(here.x() + self.width() + 12, screen.right() - size.width())
        return QPoint(x, max(screen.top(), min(here.y(), screen.bottom() - size.height() - 30)))

    def _closed(self) -> None:
        if self.picker is not None:
            self.picker.deleteLater()
            self.picker = None

    @property
    def _light(self) -> Sequence[float]:
        return [number.value for number in self.numbers[:3]]

    def _with(self, light: Sequence[float]) -> Json:
        """Return the parameter's value with another colour; its alpha stays."""
        return [*light, *(number.value for number in self.numbers[3:])]
