"""The rectangles of rows at a zoom, with less detail where they would be too narrow, and what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nodes.api.times import Rate

from .rows import RUN, Row
from .view import View

NARROW = 3
"""Items of fewer pixels are merged with their neighbours."""
_COLUMN = 4

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Rectangles side by side without a gap or an overlap, as arrays of the same length.

    From pixel `left` to before `right` stand the items `first` to `last`; `code` is the item's, or the
    widest item's with `RUN` where several are merged.
    """

    left: Places
    right: Places
    first: Places
    last: Places
    code: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.left)

    def part(self, low: int, high: int) -> Blocks:
        """Return those from `low` to before `high`."""
        part = slice(low, high)
        return Blocks(self.left[part], self.right[part], self.first[part], self.last[part], self.code[part])


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The blocks of several rows, one row after the other; `row` is the place of each one's row."""

    blocks: Blocks
    row: Places
    rows: int

    def each(self) -> list[Blocks]:
        """Return every row's own."""
        ends = np.searchsorted(self.row, np.arange(self.rows + 1)).tolist()
        return [self.blocks.part(low, high) for low, high in pairwise(ends)]

    def seen(self, start: int, end: int, origin: int) -> Spread:
        """Return those that touch the pixels `start` to `end`, counted from pixel `origin`."""
        whole = self.blocks
        chosen = np.flatnonzero((whole.right > start + origin) & (whole.left < end + origin))
        left, right = whole.left[chosen] - origin, whole.right[chosen] - origin
        found = Blocks(left, right, whole.first[chosen], whole.last[chosen], whole.code[chosen])
        return Spread(found, self.row[chosen], self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Flat:
    """Rows one after another: their edges, and for each item its code, its row, the place of its edge."""

    edges: NDArray[np.float64]
    codes: NDArray[np.uint8]
    row: Places
    at: Places
    place: Places
    rows: int


def _flat(rows: Sequence[Row]) -> _Flat:
    counts = np.array([len(row.items) for row in rows], np.int64)
    number = np.repeat(np.arange(len(rows)), counts)
    item = np.arange(len(number))
    place = item - np.repeat(np.cumsum(counts) - counts, counts)
    return _Flat(
        np.concatenate([row.edges for row in rows]) if len(rows) else np.zeros(0),
        np.concatenate([row.codes for row in rows]) if len(rows) else np.zeros(0, np.uint8),
        number,
        # A row has an edge more than items.
        item + number,
        place,
        len(rows),
    )


def _blocks(flat: _Flat, per_frame: float) -> Spread:
    """Return all blocks, pixels counted from the start of the cut, `per_frame` of them a frame."""
    exact = flat.edges * per_frame
    pixels = np.rint(exact).astype(np.int64)
    left, right, count = pixels[flat.at], pixels[flat.at + 1], len(flat.at)
    width = right - left
    if not count or width.min() >= NARROW:
        return Spread(Blocks(left, right, flat.place, flat.place, flat.codes), flat.row, flat.rows)
    # Merged by columns that stand still while panning, each showing its widest item …
    begin = exact[flat.at]
    column = (begin / _COLUMN).astype(np.int64)
    key = np.where(width < NARROW, column, -1 - np.arange(count))
    starts = _starts((key[1:] != key[:-1]) | (flat.row[1:] != flat.row[:-1]))
    weight = ((exact[flat.at + 1] - begin) * 4096).astype(np.int64) << 8 | flat.codes
    code = (np.maximum.reduceat(weight, starts) & 255).astype(np.uint8)
    code[np.diff(starts, append=count) > 1] |= RUN
    # … and columns alike are one.
    row = flat.row[starts]
    kept = _starts((code[1:] != code[:-1]) | (code[1:] & RUN == 0) | (row[1:] != row[:-1]))
    starts, code, row = starts[kept], code[kept], row[kept]
    last = np.append(starts[1:], count) - 1
    left, right = left[starts], right[last]
    wide = right > left
    found = Blocks(left[wide], right[wide], flat.place[starts[wide]], flat.place[last[wide]], code[wide])
    return Spread(found, row[wide], flat.rows)


def _starts(changes: NDArray[np.bool_]) -> Places:
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


class Laid:
    """Keeps the blocks of the rows that were seen last, at the zoom they were seen at."""

    def __init__(self) -> None:
        self._rows: tuple[Row, ...] = ()
        self._flat = _flat(())
        self._per_frame, self._spread = 0.0, _blocks(self._flat, 0.0)

    def visible(self, rows: Sequence[Row], view: View, rate: Rate, start: int, end: int) -> Spread:
        """Return the rows' blocks that touch the pixels `start` to `end` of the lanes."""
        per_frame, now = view.frame_width(rate), tuple(rows)
        if now != self._rows:
            self._rows, self._flat, self._per_frame = now, _flat(now), 0.0
        if per_frame != self._per_frame:
            self._per_frame, self._spread = per_frame, _blocks(self._flat, per_frame)
        return self._spread.seen(start, end, view.origin)
