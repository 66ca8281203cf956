"""The level meters in the headers of sound tracks: a widget, so that nothing else is drawn anew."""

from __future__ import annotations

from collections.abc import Iterator

from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QPainter, QPaintEvent, QRegion
from qtpy.QtWidgets import QWidget

from editor.ui.meter.model import Bar, MeterModel
from editor.ui.meter.paint import TROUGH, draw_bar

from .headers import METER, METER_LEFT, places
from .model import TimelineModel
from .view import RULER, row_height, row_top, rows_seen

_LIGHT = 4
"""Pixels of a clip light."""
_AT_REST = (Bar(), Bar())


class HeaderMeters(QWidget):  # type: ignore[misc, unused-ignore]
    """Lies over the headers' right edge, open where there is no meter; the mouse goes past it."""

    def __init__(self, lanes: QWidget, model: TimelineModel, meter: MeterModel) -> None:
        super().__init__(lanes)
        self._model, self._meter = model, meter
        self._placed: dict[str, QRect] = {}
        self._shape: object = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # What lies under it is not drawn with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        unwatch = (
            model.view.watch(lambda _: self._place()),
            model.rows.watch(lambda _: self._place(), now=True),
            meter.tracks.watch(lambda _: self.update()),
        )
        self.destroyed.connect(lambda: [each() for each in unwatch])

    def _place(self) -> None:
        """Be where the meters of the tracks that are seen are."""
        view = self._model.view.value
        shape = (view.tops, view.top, view.height, self._model.rows.value)
        # Panning along moves no header.
        if shape == self._shape:
            return
        self._shape, self._placed = shape, dict(_meters(self._model))
        placed, high = self._placed, view.height
        region = QRegion()
        for box in placed.values():
            region += box
        self.setVisible(bool(placed))
        self.setGeometry(METER_LEFT, RULER, METER, high)
        self.setMask(region)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the meters of the tracks that are seen."""
        painter = QPainter(self)
        wide = METER // 2
        for track, box in self._placed.items():
            painter.fillRect(box, TROUGH)
            for number, bar in enumerate(self._meter.tracks.value.get(track, _AT_REST)):
                left = box.left() + number * (wide + 1)
                light = QRect(left, box.top(), wide, _LIGHT)
                trough = QRect(left, box.top() + _LIGHT + 1, wide, box.height() - _LIGHT - 1)
                draw_bar(painter, bar, light, trough, pale=False)
        painter.end()


def _meters(model: TimelineModel) -> Iterator[tuple[str, QRect]]:
    view, rows = model.view.value, model.rows.value
    # Rows may be others already than those that the view has heights for.
    for number in rows_seen(view):
        if number >= len(rows):
            return
        row, top = rows[number], row_top(view, number)
        for part, place in places(row, row_height(view, number)):
            if part == "meter":
                yield row.holder.id, QRect(0, top + place.top, place.width, place.height)
