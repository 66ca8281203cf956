"""What the painting functions are given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nodes.api.times import Rate, Time

from .blocks import Blocks, Laid, Spread
from .cells import Cells
from .film import Film
from .labels import Labels
from .model import TimelineModel
from .palette import Colours
from .rows import Change, Frames, Row, silenced
from .view import View, row_height, row_top, rows_seen

TAKE, STALE = 1, 2
"""What a badge tells of: a take that is shown, one that the clip's graph has moved on from."""


class Badged:
    """Says which items of a row bear a badge, looked up once for each row and set of badges."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._kept: WeakKeyDictionary[Row, NDArray[np.uint8]] = WeakKeyDictionary()

    def of(self, row: Row) -> NDArray[np.uint8] | None:
        """Return for each item of a row what its badge tells of, 0 for none; None where none bears one."""
        if not self.texts:
            return None
        found = self._kept.get(row)
        if found is None:
            found = self._kept[row] = np.zeros(len(row.items), dtype=np.uint8)
            for id in self.texts.keys() & row.places.keys():
                found[row.places[id]] = kind_of_badge(self.texts[id])
        return found


class Selected:
    """Says which items of a row are selected, looked up once for each row and selection."""

    def __init__(self, ids: frozenset[str]) -> None:
        self.ids = ids
        self._kept: WeakKeyDictionary[Row, NDArray[np.int64]] = WeakKeyDictionary()

    def touch(self, row: Row, blocks: Blocks) -> NDArray[np.bool_] | None:
        """Return for each block whether it holds something selected; None where nothing is."""
        if not self.ids:
            return None
        before = self._kept.get(row)
        if before is None:
            chosen = np.zeros(len(row.items) + 1, dtype=np.int64)
            chosen[[row.places[id] + 1 for id in self.ids & row.places.keys()]] = 1
            before = self._kept[row] = np.cumsum(chosen)
        return (before[blocks.last + 1] > before[blocks.first]) if before[-1] else None


def kind_of_badge(text: str) -> int:
    """Return what a badge tells of."""
    return STALE if text.endswith("stale") else TAKE if text else 0


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """A row that is seen, the pixel it begins at below the ruler, how tall it is, and its blocks.

    One that is `off` is hidden or muted, or others have a solo.
    """

    top: int
    tall: int
    off: bool
    row: Row
    blocks: Blocks


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """The rows that are seen, from the top, sounds after all others; `spread` are the blocks of all."""

    each: list[Lane]
    spread: Spread


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One picture of the timeline; pixels are the lanes', from `start` to `end` is to be drawn.

    `per_frame` and `origin` are the view's: the pixels of a frame, the pixel of the left edge.
    """

    model: TimelineModel
    view: View
    rate: Rate
    rows: tuple[Row, ...]
    colours: Colours
    labels: Labels
    badges: Badged
    selected: Selected
    laid: Laid
    film: Film | None
    cells: Cells
    start: int
    end: int
    per_frame: float
    origin: int

    def tops(self) -> list[tuple[int, int, Row]]:
        """Return the rows that are seen: the pixel each begins at, below the ruler, its pixels, itself."""
        seen = rows_seen(self.view)
        return [
            (row_top(self.view, number), row_height(self.view, number), self.rows[number]) for number in seen
        ]

    def lanes(self) -> Lanes:
        """Return the rows that are seen with their blocks."""
        tops = self.tops()
        spread = self.laid.visible([row for *_, row in tops], self.view, self.rate, self.start, self.end)
        quiet = silenced(self.rows)
        each = [
            Lane(top, tall, not row.enabled or row.holder.id in quiet, row, blocks)
            for (top, tall, row), blocks in zip(tops, spread.each(), strict=True)
        ]
        return Lanes(each, spread)

    def changes(self, row: Row) -> tuple[Change, ...]:
        """Return a row's transitions that may be seen."""
        if not row.changes:
            return ()
        # A float may be a hair off: a frame more on either side is looked at.
        first, last = ((x + self.origin) / self.per_frame for x in (self.start, self.end))
        low = bisect_left(row.changes, first - 1, key=_end)
        return row.changes[low : bisect_right(row.changes, last + 1, lo=low, key=_start)]

    def x(self, frames: Frames) -> int:
        """Return the pixel an instant is drawn at, in frames of the cut: where blocks have their edges."""
        return round(float(frames) * self.per_frame) - self.origin

    def x_of(self, time: Time) -> int:
        """Return the pixel an instant is drawn at."""
        return self.x(time.at(self.rate).value)

    def shown(self, x: int) -> int:
        """Return a pixel kept near what is drawn: painters lose count far outside."""
        return min(max(x, self.start - 16), self.end + 16)


def _start(change: Change) -> float:
    return float(change.start)


def _end(change: Change) -> float:
    return float(change.end)
