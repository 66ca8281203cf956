"""The pictures themselves: one, or those that are compared, each where it belongs."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from editor.playback.ring import Picture
from editor.ui.theme import TEXT

from .model import PlayerModel
from .placement import Placement

_PLATE = QColor(16, 16, 16, 200)
_FAR = 1e4


class Images:
    """The newest picture's images, made once: OpenGL uploads an image once as long as it is the same."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._made: tuple[QImage, ...] = ()

    def of(self, picture: Picture) -> tuple[QImage, ...]:
        """Return a picture's own image and those beside it."""
        if self._picture is not picture:
            self._made = tuple(image_of_pixels(each) for each in (picture.pixels, *picture.beside))
            self._picture = picture
        return self._made


def draw_pictures(painter: QPainter, model: PlayerModel, ratio: float, images: Images) -> QRectF | None:
    """Draw what is on the screen; return where the first picture lies, in Qt's pixels, if there is one."""
    picture = model.picture.value
    placement = model.framing.placement(picture)
    if picture is None or placement is None:
        return None
    area = area_of(placement, ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, placement.is_smooth)
    mode = model.comparing.mode.value
    if mode == "side" and picture.beside:
        _side_by_side(painter, model, picture, ratio, images)
        return area
    first, *others = images.of(picture)
    painter.drawImage(area, first)
    if picture.beside and mode == "wipe":
        painter.save()
        painter.setClipPath(beyond(model, area))
        painter.drawImage(area, others[0])
        painter.restore()
    elif picture.beside and mode == "blend":
        painter.setOpacity(model.comparing.mix.value)
        for other in others:
            painter.drawImage(area, other)
        painter.setOpacity(1.0)
    return area


def area_of(placement: Placement, ratio: float) -> QRectF:
    """Return where a picture lies, in Qt's pixels."""
    return QRectF(placement.x / ratio, placement.y / ratio, placement.width / ratio, placement.height / ratio)


def beyond(model: PlayerModel, area: QRectF) -> QPainterPath:
    """Return B's side of the wipe's line over a picture."""
    middle, along, across = wipe_line(model, area)
    one, other = middle + along * _FAR, middle - along * _FAR
    path = QPainterPath()
    path.addPolygon(QPolygonF([one, other, other + across * _FAR, one + across * _FAR, one]))
    return path


def wipe_line(model: PlayerModel, area: QRectF) -> tuple[QPointF, QPointF, QPointF]:
    """Return the point that the wipe's line runs through, which way it runs, and which way B lies."""
    x, y = model.comparing.line.value
    radians = math.radians(model.comparing.angle.value)
    across = QPointF(math.cos(radians), math.sin(radians))
    middle = QPointF(area.left() + x * area.width(), area.top() + y * area.height())
    return middle, QPointF(-across.y(), across.x()), across


def draw_names(painter: QPainter, model: PlayerModel, ratio: float, canvas: QRectF) -> None:
    """Write what each of the compared pictures is, where it lies."""
    comparing, picture = model.comparing, model.picture.value
    if not comparing.is_on or picture is None:
        return
    front, mode, count = comparing.front.value, comparing.mode.value, len(comparing.sources.value)
    if front is not None:
        _write(painter, comparing.name(front), canvas, Qt.AlignmentFlag.AlignHCenter)
    elif mode == "side":
        for place in range(min(count, model.framing.tiles.value)):
            left, top, width, height = (each / ratio for each in model.framing.tile(picture, place))
            tile = QRectF(left, top, width, height)
            _write(painter, comparing.name(place), tile, Qt.AlignmentFlag.AlignHCenter)
    elif mode == "wipe":
        _write(painter, comparing.name(0), canvas, Qt.AlignmentFlag.AlignLeft)
        _write(painter, comparing.name(1), canvas, Qt.AlignmentFlag.AlignRight)
    else:
        by = f"   × {comparing.amount.value:g}" if mode == "difference" else ""
        names = (" – " if by else "  on  ").join(comparing.name(place) for place in range(2))
        _write(painter, names + by, canvas, Qt.AlignmentFlag.AlignHCenter)


def _write(painter: QPainter, text: str, area: QRectF, edge: Qt.AlignmentFlag) -> None:
    inside = area.adjusted(18, 46, -18, -8)
    flags = int(edge | Qt.AlignmentFlag.AlignTop)
    words = QRectF(painter.fontMetrics().boundingRect(inside.toRect(), flags, text))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(words.adjusted(-8, -4, 8, 4), 3, 3)
    painter.setPen(QColor(TEXT))
    painter.drawText(words, flags, text)


def _side_by_side(
    painter: QPainter, model: PlayerModel, picture: Picture, ratio: float, images: Images
) -> None:
    for place, image in enumerate(images.of(picture)):
        placement = model.framing.placement(picture, place)
        assert placement is not None
        left, top, width, height = (each / ratio for each in model.framing.tile(picture, place))
        painter.save()
        painter.setClipRect(QRectF(left, top, width, height))
        painter.drawImage(area_of(placement, ratio), image)
        painter.restore()


def image_of(picture: Picture) -> QImage:
    """Return a picture as an image over its own bytes: it must be held while the image is."""
    return image_of_pixels(picture.pixels)


def image_of_pixels(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return RGBA codes as an image over their own bytes, which must be held while the image is."""
    rows, columns = pixels.shape[:2]
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBX8888)
