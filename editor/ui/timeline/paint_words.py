"""Writing on the items: badges, and names where they fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QColor, QPainter

from editor.document.model import Item, Unknown

from .chips import LATE, MISSING, RETIME, chips_of
from .paint_lanes import BADGED
from .rows import GAP, KIND, OFF, OFFLINE, RUN
from .scene import STALE, TAKE, Lane, Scene

NAMED = 26
"""Pixels that there must be for a name."""
_CHIP = 5
TALL, LINE = 42, 9
"""Rows that are so tall have their words above pictures and sound, in a line with its middle there."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """What is to be written and where: names (struck out or not), badges by what they tell of."""

    names: dict[bool, list[tuple[int, int, str]]]
    badges: dict[int, list[tuple[int, int, str]]]


def draw_words(painter: QPainter, scene: Scene, lanes: list[Lane]) -> None:
    """Draw badges, then names where they fit."""
    words = _Words({False: [], True: []}, {kind: [] for kind in range(1, MISSING + 1)})
    for lane in lanes:
        blocks = lane.blocks
        chosen = np.flatnonzero(blocks.right - blocks.left >= NAMED + 11)
        if len(chosen):
            _collect(scene, lane, chosen, words)
    _draw_badges(painter, scene, words)
    _draw_names(painter, scene, words.names)


def _collect(scene: Scene, lane: Lane, chosen: NDArray[np.int64], words: _Words) -> None:
    middle = lane.top + (LINE if lane.tall >= TALL else (lane.tall - 1) // 2)
    labels, texts, width, blocks = scene.labels, scene.badges.texts, scene.view.width, lane.blocks
    late = scene.model.late.value
    columns = (blocks.left, blocks.right, blocks.first, blocks.code)
    for left, right, index, code in zip(*(each[chosen].tolist() for each in columns), strict=True):
        if code & RUN or code & KIND == GAP:
            continue
        item = lane.row.items[index]
        x = left + 6 if left > 0 else 6
        room = (right if right < width else width) - x - 5
        badge = texts.get(item.id) if right - left >= BADGED else None
        for kind, chip in chips_of(item, badge, bool(code & OFFLINE), late):
            if room >= (taken := labels.width(chip) + 2 * _CHIP) + NAMED + 10:
                words.badges[kind].append((x + room - taken, middle, chip))
                room -= taken + 4
        if room >= NAMED and (text := labels.fitting(_name(item), room)):
            words.names[bool(code & OFF) or lane.off].append((x, middle, text))


def _name(item: Item) -> str:
    name = item.name or (item.schema if isinstance(item, Unknown) else item.id)
    return name if name.isprintable() else " ".join(name.split())


def _draw_names(painter: QPainter, scene: Scene, names: dict[bool, list[tuple[int, int, str]]]) -> None:
    labels = scene.labels
    painter.setFont(labels.font)
    for off, colour in ((False, scene.colours.text), (True, scene.colours.text_off)):
        painter.setPen(QColor(colour))
        for x, y, text in names[off]:
            labels.draw(painter, x, y, text)
    painter.drawLines([labels.strike(*name) for name in names[True]])
    painter.setPen(Qt.PenStyle.NoPen)


def _draw_badges(painter: QPainter, scene: Scene, words: _Words) -> None:
    labels = scene.labels
    tall = labels.metrics.height() + 2
    painter.setFont(labels.font)
    colours = scene.colours
    chips = {
        TAKE: colours.take,
        STALE: colours.stale,
        RETIME: colours.retime,
        LATE: colours.late,
        MISSING: colours.missing,
    }
    for kind, chip in chips.items():
        if not (badges := words.badges[kind]):
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip))
        painter.drawRects(
            [QRect(x, y - tall // 2, labels.width(text) + 2 * _CHIP, tall) for x, y, text in badges]
        )
        painter.setPen(QColor(scene.colours.badge_text))
        for x, y, text in badges:
            labels.draw(painter, x + _CHIP, y, text)
    painter.setPen(Qt.PenStyle.NoPen)
