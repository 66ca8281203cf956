"""Between the canvas and the media: where a hand points in it, where a place in it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from qtpy.QtCore import QPointF
from qtpy.QtGui import QPolygonF, QTransform

from editor.compile.seen import Seen
from editor.ui.viewer.tools import Surface

from .hands import Spot


@dataclass(frozen=True, slots=True)
class Through:
    """The media as it lies on the canvas: through its place in the cut, and the picture's on the canvas.

    A surface counts in pixels of the cut at full size, whatever size the picture was made at.
    """

    surface: Surface
    seen: Seen

    def spot(self, at: QPointF, pressure: float = 1.0) -> Spot:
        """Return where a point of the canvas is in the media."""
        x, y = self._media(at)
        beside, below = self._media(at + QPointF(1, 0)), self._media(at + QPointF(0, 1))
        steps = (hypot(beside[0] - x, beside[1] - y), hypot(below[0] - x, below[1] - y))
        return Spot(x, y, pressure, sum(steps) / 2)

    def on_canvas(self, x: float, y: float) -> QPointF:
        """Return where a place in the media is drawn."""
        return self.surface.on_canvas(*self.seen.on_cut(x, y))

    @property
    def transform(self) -> QTransform:
        """What places the media's pixels on the canvas."""
        columns, rows = self.seen.size
        corners = [self.on_canvas(*corner) for corner in ((0, 0), (columns, 0), (0, rows))]
        (a, b), (c, d) = (
            ((corner.x() - corners[0].x()) / size, (corner.y() - corners[0].y()) / size)
            for corner, size in zip(corners[1:], (columns, rows), strict=True)
        )
        return QTransform(a, b, c, d, corners[0].x(), corners[0].y())

    @property
    def frame(self) -> QPolygonF:
        """The media's four corners on the canvas."""
        columns, rows = self.seen.size
        corners = ((0, 0), (columns, 0), (columns, rows), (0, rows))
        return QPolygonF([self.on_canvas(*corner) for corner in corners])

    def _media(self, at: QPointF) -> tuple[float, float]:
        return self.seen.in_media(*self.surface.on_picture(at))
