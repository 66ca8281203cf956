"""Words, slots and states on the cards, drawn in pixels so that letters stay sharp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from editor.ui.theme import DIM, TEXT

from .palette import BORDER, GROUND, HELD, TYPES, VIEWED, WRONG, slot_shape
from .scene import HIGH, WIDE, Card, Slot
from .status import NOTHING, State, span_text
from .view import View


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said beside the names: states by node, which one is viewed; `near` where there is room."""

    states: Mapping[str, State]
    viewed: str | None
    view: View
    near: bool


def paint_card_words(painter: QPainter, cards: Sequence[Card], marks: Marks) -> None:
    """Draw names, types, slots, progress and what is held on cards that are seen."""
    scale = marks.view.scale
    bold, plain = _font(painter, scale, bold=True), _font(painter, scale, bold=False)
    _names(painter, cards, marks, bold)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _slots(painter, cards, marks)
    if marks.near:
        _abouts(painter, cards, marks, plain)
        for card in cards:
            _state(painter, card, marks)
        _aways(painter, cards, marks, plain)


def _font(painter: QPainter, scale: float, *, bold: bool) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(max(6, round((12 if bold else 11) * scale)))
    font.setBold(bold)
    return font


def _names(painter: QPainter, cards: Sequence[Card], marks: Marks, font: QFont) -> None:
    view = marks.view
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for card in cards:
        x, y = view.to_pixel(card.place)
        room = (WIDE - (28 if card.sort == "output" else 14)) * view.scale
        name = metrics.elidedText(card.title, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(QColor(DIM if card.bypass else TEXT))
        down = 16 if marks.near or card.sort == "output" else 25
        if card.sort == "output":
            middle = (WIDE * view.scale - metrics.horizontalAdvance(name)) / 2
            painter.drawText(QPointF(x + middle, y + 25 * view.scale), name)
        else:
            painter.drawText(QPointF(x + 11 * view.scale, y + down * view.scale), name)


def _abouts(painter: QPainter, cards: Sequence[Card], marks: Marks, font: QFont) -> None:
    view = marks.view
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for card in cards:
        if card.sort == "output":
            continue
        state = marks.states.get(card.id, NOTHING)
        wrong = not card.known or card.problem or state.error
        said = card.about
        if not card.known:
            said = f"{card.about} is not installed"
        elif state.error or card.problem:
            said = state.error or card.problem
        elif card.bypass:
            said = f"{card.about}, bypassed"
        taken = "" if state.seconds is None or wrong else span_text(state.seconds)
        right = metrics.horizontalAdvance(taken) + 8 * view.scale if taken else 0.0
        room = (WIDE - 22 - (10 if state.held or card.keep else 0)) * view.scale - right
        x, y = view.to_pixel(card.place)
        painter.setPen(WRONG if wrong else QColor(DIM))
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(x + 11 * view.scale, y + 32 * view.scale), shown)
        if taken:
            painter.setPen(QColor(DIM))
            edge = x + (WIDE - 22) * view.scale - metrics.horizontalAdvance(taken)
            painter.drawText(QPointF(edge, y + 32 * view.scale), taken)


def _slots(painter: QPainter, cards: Sequence[Card], marks: Marks) -> None:
    view, r = marks.view, 4.0 * marks.view.scale
    edge = QPen(GROUND, 1)
    for card in cards:
        for above, slots in ((True, card.ins), (False, card.outs)):
            for place, slot in enumerate(slots):
                x, y = view.to_pixel(card.slot_at(place, above=above))
                empty = above and slot.link is None
                painter.setPen(QPen(TYPES[slot.type], 1) if empty else edge)
                painter.setBrush(GROUND if empty else TYPES[slot.type])
                painter.drawPolygon(slot_shape(slot.type, x, y, r))


def _state(painter: QPainter, card: Card, marks: Marks) -> None:
    """Draw how far a node is: a bar while it works, a dot for what is held, an eye's mark when viewed."""
    view, state = marks.view, marks.states.get(card.id, NOTHING)
    x, y = view.to_pixel(card.place)
    scale = view.scale
    if state.progress is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BORDER)
        painter.drawRect(QRectF(x + 8 * scale, y + (HIGH - 5) * scale, (WIDE - 16) * scale, 3 * scale))
        painter.setBrush(VIEWED)
        done = (WIDE - 16) * scale * state.progress
        painter.drawRect(QRectF(x + 8 * scale, y + (HIGH - 5) * scale, done, 3 * scale))
    if card.sort == "node" and (state.held or card.keep):
        _held(painter, x + (WIDE - 13) * scale, y + 28 * scale, scale, card.keep, state)
    if card.id == marks.viewed:
        area = QRectF(x + (WIDE - 44) * scale, y - 8 * scale, 40 * scale, 14 * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(VIEWED)
        painter.drawRoundedRect(area, 3 * scale, 3 * scale)
        painter.setPen(GROUND)
        painter.setFont(_font(painter, scale * 0.85, bold=True))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "viewed")


def _held(painter: QPainter, x: float, y: float, scale: float, keep: bool, state: State) -> None:
    """Draw what is held: a ring for nothing, a disc for frames, a square for stored results, half for old.

    A node that stores its results has the square's outline also while nothing is known.
    """
    r = 3.5 * scale
    colour = HELD.get(state.held, HELD["none"])
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(colour if state.held in ("made", "kept") else Qt.BrushStyle.NoBrush)
    area = QRectF(x - r, y - r, 2 * r, 2 * r)
    if keep:
        painter.drawRect(area)
    else:
        painter.drawEllipse(area)
    if state.held == "stale":
        painter.setPen(QPen(colour, 1.2))
        painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))


def _aways(painter: QPainter, cards: Sequence[Card], marks: Marks, font: QFont) -> None:
    """Say beside slots inside a group what they are connected to outside."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for card in cards:
        for above, slots in ((True, card.ins), (False, card.outs)):
            for place, slot in enumerate(slots):
                if slot.away:
                    at = marks.view.to_pixel(card.slot_at(place, above=above))
                    _away(painter, slot, at, marks.view.scale, metrics, above)


def _away(
    painter: QPainter, slot: Slot, at: tuple[float, float], scale: float, metrics: QFontMetricsF, above: bool
) -> None:
    way = -1 if above else 1
    painter.setPen(QPen(TYPES[slot.type], 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(at[0], at[1] + way * 4 * scale), QPointF(at[0], at[1] + way * 22 * scale))
    said = f"{'from' if above else 'to'} {slot.away}"
    said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, WIDE * scale)
    painter.setPen(QColor(DIM))
    down = -25 * scale if above else 22 * scale + metrics.ascent()
    painter.drawText(QPointF(at[0] - metrics.horizontalAdvance(said) / 2, at[1] + down), said)
