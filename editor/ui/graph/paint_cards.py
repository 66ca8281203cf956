"""Words, slots and states on the cards, drawn in pixels so that letters stay sharp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from editor.ui.theme import DIM, TEXT
from nodes.api.ports import PortType

from .batches import Batches
from .palette import BORDER, GROUND, HELD, TYPES, VIEWED, WRONG, slot_stamp
from .scene import HIGH, WIDE, Card
from .status import NOTHING, State, span_text
from .view import View

_DIM, _TEXT = QColor(DIM), QColor(TEXT)
SLOTS = 0.6
"""Pixels a unit from which slots are drawn."""
_MOST_HELD = 300
"""Cards in sight up to which it is drawn what is held of each, where no more is said of it."""
_MOST_WORDS = 20_000
"""Texts that are kept as they were set, at every size that one zooms through."""
_SIZES = (6, 7, 8, 10, 12, 14, 17, 20, 24, 29, 35, 42, 50)
"""Of letters, in pixels."""
_WIDEST = 0.8
"""Of the size of letters, how wide one is on average at most; shorter texts need not be measured."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said beside the names: states by node, which one is viewed; `near` where there is room."""

    states: Mapping[str, State]
    viewed: str | None
    view: View
    near: bool


def paint_card_words(painter: QPainter, batches: Batches, seen: list[int], marks: Marks) -> None:
    """Draw names, types, slots, progress and what is held on cards that are seen."""
    words = Words(painter, batches, marks)
    cards = batches.scene.cards
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if marks.view.scale >= SLOTS:
        _slots(painter, batches, seen, marks.view)
    painter.setFont(words.fonts[True])
    for index in seen:
        _name(painter, words, cards[index], marks)
    if marks.near:
        painter.setFont(words.fonts[False])
        for index in seen:
            _about(painter, words, cards[index], marks)
        for index in seen:
            _state(painter, cards[index], marks)
        painter.setFont(words.fonts[False])
        for index in seen:
            _aways(painter, words, cards[index], marks)
    elif len(seen) <= _MOST_HELD:
        for index in seen:
            _held_small(painter, cards[index], marks)


def paint_progress(painter: QPainter, batches: Batches, marks: Marks) -> None:
    """Draw how far those nodes are that work, where no more is said of each."""
    index, cards = batches.scene.index, batches.scene.cards
    for id, state in marks.states.items():
        if state.progress is not None and id in index:
            x, y = marks.view.to_pixel(cards[index[id]].place)
            _progress(painter, x, y, marks.view.scale, state.progress)


class Words:
    """Fonts at a scale, in whole pixels, and texts as far as they fit, set once for each size."""

    def __init__(self, painter: QPainter, batches: Batches, marks: Marks) -> None:
        self.scale = marks.view.scale
        # A name that stands alone on its card has room for larger letters.
        name = font_at(painter, self.scale if marks.near else max(self.scale * 1.15, 0.6), bold=True)
        self.fonts = {True: name, False: font_at(painter, self.scale, bold=False)}
        self.metrics = {bold: QFontMetricsF(font) for bold, font in self.fonts.items()}
        self._known = batches.words
        self.sizes = {bold: font.pixelSize() for bold, font in self.fonts.items()}
        if len(self._known) > _MOST_WORDS:
            self._known.clear()

    def fitting(self, text: str, room: float, *, bold: bool) -> QStaticText:
        """Return as much of a text as fits, of a name without its middle, of other words without an end."""
        # A few pixels more or less do not count, so that zooming does not measure every text anew.
        room = room // 4 * 4
        size = self.sizes[bold]
        found: QStaticText | None = self._known.get((text, room, bold, size))
        if found is None:
            shown = text
            if len(text) * size * _WIDEST > room:
                mode = Qt.TextElideMode.ElideMiddle if bold else Qt.TextElideMode.ElideRight
                shown = self.metrics[bold].elidedText(text, mode, room)
            found = self._known[text, room, bold, size] = QStaticText(shown)
            found.setTextFormat(Qt.TextFormat.PlainText)
        return found

    def width(self, text: str, *, bold: bool) -> float:
        """Return how wide a text is, in pixels."""
        return self.metrics[bold].horizontalAdvance(text)


def font_at(painter: QPainter, scale: float, *, bold: bool) -> QFont:
    """Return the font for words on the canvas at a scale.

    It comes in few sizes: each text is set anew for each of them.
    """
    wanted = (12 if bold else 11) * scale
    font = QFont(painter.font())
    font.setPixelSize(max((size for size in _SIZES if size <= wanted + 0.5), default=_SIZES[0]))
    font.setBold(bold)
    return font


