"""Our own icons: SVG files in one colour, tinted by the palette."""

from __future__ import annotations

from functools import cache

from qtpy.QtCore import QByteArray, QRectF, QSize, Qt
from qtpy.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from qtpy.QtSvg import QSvgRenderer

from editor.resources import resources

_SIZES = (16, 24, 32, 48)


def icon(name: str) -> QIcon:
    """Return an icon in the colours of the palette, dimmed where what it stands for cannot be done.

    Raises FileNotFoundError for a name that `resources/icons` does not have.
    """
    palette = QGuiApplication.palette()
    made = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        for size in _SIZES:
            made.addPixmap(pixmap(name, size, colour), mode)
    return made


def pixmap(name: str, size: int, colour: QColor) -> QPixmap:
    """Return an icon as a square of `size` device pixels in a colour."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    text = _source(name).replace("currentColor", colour.name())
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return QPixmap.fromImage(image)


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")
