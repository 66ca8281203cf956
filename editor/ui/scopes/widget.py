"""The scopes as a dock: a button for each, and those that are wanted beside or below each other."""

from __future__ import annotations

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from editor.ui.keys import PRESSES, keep_keys
from editor.ui.observe import Unwatch
from editor.ui.viewer.placement import grid_for
from editor.ui.words import later, say
from nodes.engine.scope_places import SCOPES

from .model import ScopesModel
from .paint import paint_scope

NAMES = {
    "waveform": (later("Waveform"), later("Luma by column, 0 to 100 % of the display's signal")),
    "parade": (later("Parade"), later("Red, green and blue by column, side by side")),
    "vectorscope": (later("Vectorscope"), later("Hue and saturation, with 75 % bars and the line of skin")),
    "histogram": (later("Histogram"), later("How much of the picture has each code")),
}
_GAP = 4
_SHAPE = 1.45


class ScopesDock(QWidget):
    """Draws a `ScopesModel`; the engine makes scopes only while this is seen."""

    def __init__(self, model: ScopesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = self._model = model
        self.plot = Plot(model, self)
        self._unwatch: list[Unwatch] = []
        row = QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 2)
        row.setSpacing(2)
        for name in SCOPES:
            row.addWidget(self._button(name))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.plot, 1)

    def _button(self, name: str) -> QToolButton:
        text, tip = (say(each) for each in NAMES[name])
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(tip)
        made.setAccessibleName(text)
        made.setAccessibleDescription(tip)
        made.setCheckable(True)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setMinimumWidth(0)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        keep_keys(made, PRESSES)
        made.clicked.connect(lambda _=False: self._model.toggle(name))

        def check(shown: tuple[str, ...]) -> None:
            made.setChecked(name in shown)

        self._unwatch.append(self._model.shown.watch(check, now=True))
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Have scopes made."""
        super().showEvent(event)
        self._model.open.set(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have none made."""
        super().hideEvent(event)
        self._model.open.set(False)

    def sizeHint(self) -> QSize:
        """Two scopes below each other."""
        return QSize(300, 420)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in (*self._unwatch, self.plot.forget, self._model.forget):
            unwatch()


class Plot(QWidget):
    """The drawing alone."""

    def __init__(self, model: ScopesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setAccessibleName(say("Scopes"))
        self.setMinimumSize(120, 90)
        self._unwatch = (
            model.measured.watch(lambda _: self.update()),
            model.shown.watch(lambda _: self.update()),
        )

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        shown, made = self._model.shown.value, self._model.made
        across, down = grid_for(len(shown), _SHAPE, self.width(), self.height())
        wide, high = self.width() / across, self.height() / down
        for place, name in enumerate(shown):
            left, top = place % across * wide, place // across * high
            area = QRectF(left + _GAP, top + _GAP, wide - 2 * _GAP, high - 2 * _GAP)
            painter.save()
            paint_scope(painter, name, made.get(name), area)
            painter.restore()
        painter.end()