def _name(painter: QPainter, words: Words, card: Card, marks: Marks) -> None:
    scale = words.scale
    x, y = marks.view.to_pixel(card.place)
    beside = 0 if marks.near or not (card.keep or card.id in marks.states) else 10
    room = (WIDE - (28 if card.sort == "output" else 14) - beside) * scale
    name = words.fitting(card.title, room, bold=True)
    painter.setPen(_DIM if card.bypass else _TEXT)
    high = words.metrics[True].height()
    middle = y + (HIGH * scale - high) / 2
    if card.sort == "output":
        wide = words.width(name.text(), bold=True)
        painter.drawStaticText(QPointF(x + (WIDE * scale - wide) / 2, middle), name)
    else:
        down = y + 20.5 * scale - high if marks.near else middle
        painter.drawStaticText(QPointF(x + 11 * scale, down), name)


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
    taken, right = None, 0.0
    if state.seconds is not None and not wrong:
        taken = words.fitting(span_text(state.seconds), WIDE * scale, bold=False)
        right = words.width(taken.text(), bold=False)
    room = (WIDE - 22 - (10 if state.held or card.keep else 0)) * scale - right - (8 * scale if taken else 0)
    x, y = marks.view.to_pixel(card.place)
    down = y + 36 * scale - words.metrics[False].height()
    painter.setPen(WRONG if wrong else _DIM)
    painter.drawStaticText(QPointF(x + 11 * scale, down), words.fitting(said, room, bold=False))
    if taken is not None:
        painter.setPen(_DIM)
        painter.drawStaticText(QPointF(x + (WIDE - 22) * scale - right, down), taken)


def _slots(painter: QPainter, batches: Batches, seen: list[int], view: View) -> None:
    """Put a stamp of its shape where each slot is."""
    size, ratio = round(5 * view.scale * 2) / 2, painter.device().devicePixelRatioF()
    stamps: dict[tuple[PortType | None, bool], QPixmap] = {}
    half = size + 1
    for index in seen:
        for kind, at in batches.slots(index):
            if kind not in stamps:
                stamps[kind] = slot_stamp(*kind, size, ratio)
            x, y = (at.x() - view.x) * view.scale - half, (at.y() - view.y) * view.scale - half
            painter.drawPixmap(QPointF(x, y), stamps[kind])


def _state(painter: QPainter, card: Card, marks: Marks) -> None:
    """Draw how far a node is: a bar while it works, a dot for what is held, an eye's mark when viewed."""
    view, state = marks.view, marks.states.get(card.id, NOTHING)
    x, y = view.to_pixel(card.place)
    scale = view.scale
    if state.progress is not None:
        _progress(painter, x, y, scale, state.progress)
    if card.sort != "output" and (state.held or card.keep):
        _held(painter, x + (WIDE - 13) * scale, y + 28 * scale, scale, card.keep, state)
    if card.id == marks.viewed:
        area = QRectF(x + (WIDE - 52) * scale, y - 8 * scale, 48 * scale, 14 * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(VIEWED)
        painter.drawRoundedRect(area, 3 * scale, 3 * scale)
        painter.setPen(GROUND)
        painter.setFont(font_at(painter, scale * 0.8, bold=True))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "viewed")


def _held_small(painter: QPainter, card: Card, marks: Marks) -> None:
    """Draw what is held beside a name that stands alone on its card."""
    state = marks.states.get(card.id, NOTHING)
    if card.sort != "output" and (state.held or card.keep):
        scale = marks.view.scale
        x, y = marks.view.to_pixel(card.place)
        _held(painter, x + (WIDE - 10) * scale, y + HIGH * scale / 2, max(scale, 0.7), card.keep, state)


def _progress(painter: QPainter, x: float, y: float, scale: float, progress: float) -> None:
    """Draw a bar along a card's lower edge, no thinner than can be seen."""
    high = max(3 * scale, 2.0)
    whole, down = (WIDE - 16) * scale, y + (HIGH - 2) * scale - high
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BORDER)
    painter.drawRect(QRectF(x + 8 * scale, down, whole, high))
    painter.setBrush(VIEWED)
    painter.drawRect(QRectF(x + 8 * scale, down, whole * progress, high))


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
            away = f"{'from' if above else 'to'} {slot.away}"
            said = words.fitting(away, WIDE * scale, bold=False)
            wide = words.width(said.text(), bold=False)
            painter.setPen(_DIM)
            down = -24 * scale - metrics.height() if above else 23 * scale
            painter.drawStaticText(QPointF(x - wide / 2, y + down), said)
