"""A scene as lists that the painter takes at once, made once a scene and not once a picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from qtpy.QtCore import QLineF, QRectF
from qtpy.QtGui import QColor, QPainterPath

from .palette import CARD_OFF, WRONG, family_colour
from .scene import HIGH, WIDE, Scene
from .view import View

Indices = npt.NDArray[np.intp]


class Batches:
    """The rectangles of the cards and the lines of the wires; those of cards in `without` are left out."""

    def __init__(self, scene: Scene, without: Collection[str] = ()) -> None:
        self.scene = scene
        self.without = frozenset(without)
        cards = scene.cards
        self.rects = [QRectF(card.place[0], card.place[1], WIDE, HIGH) for card in cards]
        self.there = np.array([card.id not in self.without for card in cards], bool)
        self.types = [wire.type for wire in scene.wires]
        source = np.array([wire.source for wire in scene.wires], np.intp)
        target = np.array([wire.target for wire in scene.wires], np.intp)
        self.wired = self.there[source] & self.there[target] if len(source) else np.empty(0, bool)

    @cached_property
    def lines(self) -> list[QLineF]:
        """The wires as straight lines."""
        return [QLineF(*ends) for ends in self.scene.ends.tolist()]

    @cached_property
    def fills(self) -> list[tuple[QColor, list[QRectF]]]:
        """All cards by the colour that stands for them from afar."""
        everything = np.flatnonzero(self.there)
        return self.filled(everything)

    def filled(self, cards: Indices) -> list[tuple[QColor, list[QRectF]]]:
        """Return some cards by the colour that stands for them from afar."""
        found: dict[str, tuple[QColor, list[QRectF]]] = {}
        for index in cards.tolist():
            card = self.scene.cards[index]
            name = "!" if card.problem or not card.known else "-" if card.bypass else card.family
            if name not in found:
                colour = WRONG if name == "!" else CARD_OFF if name == "-" else family_colour(name)
                found[name] = (colour, [])
            found[name][1].append(self.rects[index])
        return list(found.values())

    @cached_property
    def paths(self) -> list[tuple[Any, QPainterPath]]:
        """All wires as one path of straight lines for each type."""
        return self.straight(np.flatnonzero(self.wired))

    def straight(self, wires: Indices) -> list[tuple[Any, QPainterPath]]:
        """Return some wires as one path of straight lines for each type."""
        found: dict[Any, QPainterPath] = {}
        ends = self.scene.ends[wires].tolist()
        for index, (x0, y0, x1, y1) in zip(wires.tolist(), ends, strict=True):
            path = found.setdefault(self.types[index], QPainterPath())
            path.moveTo(x0, y0)
            path.lineTo(x1, y1)
        return list(found.items())

    def bent(self, wires: Indices) -> list[tuple[Any, QPainterPath]]:
        """Return some wires as one path of curves for each type."""
        found: dict[Any, QPainterPath] = {}
        ends = self.scene.ends[wires].tolist()
        for index, each in zip(wires.tolist(), ends, strict=True):
            bend(found.setdefault(self.types[index], QPainterPath()), *each)
        return list(found.items())

    def cards_in(self, view: View, wide: int, high: int) -> Indices:
        """Return the cards that are seen, in the order in which they are drawn."""
        corners = self.scene.corners
        if not len(corners):
            return np.empty(0, np.intp)
        (left, top), (right, bottom) = view.to_canvas(-8, -8), view.to_canvas(wide + 8, high + 8)
        x, y = corners[:, 0], corners[:, 1]
        mask = (x <= right) & (x + WIDE >= left) & (y <= bottom) & (y + HIGH >= top)
        return np.flatnonzero(mask & self.there)

    def wires_in(self, view: View, wide: int, high: int) -> Indices:
        """Return the wires that may be seen."""
        ends = self.scene.ends
        if not len(ends):
            return np.empty(0, np.intp)
        (left, top), (right, bottom) = view.to_canvas(-8, -8), view.to_canvas(wide + 8, high + 8)
        low, far = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
        slack = HIGH
        mask = (low[:, 0] <= right) & (far[:, 0] >= left)
        mask &= (low[:, 1] - slack <= bottom) & (far[:, 1] + slack >= top)
        return np.flatnonzero(mask & self.wired)


def bend(path: QPainterPath, x0: float, y0: float, x1: float, y1: float) -> None:
    """Add a wire to a path: it leaves downwards and enters from above."""
    reach = max(20.0, min(80.0, abs(y1 - y0) / 2)) if y1 >= y0 else 60.0
    path.moveTo(x0, y0)
    if abs(x1 - x0) < 1 and y1 >= y0:
        path.lineTo(x1, y1)
    else:
        path.cubicTo(x0, y0 + reach, x1, y1 - reach, x1, y1)


def curve(ends: Sequence[float]) -> QPainterPath:
    """Return one wire as a path."""
    path = QPainterPath()
    bend(path, *ends)
    return path
