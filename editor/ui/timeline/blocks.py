"""The rectangles of a row at a zoom, with less detail where they would be too narrow, and what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nodes.api.times import Rate

from .rows import RUN, Row
from .view import View

NARROW = 3
"""Items of fewer pixels are merged with their neighbours."""
_COLUMN = 4


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Rectangles side by side without a gap or an overlap, as arrays of the same length.

    From pixel `left` to before `right` stand the items `first` to `last`; `code` is the item's, or the
    widest item's with `RUN` where several are merged.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    code: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.left)

    def seen(self, start: int, end: int, origin: int) -> Blocks:
        """Return those that touch the pixels `start` to `end`, counted from pixel `origin`."""
        low = int(np.searchsorted(self.right, start + origin, "right"))
        high = int(np.searchsorted(self.left, end + origin, "left"))
        part = slice(low, max(low, high))
        left, right = self.left[part] - origin, self.right[part] - origin
        return Blocks(left, right, self.first[part], self.last[part], self.code[part])


def blocks_of(row: Row, per_frame: float) -> Blocks:
    """Return all of a row's blocks, pixels counted from the start of the cut, `per_frame` of them a frame."""
    exact = row.edges * per_frame
    pixels = np.rint(exact).astype(np.int64)
    width = pixels[1:] - pixels[:-1]
    items = np.arange(len(row.items))
    if not len(width) or width.min() >= NARROW:
        return Blocks(pixels[:-1], pixels[1:], items, items, row.codes)
    # Merged by columns that stand still while panning, each showing its widest item …
    column = (exact[:-1] / _COLUMN).astype(np.int64)
    key = np.where(width < NARROW, column, -1 - items)
    starts = _starts(key[1:] != key[:-1])
    weight = ((exact[1:] - exact[:-1]) * 4096).astype(np.int64) << 8 | row.codes
    code = (np.maximum.reduceat(weight, starts) & 255).astype(np.uint8)
    code[np.diff(starts, append=len(items)) > 1] |= RUN
    # … and columns alike are one.
    kept = _starts((code[1:] != code[:-1]) | (code[1:] & RUN == 0))
    starts, code = starts[kept], code[kept]
    ends = np.append(starts[1:], len(items))
    left, right = pixels[starts], pixels[ends]
    wide = right > left
    return Blocks(left[wide], right[wide], starts[wide], ends[wide] - 1, code[wide])


def _starts(changes: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


class Laid:
    """Keeps the blocks of rows at the zoom they were last seen at."""

    def __init__(self) -> None:
        self._per_frame = 0.0
        self._kept: WeakKeyDictionary[Row, Blocks] = WeakKeyDictionary()

    def visible(self, rows: Sequence[Row], view: View, rate: Rate, start: int, end: int) -> list[Blocks]:
        """Return for each row its blocks that touch the pixels `start` to `end` of the lanes."""
        per_frame, origin = view.frame_width(rate), view.origin
        if per_frame != self._per_frame:
            self._per_frame = per_frame
            self._kept.clear()
        found = []
        for row in rows:
            blocks = self._kept.get(row)
            if blocks is None:
                blocks = self._kept[row] = blocks_of(row, per_frame)
            found.append(blocks.seen(start, end, origin))
        return found
