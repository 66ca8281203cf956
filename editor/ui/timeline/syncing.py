"""Which linked clips are out of sync, kept up as the rows change: only rows that did are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from editor.document.edits import Member, members_of, out_of_sync
from editor.document.model import Track
from nodes.api.times import Rate, Time

from .rows import Row


class Sync:
    """Knows the linked clips of each row it has seen."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Row, tuple[Member, ...]] = WeakKeyDictionary()

    def late(self, rows: tuple[Row, ...], rate: Rate) -> Mapping[str, Time]:
        """Return by how many frames clips are later than those they are linked with, by id."""
        return out_of_sync((member for row in rows for member in self._of(row, rate)), rate)

    def _of(self, row: Row, rate: Rate) -> tuple[Member, ...]:
        found = self._known.get(row)
        if found is None:
            track = row.holder
            places = zip(row.items, (Time(bound, rate) for bound in row.bounds), strict=False)
            found = tuple(members_of(places, track.kind)) if isinstance(track, Track) else ()
            self._known[row] = found
        return found
