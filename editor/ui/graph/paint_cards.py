"""Words, slots and states on the cards, drawn in pixels so that letters stay sharp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from editor.ui.theme import DIM, TEXT
from nodes.api.ports import PortType

from .batches import Batches
from .palette import BORDER, GROUND, HELD, TYPES, VIEWED, WRONG, slot_shape
from .scene import HIGH, WIDE, Card
from .status import NOTHING, State, span_text
from .view import View

_DIM, _TEXT = QColor(DIM), QColor(TEXT)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said beside the names: states by node, which one is viewed; `near` where there is room."""

    states: Mapping[str, State]
    viewed: str | None
    view: View
    near: bool


def paint_card_words(painter: QPainter, batches: Batches, seen: list[int], marks: Marks) -> None:
    """Draw names, types, slots, progress and what is held on cards that are seen."""
    words = Words(painter, batches, marks.view)
    cards = batches.scene.cards
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _slots(painter, batches, seen, marks.view)
    painter.setFont(words.bold)
    for index in seen:
        _name(painter, words, cards[index], marks)
    if marks.near:
        painter.setFont(words.plain)
        for index in seen:
            _about(painter, words, cards[index], marks)
        for index in seen:
            _state(painter, cards[index], marks)
        painter.setFont(words.plain)
        for index in seen:
            _aways(painter, words, cards[index], marks)


class Words:
    """Fonts at a scale, in whole pixels, and texts as far as they fit, found once for each size."""

    def __init__(self, painter: QPainter, batches: Batches, view: View) -> None:
        self.scale = view.scale
        self.bold, self.plain = (
            font_at(painter, view.scale, bold=True),
            font_at(painter, view.scale, bold=False),
        )
        self.metrics = {True: QFontMetricsF(self.bold), False: QFontMetricsF(self.plain)}
        sizes = (self.bold.pixelSize(), self.plain.pixelSize())
        self._known = batches.words
        if self._known.get("sizes") != str(sizes):
            self._known.clear()
            self._known["sizes"] = str(sizes)

    def fitting(self, text: str, room: float, *, bold: bool) -> str:
        """Return as much of a text as fits, its middle left out of a name, its end of other words."""
        # A few pixels more or less do not count, so that zooming does not measure every text anew.
        room = room // 4 * 4
        found = self._known.get((text, room, bold))
        if found is None:
            mode = Qt.TextElideMode.ElideMiddle if bold else Qt.TextElideMode.ElideRight
            found = self._known[text, room, bold] = self.metrics[bold].elidedText(text, mode, room)
        return found


def font_at(painter: QPainter, scale: float, *, bold: bool) -> QFont:
    """Return the font for words on the canvas at a scale, in whole pixels."""
    font = QFont(painter.font())
    font.setPixelSize(max(6, round((12 if bold else 11) * scale)))
    font.setBold(bold)
    return font


def _name(painter: QPainter, words: Words, card: Card, marks: Marks) -> None:
    scale = words.scale
    x, y = marks.view.to_pixel(card.place)
    room = (WIDE - (28 if card.sort == "output" else 14)) * scale
    name = words.fitting(card.title, room, bold=True)
    painter.setPen(_DIM if card.bypass else _TEXT)
    if card.sort == "output":
        middle = (WIDE * scale - words.metrics[True].horizontalAdvance(name)) / 2
        painter.drawText(QPointF(x + middle, y + 25 * scale), name)
    else:
        painter.drawText(QPointF(x + 11 * scale, y + (16 if marks.near else 25) * scale), name)


def _about(painter: QPainter, words: Words, card: Card, marks: Marks) -> None:
    if card.sort == "output":
        return
    scale, state = words.scale, marks.states.get(card.id, NOTHING)
    wrong = bool(not card.known or card.problem or state.error)
    said = card.about
    if not card.known:
        said = f"{card.about} is not installed"
    elif wrong:
        said = state.error or card.problem
    elif card.bypass:
        said = f"{card.about}, bypassed"
    taken = "" if state.seconds is None or wrong else span_text(state.seconds)
    right = words.metrics[False].horizontalAdvance(taken) if taken else 0.0
    room = (WIDE - 22 - (10 if state.held or card.keep else 0)) * scale - right - (8 * scale if taken else 0)
    x, y = marks.view.to_pixel(card.place)
    painter.setPen(WRONG if wrong else _DIM)
    painter.drawText(QPointF(x + 11 * scale, y + 32 * scale), words.fitting(said, room, bold=False))
    if taken:
        painter.setPen(_DIM)
        painter.drawText(QPointF(x + (WIDE - 22) * scale - right, y + 32 * scale), taken)


def _slots(painter: QPainter, batches: Batches, seen: list[int], view: View) -> None:
    """Draw the slots type by type: pictures round, mattes square, sounds triangles, curves diamonds."""
    found: dict[tuple[PortType | None, bool], list[QPointF]] = {}
    for index in seen:
        for kind, at in batches.slots(index):
            found.setdefault(kind, []).append(at)
    painter.save()
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    for (type, empty), points in found.items():
        fill = GROUND if empty else TYPES[type]
        if type in ("frame", "matte", None):
            cap = Qt.PenCapStyle.SquareCap if type == "matte" else Qt.PenCapStyle.RoundCap
            rims = [(TYPES[type] if empty else GROUND, 9.5)] if empty or view.scale >= 1 else []
            for colour, wide in (*rims, (fill, 7.0)):
                pen = QPen(colour, wide - (1.5 if type == "matte" else 0))
                pen.setCapStyle(cap)
                painter.setPen(pen)
                painter.drawPoints(points)
            continue
        painter.setPen(QPen(TYPES[type] if empty else GROUND, 1))
        painter.setBrush(fill)
        for at in points:
            painter.drawPolygon(slot_shape(type, at.x(), at.y(), 4.0))
    painter.restore()


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
        painter.setFont(font_at(painter, scale * 0.8, bold=True))
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


def _aways(painter: QPainter, words: Words, card: Card, marks: Marks) -> None:
    """Say beside slots inside a group what they are connected to outside."""
    scale, metrics = words.scale, words.metrics[False]
    for above, slots in ((True, card.ins), (False, card.outs)):
        for place, slot in enumerate(slots):
            if not slot.away:
                continue
            x, y = marks.view.to_pixel(card.slot_at(place, above=above))
            way = -1 if above else 1
            painter.setPen(QPen(TYPES[slot.type], 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, y + way * 5 * scale), QPointF(x, y + way * 22 * scale))
            said = words.fitting(f"{'from' if above else 'to'} {slot.away}", WIDE * scale, bold=False)
            painter.setPen(_DIM)
            down = -25 * scale if above else 22 * scale + metrics.ascent()
            painter.drawText(QPointF(x - metrics.horizontalAdvance(said) / 2, y + down), said)
