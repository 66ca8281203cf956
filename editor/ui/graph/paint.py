"""The drawing of a scene in batches, with as much in it as can be read at its size.

From afar (below 0.22 pixels a unit) cards are filled in the colour of their family and wires straight
hairlines. In between (below 0.6) cards have an edge, a stripe and a mark where something is wrong. From
there on names and slots are drawn and wires bend; from 0.85 on types, labels, states and round corners.
What is selected, viewed or wrong shows at every size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from editor.ui.theme import FOCUS

from .batches import Batches, Indices, curve
from .paint_cards import Marks, paint_card_words
from .paint_under import paint_backdrops, paint_dots, paint_notes
from .palette import (
    BORDER,
    BORDER_OFF,
    CARD,
    CARD_GROUP,
    CARD_OFF,
    CARD_OUTPUT,
    GROUND,
    TYPES,
    VIEWED,
    WRONG,
    family_colour,
)
from .scene import HIGH, WIDE, Card
from .status import State
from .view import View

AFAR, MIDDLE, NEAR = 0.22, 0.6, 0.85
_EVERYTHING = 0.6
"""Of all cards seen, the share from which the lists of all of them are drawn."""


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
    if view.scale < AFAR:
        _afar(painter, batches, seen, look)
    else:
        _wires(painter, batches, look)
        _cards(painter, batches, seen, look)
    notes = [each for each in scene.notes if each.id not in batches.without]
    paint_notes(painter, notes, look.picked, view.scale, look.focus)
    painter.restore()
    _rings(painter, batches, seen, look)
    if view.scale >= MIDDLE:
        marks = Marks(look.states or {}, look.viewed, view, near=view.scale >= NEAR)
        paint_card_words(painter, [scene.cards[index] for index in seen.tolist()], marks)


def _afar(painter: QPainter, batches: Batches, seen: Indices, look: Look) -> None:
    many = len(seen) > _EVERYTHING * len(batches.rects)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    wires = batches.paths if many else batches.straight(batches.wires_in(look.view, look.wide, look.high))
    for type, path in wires:
        colour = QColor(TYPES[type])
        colour.setAlpha(110)
        painter.strokePath(path, QPen(colour, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, rects in batches.fills if many else batches.filled(seen):
        painter.setBrush(colour)
        painter.drawRects(rects)


def _wires(painter: QPainter, batches: Batches, look: Look) -> None:
    wires = batches.wires_in(look.view, look.wide, look.high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if look.view.scale >= NEAR:
        ends = batches.scene.ends
        for index in wires.tolist():
            painter.setPen(QPen(TYPES[batches.types[index]], 1.8))
            painter.drawPath(curve(ends[index].tolist()))
        return
    for type, path in batches.bent(wires) if look.view.scale >= MIDDLE else batches.straight(wires):
        painter.strokePath(path, QPen(TYPES[type], 0))


def _cards(painter: QPainter, batches: Batches, seen: Indices, look: Look) -> None:
    near = look.view.scale >= NEAR
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, near)
    by_body: dict[tuple[bool, str], list[int]] = {}
    for index in seen.tolist():
        card = batches.scene.cards[index]
        by_body.setdefault((card.bypass, card.sort), []).append(index)
    for (off, sort), indices in by_body.items():
        fill = CARD_OFF if off else {"group": CARD_GROUP, "output": CARD_OUTPUT}.get(sort, CARD)
        pen = QPen(BORDER_OFF if off else BORDER, 1 if near else 0)
        if off and near:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(fill)
        rects = [batches.rects[index] for index in indices]
        if not near:
            painter.drawRects(rects)
            continue
        round = HIGH / 2 if sort == "output" else 5
        for rect in rects:
            if sort == "group":
                painter.drawRoundedRect(rect.translated(4, 4), round, round)
            painter.drawRoundedRect(rect, round, round)
    _stripes(painter, batches, seen, near)


def _stripes(painter: QPainter, batches: Batches, seen: Indices, near: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    by_family: dict[str, list[QRectF]] = {}
    for index in seen.tolist():
        card = batches.scene.cards[index]
        if card.sort != "output":
            rect = QRectF(
                card.place[0] + 1.5, card.place[1] + (6 if near else 1), 4, HIGH - (12 if near else 2)
            )
            by_family.setdefault("" if card.bypass else card.family, []).append(rect)
    for family, rects in by_family.items():
        painter.setBrush(family_colour(family))
        painter.drawRects(rects)


def _rings(painter: QPainter, batches: Batches, seen: Indices, look: Look) -> None:
    """Mark what is selected, viewed or wrong, in pixels, so that it shows at every size."""
    scene, states = batches.scene, look.states or {}
    focus = QColor(FOCUS) if look.focus else QColor("#ffffff")
    marked: list[tuple[QColor, int, list[Card]]] = []
    if look.view.scale >= AFAR:
        cards = [scene.cards[index] for index in seen.tolist()]
        failed = {id for id, state in states.items() if state.error}
        wrong = [card for card in cards if card.problem or not card.known or card.id in failed]
        marked.append((WRONG, 1, wrong))
    else:
        there = batches.there
        cards = [scene.cards[scene.index[id]] for id in look.picked if id in scene.index]
        cards = [card for card in cards if there[scene.index[card.id]]]
    viewed = scene.card(look.viewed)
    marked.append((VIEWED, 1, [] if viewed is None else [viewed]))
    marked.append((focus, 2, [card for card in cards if card.id in look.picked]))
    for colour, width, listed in marked:
        _ring(painter, listed, look, colour, width)


def _ring(painter: QPainter, cards: list[Card], look: Look, colour: QColor, width: int) -> None:
    scale, near = look.view.scale, look.view.scale >= NEAR
    out = 2.5 if width == 2 else 0.5
    areas = []
    for card in cards:
        x, y = look.view.to_pixel(card.place)
        areas.append(QRectF(x - out, y - out, WIDE * scale + 2 * out, HIGH * scale + 2 * out))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, near)
    if scale < AFAR:
        # A frame round a card of a few pixels would be wider than the card.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects(areas)
        return
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for card, area in zip(cards, areas, strict=True):
        round = 0.0 if not near else (HIGH / 2 if card.sort == "output" else 6) * scale
        painter.drawRoundedRect(area, round, round)
