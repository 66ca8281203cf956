"""The rectangles of a row that are seen at a zoom, with less detail where they would be too narrow."""

from __future__ import annotations

from dataclasses import dataclass

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

    From pixel `left` to before `right` (0 at the lanes' left edge) stand the items `first` to `last`;
    `code` is the item's, or the widest item's with `RUN` where several are merged.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    code: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.left)


def visible(row: Row, view: View, rate: Rate, start: float, end: float) -> Blocks:
    """Return the blocks of a row that touch the pixels `start` to `end` of the lanes."""
    per_frame = view.frame_width(rate)
    offset = float(view.scroll * view.zoom)
    low = int(np.searchsorted(row.edges, (start + offset) / per_frame, "right")) - 2
    high = int(np.searchsorted(row.edges, (end + offset) / per_frame, "left")) + 1
    low, high = max(low, 0), min(high, len(row.items))
    if high <= low:
        return _nothing()
    exact = row.edges[low : high + 1] * per_frame
    pixels = np.rint(exact - offset).astype(np.int64)
    codes = row.codes[low:high]
    # Columns are counted from the start of the cut, so that merged items do not flicker while panning.
    column = np.floor(exact[:-1] / _COLUMN).astype(np.int64)
    narrow = np.diff(pixels) < NARROW
    key = np.where(narrow, column, -1 - np.arange(len(codes)))
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    weight = (np.diff(exact) * 4096).astype(np.int64) << 8 | codes
    code = (np.maximum.reduceat(weight, starts) & 255).astype(np.uint8)
    ends = np.r_[starts[1:], len(codes)]
    code[ends - starts > 1] |= RUN
    # Columns alike become one rectangle; an item of its own stays one.
    apart = np.r_[True, (code[1:] != code[:-1]) | (code[1:] & RUN == 0)]
    starts, code = starts[apart], code[apart]
    ends = np.r_[starts[1:], len(codes)]
    left, right = pixels[starts], pixels[ends]
    seen = right > left
    return Blocks(left[seen], right[seen], starts[seen] + low, ends[seen] - 1 + low, code[seen])


def _nothing() -> Blocks:
    none = np.zeros(0, dtype=np.int64)
    return Blocks(none, none, none, none, np.zeros(0, dtype=np.uint8))
