"""In and out of media, and what of it an edit takes: three points make an edit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nodes.api.times import Time


@dataclass(frozen=True, slots=True)
class Marks:
    """The first and the last frame that are wanted of media, counted from 0; None where nobody said."""

    first: int | None = None
    last: int | None = None

    def begun(self, frame: int) -> Marks:
        """Return the marks with the in at a frame; an out that would lie before it goes."""
        return Marks(frame, None if self.last is not None and self.last < frame else self.last)

    def ended(self, frame: int) -> Marks:
        """Return the marks with the out at a frame, which still counts; an in after it goes."""
        return replace(
            self, last=frame, first=None if self.first is not None and self.first > frame else self.first
        )

    @property
    def is_set(self) -> bool:
        """Whether there is an in or an out."""
        return self.first is not None or self.last is not None

    def taken(self, count: int, lasts: Time | None = None) -> tuple[int, int]:
        """Return the first and last frame that an edit takes of `count` frames.

        `lasts` is how long it is to be in frames of the media, as in and out of the cut say, None where
        they do not. With in and out both given they count; with one, the length goes from there.

        >>> Marks(10, 19).taken(100), Marks(10).taken(100), Marks(None, 19).taken(100)
        ((10, 19), (10, 99), (0, 19))
        """
        if lasts is None or (self.first is not None and self.last is not None):
            return self.first or 0, count - 1 if self.last is None else self.last
        frames = max(1, lasts.rounded().frame)
        if self.last is not None:
            return max(0, self.last - frames + 1), self.last
        first = self.first or 0
        return first, min(count, first + frames) - 1
