"""One movie read at several places in turn: a reader for each place, so that none has to seek."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from nodes.api import Frame, Time
from nodes.media.open import PictureReader

MOST_HEADS = 4
_NEAR = 8
_LEFT = 8


@dataclass(slots=True)
class _Head:
    """A reader and the index it gave last."""

    reader: PictureReader
    at: int

    def leads_to(self, index: int) -> bool:
        """Whether a picture is as good as next: again, one back, or a little ahead."""
        return -1 <= index - self.at <= _NEAR


class Heads:
    """Reads like the reader that `opened` gives. Opens more of them, up to `MOST_HEADS`, once somebody goes
    on where another has made it leave: a cut that shows a movie beside itself, or dissolves within it.

    Jumping about alone opens none.
    """

    def __init__(self, opened: Callable[[], PictureReader]) -> None:
        self._opened = opened
        self._heads = [_Head(opened(), 0)]
        self._left: deque[int] = deque(maxlen=_LEFT)

    def __len__(self) -> int:
        return len(self._heads)

    def index_at(self, time: Time) -> int:
        """Return the index of the picture on screen at a media time; the nearest edge is held."""
        return self._heads[0].reader.index_at(time)

    def frame(self, index: int) -> Frame:
        """Return the picture at `index`. Raises UnreadableMedia."""
        head = self._head(index)
        self._heads.remove(head)
        self._heads.append(head)
        frame = head.reader.frame(index)
        head.at = index
        return frame

    def close(self) -> None:
        """Give back the file."""
        for head in self._heads:
            head.reader.close()

    def _head(self, index: int) -> _Head:
        near = [head for head in self._heads if head.leads_to(index)]
        if near:
            return min(near, key=lambda head: abs(index - head.at))
        resumed = next((left for left in self._left if 0 < index - left <= _NEAR), None)
        if resumed is not None:
            self._left.remove(resumed)
            if len(self._heads) < MOST_HEADS:
                head = _Head(self._opened(), index)
                self._heads.append(head)
                return head
        self._left.append(self._heads[0].at)
        return self._heads[0]
