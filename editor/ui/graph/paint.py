"""The drawing of a scene in batches, with as much in it as can be read at its size.

From afar (below 0.22 pixels a unit) cards are filled in the colour of their family and wires straight
hairlines, those left out that would be dots of a pixel or two. From there on cards have a stripe and a mark
where something is wrong; from 0.36 on an edge and, of as many as can be read, names; from 0.6 on slots, and
wires bend; from 0.9 on types, labels, states; from 1.1 on corners are round and wires thick. What is
selected, viewed or wrong shows at every size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from editor.ui.theme import FOCUS

from .batches import Batches, Indices, curve
from .paint_cards import Marks, paint_card_words, paint_progress
from .paint_under import paint_backdrops, paint_dots, paint_notes
from .palette import (
    BORDER,
    BORDER_OFF,
    CARD,
    CARD_GROUP,
    CARD_OFF,
    CARD_OUTPUT,
    FAR_WIRES,
    GROUND,
    TYPES,
    VIEWED,
    WRONG,
    family_colour,
)
from .scene import HIGH, WIDE, Card
from .status import State
from .view import View

AFAR, MIDDLE, BENT, NEAR, ROUND = 0.22, 0.36, 0.6, 0.9, 1.1
MOST_NAMES = 520
"""Cards in sight up to which their names are drawn: more of them than anybody reads at once."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn of a scene: the view, what is selected, the states of nodes, which one is viewed."""

    view: View
    wide: int
    high: int
    picked: frozenset[str] = frozenset()
    current: str | None = None
    focus: bool = False
    states: Mapping[str, State] | None = None
    viewed: str | None = None


def paint_ground(painter: QPainter, look: Look) -> None:
    """Draw what lies under everything."""
    painter.fillRect(QRectF(0, 0, look.wide, look.high), GROUND)
    paint_dots(painter, look.view, look.wide, look.high)


def paint_scene(painter: QPainter, batches: Batches, look: Look) -> None:
    """Draw everything that is seen."""
    view, scene = look.view, batches.scene
    painter.save()
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    grounds = [each for each in scene.backdrops if each.id not in batches.without]
    paint_backdrops(painter, grounds, look.picked, view.scale, look.focus)
    seen = batches.cards_in(view, look.wide, look.high)
    _wires(painter, batches, look)
    if view.scale < AFAR:
        _afar(painter, batches, seen)
    else:
        _cards(painter, batches, seen, view.scale)
    notes = [each for each in scene.notes if each.id not in batches.without]
    paint_notes(painter, notes, look.picked, view.scale, look.focus)
    painter.restore()
    _rings(painter, batches, seen, look)
    marks = Marks(look.states or {}, look.viewed, view, near=view.scale >= NEAR)
    if view.scale >= MIDDLE and len(seen) <= MOST_NAMES:
        paint_card_words(painter, batches, seen.tolist(), marks)
    if AFAR <= view.scale < NEAR:
        paint_progress(painter, batches, marks)


def _afar(painter: QPainter, batches: Batches, seen: Indices) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for family, rects in batches.families.of(seen, batches.rects):
        painter.setBrush(family_colour(family))
        painter.drawRects(rects)


def _wires(painter: QPainter, batches: Batches, look: Look) -> None:
    wires, scale = batches.wires_in(look.view, look.wide, look.high), look.view.scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, scale >= BENT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if scale >= ROUND:
        ends = batches.scene.ends
        for index in wires.tolist():
            painter.setPen(QPen(TYPES[batches.types[index]], 1.8))
            painter.drawPath(curve(ends[index].tolist()))
    elif scale >= BENT:
        for type, path in batches.bent(wires):
            painter.strokePath(path, _fine(painter, TYPES[type]))
            if scale >= NEAR:
                # Hairlines side by side: a stroke of another width takes ten times as long.
                painter.strokePath(path.translated(0.6 / scale, 0.3 / scale), QPen(TYPES[type], 0))
    else:
        for type, lines in batches.wire_types.of(wires, batches.lines):
            painter.setPen(_fine(painter, TYPES[type]) if scale >= AFAR else QPen(FAR_WIRES[type], 0))
            painter.drawLines(lines)


def _fine(painter: QPainter, colour: QColor) -> QPen:
    """Return the pen for a fine line: a hairline, as wide as that looks where pixels are small."""
    pen = QPen(colour, 0 if painter.device().devicePixelRatioF() < 1.5 else 1)
    pen.setCosmetic(True)
    return pen


def _cards(painter: QPainter, batches: Batches, seen: Indices, scale: float) -> None:
    rounded = scale >= ROUND
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, rounded)
    for (off, sort), rects in batches.bodies.of(seen, batches.rects):
        pen = QPen(BORDER_OFF if off else BORDER, 1 if rounded else 0)
        if off and rounded:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen if scale >= MIDDLE else Qt.PenStyle.NoPen)
        painter.setBrush(CARD_OFF if off else {"group": CARD_GROUP, "output": CARD_OUTPUT}.get(sort, CARD))
        if sort == "group":
            painter.drawRects([rect.translated(4, 4) for rect in rects])
        if not rounded and sort != "output":
            painter.drawRects(rects)
            continue
        radius = HIGH / 2 if sort == "output" else 5
        for rect in rects:
            painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    for family, stripes in batches.families.of(seen, batches.stripes):
        painter.setBrush(family_colour(family))
        painter.drawRects(stripes)


def _rings(painter: QPainter, batches: Batches, seen: Indices, look: Look) -> None:
    """Mark what is selected, viewed or wrong, in pixels, so that it shows at every size."""
    scene, states = batches.scene, look.states or {}
    focus = QColor(FOCUS) if look.focus else QColor("#ffffff")
    marked: list[tuple[QColor, int, list[Card]]] = []
    if look.view.scale >= AFAR:
        wrong = seen[batches.wrong[seen]].tolist()
        failed = [scene.index[id] for id, state in states.items() if state.error and id in scene.index]
        marked.append((WRONG, 1, [scene.cards[index] for index in dict.fromkeys([*wrong, *failed])]))
    chosen = np.zeros(len(scene.cards), bool)
    chosen[[scene.index[id] for id in look.picked if id in scene.index]] = True
    picked = seen[chosen[seen]]
    viewed = scene.card(look.viewed)
    marked.append((VIEWED, 1, [] if viewed is None else [viewed]))
    marked.append((focus, 2, [scene.cards[index] for index in picked.tolist()]))
    for colour, width, listed in marked:
        if listed:
            _ring(painter, listed, look, colour, width)


def _ring(painter: QPainter, cards: list[Card], look: Look, colour: QColor, width: int) -> None:
    scale, rounded = look.view.scale, look.view.scale >= ROUND
    out = 2.5 if width == 2 else 0.5
    areas = []
    for card in cards:
        x, y = look.view.to_pixel(card.place)
        areas.append(QRectF(x - out, y - out, WIDE * scale + 2 * out, HIGH * scale + 2 * out))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, rounded)
    if scale < AFAR:
        # A frame round a card of a few pixels would be wider than the card.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects(areas)
        return
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not rounded:
        painter.drawRects(areas)
        return
    for card, area in zip(cards, areas, strict=True):
        radius = (HIGH / 2 if card.sort == "output" else 6) * scale
        painter.drawRoundedRect(area, radius, radius)
