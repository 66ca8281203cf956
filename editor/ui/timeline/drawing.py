"""The whole widget's picture, and what drawing keeps from one to the next."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QColor, QFont, QPainter, QPen

from nodes.api.times import Rate

from .blocks import Laid
from .cells import Cells
from .film import Film
from .gestures import Area
from .labels import Labels
from .model import TimelineModel
from .paint_headers import Headers
from .palette import DARK, Colours
from .picture import NO_CLIP, NO_CUT, draw, draw_band, draw_words_instead
from .scene import Badged, Scene, Selected
from .view import HEADER, RULER


class Drawing:
    """Draws a model. What is laid out once is kept: texts, blocks, scaled pictures, who bears a badge."""

    def __init__(self, model: TimelineModel, font: QFont, film: Film | None) -> None:
        self.colours: Colours = DARK
        self._model, self._film = model, film
        self._labels, self._laid, self._cells = Labels(font), Laid(), Cells()
        self._headers = Headers()
        self._badged, self._selected = Badged({}), Selected(frozenset())

    def set_badges(self, texts: Mapping[str, str]) -> None:
        """Draw other badges, by clip."""
        self._badged = Badged(texts)

    def set_selection(self, ids: frozenset[str]) -> None:
        """Frame other items."""
        self._selected = Selected(ids)

    def paint(self, painter: QPainter, whole: QRect, exposed: QRect, band: Area | None) -> None:
        """Draw what was exposed of the whole widget; `band` is the rectangle that selects."""
        cut = self._model.cut
        scene = self._scene(exposed, Rate(24) if cut is None else cut.rate)
        if cut is None:
            painter.fillRect(exposed, QColor(self.colours.ground))
            draw_words_instead(painter, scene, whole, NO_CUT)
        else:
            draw(painter, scene, self._headers)
            if not self._model.duration:
                lanes = whole.adjusted(HEADER, RULER, 0, 0)
                room = lanes.adjusted(0, min(scene.view.tops[-1], lanes.height() - 48), 0, 0)
                draw_words_instead(painter, scene, room, NO_CLIP)
        if band is not None:
            draw_band(painter, scene, band)

    def frame(self, painter: QPainter, whole: QRect, width: int) -> None:
        """Frame the widget, so many pixels wide: keys come here, or files may be dropped."""
        painter.setPen(QPen(QColor(self.colours.focus), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole.adjusted(0, 0, -1, -1))

    def _scene(self, exposed: QRect, rate: Rate) -> Scene:
        model = self._model
        start = max(exposed.left() - HEADER, 0)
        return Scene(
            model=model,
            view=model.view.value,
            rate=rate,
            rows=model.rows.value,
            colours=self.colours,
            labels=self._labels,
            badges=self._badged,
            selected=self._selected,
            laid=self._laid,
            film=self._film,
            cells=self._cells,
            start=start,
            end=max(exposed.right() + 1 - HEADER, start),
            per_frame=model.view.value.frame_width(rate),
            origin=model.view.value.origin,
        )
