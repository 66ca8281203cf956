"""Writing on the items: badges, and names where they fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from qtpy.QtCore import QLine, QRect, Qt
from qtpy.QtGui import QColor, QPainter

from editor.document.model import Item, Unknown

from .bands import HANDLE
from .chips import LATE, MISSING, RETIME, chips_of
from .paint_lanes import BADGED
from .rows import GAP, KIND, OFF, OFFLINE, RUN
from .scene import STALE, TAKE, Lanes, Scene

NAMED = 26
"""Pixels that there must be for a name."""
_CHIP = 5
TALL, LINE = 42, 9
"""Rows that are so tall have their words above pictures and sound, in a line with its middle there."""


def draw_words(painter: QPainter, scene: Scene, lanes: Lanes) -> None:
    """Write names where they fit, and badges behind them."""
    labels, texts, colours = scene.labels, scene.badges.texts, scene.colours
    late = scene.model.late.value
    struck: list[QLine] = []
    badges: dict[int, list[tuple[int, int, str]]] = {kind: [] for kind in range(1, MISSING + 1)}
    ratio = painter.device().devicePixelRatioF()
    for item, x, middle, room, code, wide in _named(scene, lanes):
        left, effects = room, getattr(item, "effects", ())
        badge = texts.get(item.id) if wide >= BADGED else None
        if badge or late or effects or code & OFFLINE:
            for kind, chip in chips_of(item, badge, bool(code & OFFLINE), late):
                if left >= (taken := labels.width(chip) + 2 * _CHIP) + NAMED + 10:
                    badges[kind].append((x + left - taken, middle, chip))
                    left -= taken + 4
        if left >= NAMED and (text := labels.fitting(_name(item), left)):
            off = code & OFF
            labels.stamp(painter, x, middle, text, colours.text_off if off else colours.text, ratio)
            if off:
                struck.append(labels.strike(x, middle, text))
    painter.setPen(QColor(colours.text_off))
    painter.drawLines(struck)
    _draw_badges(painter, scene, badges)


def _named(scene: Scene, lanes: Lanes) -> Iterator[tuple[Item, int, int, int, int, int]]:
    """Yield what is wide enough for a name: the item, where its words begin, their middle and their room.

    Besides its code, off where its row is, and how wide it is.
    """
    blocks, row = lanes.spread.blocks, lanes.spread.row
    wide = blocks.right - blocks.left
    chosen = np.flatnonzero((wide >= NAMED + 11) & (blocks.code & RUN == 0) & (blocks.code & KIND != GAP))
    row = row[chosen]
    middles = [lane.top + (LINE if lane.tall >= TALL else (lane.tall - 1) // 2) for lane in lanes.each]
    off = np.array([OFF if lane.off else 0 for lane in lanes.each], np.uint8)
    # Beside the handles of fades, which stand in the corners once a clip is selected.
    edges = np.array([HANDLE + 3 if lane.tall >= TALL else 6 for lane in lanes.each])[row]
    x = np.maximum(blocks.left[chosen], 0) + edges
    room = np.minimum(blocks.right[chosen], scene.view.width) - x - 5
    codes = blocks.code[chosen] | off[row]
    columns = (row, blocks.first[chosen], x, room, codes, wide[chosen])
    items = [lane.row.items for lane in lanes.each]
    for number, index, at, space, code, across in zip(*(each.tolist() for each in columns), strict=True):
        yield items[number][index], at, middles[number], space, code, across


def _name(item: Item) -> str:
    name = item.name or (item.schema if isinstance(item, Unknown) else item.id)
    return name if name.isprintable() else " ".join(name.split())


def _draw_badges(
    painter: QPainter, scene: Scene, badges: Mapping[int, Sequence[tuple[int, int, str]]]
) -> None:
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
        if not (told := badges[kind]):
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip))
        painter.drawRects(
            [QRect(x, y - tall // 2, labels.width(text) + 2 * _CHIP, tall) for x, y, text in told]
        )
        painter.setPen(QColor(scene.colours.badge_text))
        for x, y, text in told:
            labels.draw(painter, x + _CHIP, y, text)
    painter.setPen(Qt.PenStyle.NoPen)
