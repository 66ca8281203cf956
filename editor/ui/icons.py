"""Our own icons: SVG files in one colour, tinted by the palette, drawn when they are first seen."""

from __future__ import annotations

from functools import cache

from qtpy.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from qtpy.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap

from editor.resources import resources


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return an icon in a colour, or the palette's, then dimmed where what it stands for cannot be done.

    Raises FileNotFoundError, when it is drawn, for a name that `resources/icons` does not have.
    """
    return QIcon(_Tinted(name, colour))


class _Tinted(QIconEngine):
    def __init__(self, name: str, colour: QColor | None) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * scale, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        off = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if off else QPalette.ColorGroup.Active
        colour = self._colour or QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText)
        return _drawn(self._name, min(size.width(), size.height()), colour.name())

    def clone(self) -> QIconEngine:
        return _Tinted(self._name, self._colour)


def pixmap(name: str, size: int, colour: QColor) -> QPixmap:
    """Return an icon as a square of `size` device pixels in a colour; yours to change."""
    return QPixmap(_drawn(name, size, colour.name()))


@cache
def _drawn(name: str, size: int, colour: str) -> QPixmap:
    from qtpy.QtSvg import QSvgRenderer

    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    text = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return QPixmap.fromImage(image)


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")
