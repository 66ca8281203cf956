"""How tall the tracks are drawn: as each was made, and the others share the room there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from editor.document.edits.tracks import SHORTEST
from editor.document.model import TALLEST, Item

SMALL, MIDDLE, LARGE = 28, 60, 112
"""The heights there are names for: a line of words, a strip of pictures under it, a large one."""


def tops_of(holders: Sequence[Item], room: int, dragged: Mapping[str, int]) -> tuple[int, ...]:
    """Return the pixel at which each row begins, counted from the first one's, and the end of the last.

    `dragged` are heights under way, by id. Those that have none share the `room`, within what can be read
    and what looks calm.
    """
    own = [dragged.get(holder.id, getattr(holder, "height", 0)) for holder in holders]
    others = own.count(0)
    share = min(max((room - sum(own)) // max(others, 1), SMALL), MIDDLE)
    return (0, *accumulate(height or share for height in own))


def taller(height: int, factor: float) -> int:
    """Return a height by a factor, within the bounds of the document."""
    return min(max(round(height * factor), SHORTEST), TALLEST)
