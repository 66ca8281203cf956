"""Drawing the track headers: names, and the buttons that hide, mute, solo and lock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from qtpy.QtCore import QLine, QRect, Qt
from qtpy.QtGui import QColor, QPainter, QPen, QPixmap

from .bands import height_of
from .faders import TROUGH, fader_text, level_of
from .headers import HeaderPart, Place, places
from .rows import Row, silenced
from .scene import Scene
from .view import HEADER


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What is drawn at once, by colour: fills, chips on them, marks and words on those, strokes and rings."""

    fills: dict[str, list[QRect]] = field(default_factory=lambda: defaultdict(list))
    chips: dict[str, list[QRect]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[str, list[QRect]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))
    strokes: dict[str, list[QLine]] = field(default_factory=lambda: defaultdict(list))
    rings: dict[str, list[QRect]] = field(default_factory=lambda: defaultdict(list))


class Headers:
    """The column of headers, drawn anew only where it changed: panning along leaves it alone."""

    def __init__(self) -> None:
        self._made: tuple[object, QPixmap] | None = None

    def get(self, scene: Scene, ratio: float) -> QPixmap:
        """Return the column's picture for a display with so many device pixels each."""
        view = scene.view
        target = scene.model.session.target.value
        faders = tuple(scene.model.faders.value.items())
        key = (scene.rows, scene.colours, view.tops, view.top, view.height, ratio, faders, target)
        if self._made is None or self._made[0] != key:
            picture = QPixmap(round(HEADER * ratio), round(max(view.height, 1) * ratio))
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            painter.setPen(Qt.PenStyle.NoPen)
            draw_headers(painter, scene)
            painter.end()
            self._made = key, picture
        return self._made[1]


def draw_headers(painter: QPainter, scene: Scene) -> None:
    """Draw each row's name and buttons from pixel 0 right; names of what is not shown are struck out."""
    colours = scene.colours
    painter.fillRect(QRect(0, 0, HEADER, scene.view.height), QColor(colours.ground))
    drawn, quiet = _Drawn(), silenced(scene.rows)
    above: Row | None = None
    for top, tall, row in scene.tops():
        target = row.holder.id == scene.model.session.target.value
        fill = colours.target if target else colours.header
        drawn.fills[fill].append(QRect(0, top, HEADER - 1, tall - 1))
        if above is not None and above.kind != "Audio" and row.kind == "Audio":
            drawn.fills[colours.middle].append(QRect(0, top - 1, HEADER, 1))
        above = row
        stripe = colours.sound_stripe if row.kind == "Audio" else colours.picture_stripe
        drawn.marks[stripe].append(QRect(0, top, 6 if target else 3, tall - 1))
        for part, place in places(row, tall):
            if part == "meter":
                drawn.chips[colours.line].append(
                    QRect(place.left, top + place.top, place.width, place.height)
                )
            elif part == "level":
                _fader(scene, drawn, row, place, top)
            elif part == "name":
                _name(scene, drawn, row, place, top, not row.enabled or row.holder.id in quiet)
            else:
                _button(scene, drawn, row, part, place, top)
    _paint(painter, scene, drawn)


def _name(scene: Scene, drawn: _Drawn, row: Row, place: Place, top: int, off: bool) -> None:
    labels, colours = scene.labels, scene.colours
    middle = top + place.top + place.height // 2
    note = "" if row.word == row.name or row.kind != "other" else row.word.lower()
    name = labels.fitting(row.name, max(place.width - labels.width(note) - 4, 24))
    drawn.words[colours.text_off if off else colours.text].append((place.left, middle, name))
    if off:
        drawn.strokes[colours.text_off].append(labels.strike(place.left, middle, name))
    if note:
        drawn.words[colours.text_dim].append((place.left + labels.width(name) + 6, middle, note))


def _button(scene: Scene, drawn: _Drawn, row: Row, part: HeaderPart, place: Place, top: int) -> None:
    """Draw a button: pressed ones are filled bright, with a dark sign."""
    colours = scene.colours
    pressed = {"enable": not row.enabled, "solo": row.solo, "lock": row.locked}[part]
    bright = {"enable": colours.muted, "solo": colours.solo, "lock": colours.locked}[part]
    box = QRect(place.left, top + place.top, place.width, place.height)
    drawn.chips[bright if pressed else colours.button].append(box)
    ink = colours.line if pressed else colours.text_dim
    x, y = box.center().x(), box.center().y()
    if part == "lock":
        drawn.marks[ink].append(QRect(x - 3, y, 8, 5))
        shackle = (QLine(x - 1, y - 3, x - 1, y), QLine(x - 1, y - 4, x + 2, y - 4))
        drawn.strokes[ink] += [*shackle, QLine(x + 3, y - 3, x + 3, y if pressed else y - 2)]
    elif part == "enable" and row.kind != "Audio":
        drawn.rings[ink].append(QRect(x - 6, y - 3, 13, 7))
        drawn.marks[ink].append(QRect(x - 1, y - 1, 3, 3))
        if pressed:
            drawn.strokes[ink].append(QLine(x - 6, y + 5, x + 6, y - 5))
    else:
        letter = "S" if part == "solo" else "M"
        drawn.words[ink].append((x - scene.labels.width(letter) // 2 + 1, y + 1, letter))


def _fader(scene: Scene, drawn: _Drawn, row: Row, place: Place, top: int) -> None:
    """Draw a fader lying down: its trough, a mark at 0 dB, the knob, and the level in dB."""
    colours, level = scene.colours, scene.model.faders.value.get(row.holder.id, level_of(row))
    middle = top + place.top + place.height // 2
    drawn.chips[colours.line].append(QRect(place.left, middle - 1, TROUGH, 3))
    zero = place.left + round(height_of("level", 0.0) * TROUGH)
    drawn.marks[colours.tick].append(QRect(zero, middle - 5, 1, 10))
    knob = place.left + round(height_of("level", level) * TROUGH)
    drawn.marks[colours.text].append(QRect(knob - 3, middle - 5, 6, 11))
    text = fader_text(level)
    drawn.words[colours.text_dim].append((place.left + place.width - scene.labels.width(text), middle, text))


def _paint(painter: QPainter, scene: Scene, drawn: _Drawn) -> None:
    for colour, rects in (*drawn.fills.items(), *drawn.chips.items(), *drawn.marks.items()):
        painter.setBrush(QColor(colour))
        painter.drawRects(rects)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, rects in drawn.rings.items():
        painter.setPen(QPen(QColor(colour), 1))
        for rect in rects:
            painter.drawEllipse(rect)
    for colour, lines in drawn.strokes.items():
        painter.setPen(QColor(colour))
        painter.drawLines(lines)
    painter.setFont(scene.labels.font)
    for colour, words in drawn.words.items():
        painter.setPen(QColor(colour))
        for x, middle, text in words:
            scene.labels.draw(painter, x, middle, text)
    painter.setPen(Qt.PenStyle.NoPen)
