"""A scene as lists that the painter takes at once, made once a scene and not once a picture."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from qtpy.QtCore import QLineF, QPointF, QRectF
from qtpy.QtGui import QPainterPath

from .scene import HIGH, WIDE, Card, Scene
from .view import View

Indices = npt.NDArray[np.intp]
T = TypeVar("T")

_DOT = 3.0
"""Pixels below which a wire is no more than the gap between two cards."""
WRONG, OFF = "!", "-"
"""Stand for the family of a card that is wrong, and of one that is bypassed."""


class Kinds:
    """What each of many things is of, so that some of them can be had kind by kind at once."""

    def __init__(self, kinds: Sequence[Hashable]) -> None:
        self.names: list[Any] = list(dict.fromkeys(kinds))
        number = {name: place for place, name in enumerate(self.names)}
        self._codes = np.array([number[kind] for kind in kinds], np.intp)
        self._whole: dict[int, list[tuple[Any, list[Any]]]] = {}

    def of(self, wanted: Indices, things: Sequence[T]) -> Iterable[tuple[Any, list[T]]]:
        """Return each kind with those of the wanted things that are of it.

        `things` are always the same lists: those of all of them are sorted once.
        """
        if len(wanted) < len(self._codes):
            return self._sorted(wanted, things)
        if id(things) not in self._whole:
            self._whole[id(things)] = list(self._sorted(wanted, things))
        return self._whole[id(things)]

    def _sorted(self, wanted: Indices, things: Sequence[T]) -> Iterator[tuple[Any, list[T]]]:
        codes = self._codes[wanted]
        for code, name in enumerate(self.names):
            found = wanted[codes == code].tolist()
            if found:
                yield name, [things[index] for index in found]


class Batches:
    """The rectangles of the cards and the lines of the wires; those of cards in `without` are left out."""

    def __init__(self, scene: Scene, without: Collection[str] = ()) -> None:
        self.scene = scene
        self.without = frozenset(without)
        cards = scene.cards
        self.rects = [QRectF(card.place[0], card.place[1], WIDE, HIGH) for card in cards]
        self.there = np.array([card.id not in self.without for card in cards], bool)
        self.wrong = np.array([bool(card.problem) or not card.known for card in cards], bool)
        self.families = Kinds([_family(card) for card in cards])
        self.types = [wire.type for wire in scene.wires]
        self.wire_types = Kinds(self.types)
        self._slots: dict[int, list[tuple[tuple[Any, bool], QPointF]]] = {}
        self.words: dict[Any, Any] = {}

    @cached_property
    def bodies(self) -> Kinds:
        """Which cards have which body: whether it is bypassed, and its sort."""
        return Kinds([(card.bypass, card.sort) for card in self.scene.cards])

    @cached_property
    def stripes(self) -> list[QRectF]:
        """The stripes of the cards; an output has none."""
        return [
            QRectF(card.place[0] + 1.5, card.place[1] + 1.5, 0 if card.sort == "output" else 4, HIGH - 3)
            for card in self.scene.cards
        ]

    @cached_property
    def lines(self) -> list[QLineF]:
        """The wires as straight lines."""
        return [QLineF(*ends) for ends in self.scene.ends.tolist()]

    @cached_property
    def wired(self) -> npt.NDArray[np.bool_]:
        """Which wires are between cards that are there."""
        source = np.array([wire.source for wire in self.scene.wires], np.intp)
        target = np.array([wire.target for wire in self.scene.wires], np.intp)
        both: npt.NDArray[np.bool_] = self.there[source] & self.there[target]
        return both

    def bent(self, wires: Indices) -> Iterator[tuple[Any, QPainterPath]]:
        """Yield some wires as one path of curves for each type."""
        for type, each in self.wire_types.of(wires, self.lines):
            path = QPainterPath()
            for line in each:
                bend(path, line.x1(), line.y1(), line.x2(), line.y2())
            yield type, path

    def slots(self, index: int) -> list[tuple[tuple[Any, bool], QPointF]]:
        """Return the slots of a card: type and whether it is an input that nothing feeds, and its place."""
        found = self._slots.get(index)
        if found is None:
            card = self.scene.cards[index]
            found = self._slots[index] = [
                ((slot.type, above and slot.link is None), QPointF(*card.slot_at(place, above=above)))
                for above, slots in ((True, card.ins), (False, card.outs))
                for place, slot in enumerate(slots)
            ]
        return found

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
        x0, y0, x1, y1 = ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3]
        mask = (np.minimum(x0, x1) <= right) & (np.maximum(x0, x1) >= left)
        mask &= (np.minimum(y0, y1) - HIGH <= bottom) & (np.maximum(y0, y1) + HIGH >= top)
        mask &= self.wired
        if _DOT / view.scale > self._shortest:
            mask &= self._lengths * view.scale >= _DOT
        return np.flatnonzero(mask)

    @cached_property
    def _lengths(self) -> npt.NDArray[np.float64]:
        ends = self.scene.ends
        lengths: npt.NDArray[np.float64] = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
        return lengths

    @cached_property
    def _shortest(self) -> float:
        return float(self._lengths.min()) if len(self._lengths) else 0.0


def _family(card: Card) -> str:
    return WRONG if card.problem or not card.known else OFF if card.bypass else card.family


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
