"""The colours and shapes of the canvas. Little colour, and none that says something alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from qtpy.QtCore import QPointF, Qt
from qtpy.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

GROUND, DOTS = QColor("#1f1f1f"), QColor("#333333")
CARD, CARD_OFF, CARD_GROUP, CARD_OUTPUT = (
    QColor("#3a3a3a"),
    QColor("#292929"),
    QColor("#45454c"),
    QColor("#242424"),
)
BORDER, BORDER_OFF = QColor("#5c5c5c"), QColor("#4a4a4a")
FAMILIES: Mapping[str, QColor] = {
    "source": QColor("#6f8f6a"),
    "generate": QColor("#8c7aa8"),
    "restyle": QColor("#a07a93"),
    "segment": QColor("#a98d5f"),
    "matte": QColor("#a98d5f"),
    "key": QColor("#a98d5f"),
    "color": QColor("#6583a6"),
    "filter": QColor("#6f96a0"),
    "composite": QColor("#8a8f9c"),
    "time": QColor("#9c8a6f"),
    "audio": QColor("#6fa08a"),
    "draw": QColor("#a07d70"),
    "group": QColor("#a0a0a8"),
    "output": QColor("#787878"),
    "": QColor("#808080"),
}
"""The stripe of a node by family; the name stands beside it."""
TYPES: Mapping[str | None, QColor] = {
    "frame": QColor("#a9b7c6"),
    "matte": QColor("#d0a862"),
    "audio": QColor("#7fbf9a"),
    "curve": QColor("#b694d6"),
    None: QColor("#8c8c8c"),
}
"""Wires and slots by what goes through; the slot's shape says it too."""
FAR_WIRES = {type: colour.darker(190) for type, colour in TYPES.items()}
"""Wires from afar, where they lie close together."""
GROUNDS: Mapping[str, QColor] = {
    "grey": QColor("#2e2e2e"),
    "frame": QColor("#2a2a30"),
    "blue": QColor("#27303c"),
    "green": QColor("#27332a"),
    "red": QColor("#3a2a2a"),
    "yellow": QColor("#37332a"),
    "purple": QColor("#322b3a"),
}
"""Backdrops by the name of their colour."""
NOTE = QColor("#3b3827")
WRONG = QColor("#e0664f")
VIEWED = QColor("#f2f2f2")
HELD: Mapping[str, QColor] = {
    "none": QColor("#6a6a6a"),
    "made": QColor("#8cc98c"),
    "kept": QColor("#8cc98c"),
    "stale": QColor("#e8b04a"),
}


def family_colour(family: str) -> QColor:
    """Return the colour of a family, grey for one from a plugin."""
    if family == "!":
        return WRONG
    return CARD_OFF.lighter(150) if family == "-" else FAMILIES.get(family, FAMILIES[""])


def slot_shape(type: str | None, x: float, y: float, r: float) -> QPolygonF:
    """Return the outline of a slot: a picture's is round, a matte's square, sound's a triangle, a curve's
    a diamond.
    """
    if type == "matte":
        corners = [(-r, -r), (r, -r), (r, r), (-r, r)]
    elif type == "audio":
        corners = [(-r, -r), (r, -r), (0, r)]
    elif type == "curve":
        corners = [(0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)]
    else:
        corners = [(r, 0), (0.7 * r, 0.7 * r), (0, r), (-0.7 * r, 0.7 * r)]
        corners += [(-r, 0), (-0.7 * r, -0.7 * r), (0, -r), (0.7 * r, -0.7 * r)]
    return QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners])


@lru_cache(maxsize=256)
def slot_stamp(type: str | None, empty: bool, size: float, ratio: float) -> QPixmap:
    """Return a slot of a type as a picture: its radius in pixels, hollow where nothing feeds it."""
    side = 2 * size + 2
    made = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(TYPES[type] if empty else GROUND, 1.2))
    painter.setBrush(GROUND if empty else TYPES[type])
    middle, radius = side / 2, size * 0.8
    if type in ("frame", None):
        painter.drawEllipse(QPointF(middle, middle), radius, radius)
    else:
        painter.drawPolygon(slot_shape(type, middle, middle, radius))
    painter.end()
    return made
