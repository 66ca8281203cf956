"""What the painting functions are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nodes.api.times import Rate, Time

from .labels import Labels
from .model import TimelineModel
from .palette import Colours
from .rows import Row
from .view import View, row_height


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One picture of the timeline; pixels are the lanes', from `start` to `end` is to be drawn."""

    model: TimelineModel
    view: View
    rate: Rate
    rows: tuple[Row, ...]
    colours: Colours
    labels: Labels
    badges: Mapping[str, str]
    start: int
    end: int

    @property
    def row_height(self) -> int:
        """The pixels of a row."""
        return row_height(self.view, len(self.rows))

    def tops(self) -> list[tuple[int, Row]]:
        """Return the rows that are seen with the pixel each begins at, below the ruler."""
        height = self.row_height
        first = self.view.top // height
        last = (self.view.top + self.view.height) // height + 1
        return [
            (number * height - self.view.top, self.rows[number])
            for number in range(first, min(last, len(self.rows)))
        ]

    def x(self, frames: int | Fraction) -> int:
        """Return the pixel nearest to an instant in frames of the cut."""
        return round(self.view.x_of(Time(frames, self.rate)))

    def shown(self, x: int) -> int:
        """Return a pixel kept near what is drawn: painters lose count far outside."""
        return min(max(x, self.start - 16), self.end + 16)
