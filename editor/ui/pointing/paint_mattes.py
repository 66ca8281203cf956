"""Drawing mattes over the picture: in their objects' colours, as greys, or the picture cut out by them."""

from __future__ import annotations

import numpy as np
from qtpy.QtCore import QRectF
from qtpy.QtGui import QColor, QImage, QPainter, QPolygonF, qRgba

from .answers import EDGE, Levels
from .hues import hue_of
from .mattes import Laid, Mattes
from .model import PointingModel
from .view import Through

_BLACK = QColor("#000000")
_OLD = 0.35
"""How much of a matte is seen that was followed before the newest correction."""


class MattePainter:
    """Draws what `Mattes` has as the model's view wants it; holds the images it made of them."""

    def __init__(self, model: PointingModel, mattes: Mattes) -> None:
        self._model, self._mattes = model, mattes
        self._made: dict[tuple[object, ...], tuple[object, QImage]] = {}
        self._used: set[tuple[object, ...]] = set()

    def paint(self, painter: QPainter, through: Through) -> None:
        """Draw over the picture."""
        view, laid = self._model.view.value, self._mattes.laid.value
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, through.surface.placement.is_smooth)
        if view == "source":
            self._draw_under(painter, through)
        elif view == "matte":
            _fill(painter, through)
            self._draw(painter, through, "grey", laid)
        elif view == "black":
            _fill(painter, through)
            self._draw_cut(painter, through, laid)
        else:
            self._draw(painter, through, f"tint {self._model.opacity.value:.2f}", laid)
        painter.restore()
        # Images of what is seen no more go: they are large, and soon made again.
        self._made = {key: made for key, made in self._made.items() if key in self._used}
        self._used = set()

    def _draw(self, painter: QPainter, through: Through, kind: str, laid: tuple[Laid, ...]) -> None:
        target = self._model.target.value
        single = len(target.prompts.objects) < 2 if target is not None else True
        for each in laid:
            first = target.prompts.objects[0] if target is not None and target.prompts.objects else 1
            obj = each.obj or (first if single else self._model.obj.value)
            key = (id(each.matte), kind, obj, each.current)
            self._used.add(key)
            if key not in self._made:
                grey = kind == "grey"
                table = _greys() if grey else _tints(obj, float(kind.split()[1]), each.current)
                levels = each.matte.levels if grey else each.matte.edged
                self._made[key] = (each.matte, _image(levels, table))
            if kind == "grey":
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
            _place(painter, through, self._made[key][1])

    def _draw_under(self, painter: QPainter, through: Through) -> None:
        under = self._mattes.under.value
        if under is not None:
            _place(painter, through, _picture(under.pixels))

    def _draw_cut(self, painter: QPainter, through: Through, laid: tuple[Laid, ...]) -> None:
        under = self._mattes.under.value
        if under is None or not laid:
            return
        key = ("cut", id(under), *(id(each.matte) for each in laid))
        self._used.add(key)
        if key not in self._made:
            self._made[key] = ((under, laid), _cut_out(under.pixels, laid))
        _place(painter, through, self._made[key][1])


def _fill(painter: QPainter, through: Through) -> None:
    painter.save()
    painter.setBrush(_BLACK)
    painter.setPen(_BLACK)
    painter.drawPolygon(QPolygonF(through.frame))
    painter.restore()


def _place(painter: QPainter, through: Through, image: QImage) -> None:
    columns, rows = through.seen.size
    painter.save()
    painter.setTransform(through.transform, combine=True)
    painter.drawImage(QRectF(0, 0, columns, rows), image)
    painter.restore()


def _tints(obj: int, opacity: float, current: bool) -> list[int]:
    hue = QColor(hue_of(obj))
    red, green, blue = hue.red(), hue.green(), hue.blue()
    share = opacity if current else opacity * _OLD
    table = [qRgba(red, green, blue, round(255 * share * level / (EDGE - 1))) for level in range(EDGE)]
    return [*table, qRgba(red, green, blue, 255 if current else 110)]


def _greys() -> list[int]:
    table = [qRgba(grey, grey, grey, 255) for grey in (round(255 * at / (EDGE - 1)) for at in range(EDGE))]
    return [*table, qRgba(255, 255, 255, 255)]


def _image(levels: Levels, table: list[int]) -> QImage:
    rows, columns = levels.shape
    image = QImage(np.ascontiguousarray(levels).data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    # A copy of its own, in the form that is drawn fastest.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _picture(pixels: Levels) -> QImage:
    rows, columns = pixels.shape[:2]
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBX8888)


def _cut_out(under: Levels, laid: tuple[Laid, ...]) -> QImage:
    """Return the picture within the mattes, as the display shows it, on black."""
    image = _picture(under).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    mask = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
    solid = [qRgba(255, 255, 255, round(255 * at / (EDGE - 1))) for at in range(EDGE)]
    for each in laid:
        painter.drawImage(QRectF(mask.rect()), _image(each.matte.levels, [*solid, qRgba(255, 255, 255, 255)]))
    painter.end()
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return image
