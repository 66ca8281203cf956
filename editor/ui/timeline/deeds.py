"""The edits that a drag becomes: what is taken hold of, and the cut that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.document import edits
from editor.document.edits.transition import Side
from editor.document.layout import MediaLookup
from editor.document.model import Cut
from editor.document.rules import said
from nodes.api.errors import WorkprintError
from nodes.api.times import Time

from .ghost import Piece
from .rows import Frames, Row
from .tools import Deed

TRIED = 300
"""How many clips an edit may have for it to be tried at every step of a drag."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Clips taken hold of, moved by `by` in time and by `tracks` tracks of a `kind`.

    `main` is the one under the pointer, `side` its edge where that was hit. `insert` moves on what stands
    where the clips come to; `all_tracks` keeps the other tracks in step.
    """

    deed: Deed
    ids: tuple[str, ...]
    main: str
    side: Side
    by: Time
    tracks: int = 0
    kind: str = ""
    insert: bool = False
    all_tracks: bool = True

    @property
    def verb(self) -> str:
        """What the edit is called, as the command line calls it."""
        return "duplicate" if self.deed == "copy" else self.deed

    @property
    def changes(self) -> bool:
        """Whether anything would be another."""
        return bool(self.by.value or self.tracks)

    def args(self) -> Mapping[str, Any]:
        """Return what the edit is told of as, in the words of the command line."""
        told: dict[str, Any] = {"clip": self.ids[0]} if len(self.ids) == 1 else {"clips": list(self.ids)}
        if self.deed in ("trim", "ripple"):
            return told | {self.side: said(self.by if self.side == "head" else -self.by)}
        told["by"] = said(self.by)
        if self.deed == "roll":
            told["at"] = self.side
        if self.tracks:
            told["tracks"] = self.tracks
        return told | ({"insert": "yes"} if self.insert else {})

    def made(self, cut: Cut, media: MediaLookup | None) -> Cut:
        """Return the cut with the edit made. Raises EditError where it cannot be."""
        if self.deed == "ripple":
            return edits.ripple_edges(
                cut, self.ids, self.side, self.by, all_tracks=self.all_tracks, media=media
            )
        if self.deed == "trim":
            return edits.trim_edges(cut, self.ids, self.side, self.by, media=media)
        if self.deed == "roll":
            return edits.roll_edges(cut, self.ids, self.side, self.by, media=media)
        if self.deed == "slip":
            # The picture follows the hand: dragged to the right, earlier media comes.
            return edits.slip_clips(cut, self.ids, -self.by, media=media)
        if self.deed == "slide":
            return edits.slide_clips(cut, self.ids, self.by, media=media)
        return edits.move(
            cut,
            self.ids,
            self.by,
            tracks=self.tracks,
            kind=self.kind,
            insert=self.insert,
            copy=self.deed == "copy",
            media=media,
        )

    def why_not(self, cut: Cut, media: MediaLookup | None) -> str:
        """Return why it may not be, "" where it may, and where so many clips are not tried."""
        if not self.changes or len(self.ids) > TRIED:
            return ""
        try:
            self.made(cut, media)
        except WorkprintError as error:
            return str(error)
        return ""

    def pieces(self, rows: tuple[Row, ...]) -> Iterator[Piece]:
        """Yield where the clips would stand."""
        chosen = set(self.ids)
        for number, row in enumerate(rows):
            for id in chosen & row.places.keys():
                index = row.places[id]
                yield from self._piece(rows, number, index)

    def _piece(self, rows: tuple[Row, ...], number: int, index: int) -> Iterator[Piece]:
        row, by = rows[number], self.by
        start, end = (self._time(row.bounds[index + n]) for n in (0, 1))
        if self.deed == "trim":
            yield Piece(number, start + by, end) if self.side == "head" else Piece(number, start, end + by)
        elif self.deed == "ripple":
            yield Piece(number, start, end - by if self.side == "head" else end + by)
        elif self.deed == "roll":
            yield from self._rolled(row, number, index)
        elif self.deed == "slip":
            yield Piece(number, start, end)
        else:
            there = moved_row(rows, number, self.tracks if self.kind in ("", row.kind) else 0)
            yield Piece(number if there is None else there, start + by, end + by)

    def _rolled(self, row: Row, number: int, index: int) -> Iterator[Piece]:
        left, right = (index - 1, index) if self.side == "head" else (index, index + 1)
        if left >= 0:
            yield Piece(number, self._time(row.bounds[left]), self._time(row.bounds[left + 1]) + self.by)
        if right < len(row.items):
            yield Piece(number, self._time(row.bounds[right]) + self.by, self._time(row.bounds[right + 1]))

    def _time(self, frames: Frames) -> Time:
        return Time(frames, self.by.rate)


def moved_row(rows: tuple[Row, ...], number: int, tracks: int) -> int | None:
    """Return the row so many tracks of its kind higher in the cut, None where there is none."""
    alike = [place for place, row in enumerate(rows) if row.kind == rows[number].kind]
    # Pictures lie with the uppermost first, sound in its order.
    step = -tracks if rows[number].kind != "Audio" else tracks
    index = alike.index(number) + step
    return alike[index] if 0 <= index < len(alike) else None


def tracks_between(rows: tuple[Row, ...], start: int, end: int) -> int:
    """Return how many tracks higher in the cut one row is than another, 0 for one of another kind."""
    if rows[start].kind != rows[end].kind:
        return 0
    alike = [place for place, row in enumerate(rows) if row.kind == rows[start].kind]
    step = alike.index(end) - alike.index(start)
    return step if rows[start].kind == "Audio" else -step
