"""What a session asks of whatever finds and follows objects: Workprint's own engine, or a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from nodes.api import Format, Frame
from nodes.vision.agreement import Mask
from nodes.vision.corrected import corrected
from nodes.vision.follow import Followed, Follower
from nodes.vision.look import Picture
from nodes.vision.pointed import Begun, Pointed, begun

from .pictures import shown, work_size

See = Callable[[int], Picture]
"""Gives the working picture of a frame by its number."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A frame at which an object is known: its mask in working pixels, and how far to trust it, 0 to 1."""

    frame: int
    mask: Mask
    sure: float


class Step(NamedTuple):
    """What was followed at a frame."""

    frame: int
    found: Followed


class Tracker(Protocol):
    """Finds an object in one picture and follows it from there; see `anchors` for what is made of that."""

    def size(self, format: Format) -> tuple[int, int]:
        """Return (columns, rows) of the pictures to work in, never larger than the frames."""

    def shown(self, frame: Frame, size: tuple[int, int]) -> Picture:
        """Return a frame as 8-bit RGB (rows, columns, 3) of that size, as a display would show it."""

    def begun(self, picture: Picture, pointed: Pointed) -> Begun:
        """Return the object's mask from what is pointed at in the picture alone, and how good it is."""

    def corrected(self, picture: Picture, mask: Mask, pointed: Pointed) -> Mask:
        """Return the mask with what is pointed at changed, and all else as it was."""

    def away_from(self, see: See, anchor: Anchor, last: int) -> Iterator[Step]:
        """Yield each frame from beside the anchor to `last`, which may lie before it, nearest first."""


class OwnTracker:
    """Workprint's own engine: by colours, texture, place and motion, with nothing installed."""

    def size(self, format: Format) -> tuple[int, int]:
        """Return (columns, rows) of the pictures to work in."""
        return work_size(format.width, format.height)

    def shown(self, frame: Frame, size: tuple[int, int]) -> Picture:
        """Return a frame as an 8-bit picture of that size."""
        return shown(frame, size)

    def begun(self, picture: Picture, pointed: Pointed) -> Begun:
        """Return the object's mask from clicks, strokes and boxes."""
        return begun(picture, pointed)

    def corrected(self, picture: Picture, mask: Mask, pointed: Pointed) -> Mask:
        """Return the mask with what is like a click and joined to it turned over."""
        return corrected(picture, mask, pointed)

    def away_from(self, see: See, anchor: Anchor, last: int) -> Iterator[Step]:
        """Yield each frame from beside the anchor to `last`, which may lie before it, nearest first."""
        follower = Follower(see(anchor.frame), anchor.mask, anchor.sure)
        way = 1 if last > anchor.frame else -1
        for frame in range(anchor.frame + way, last + way, way):
            yield Step(frame, follower.follow(see(frame)))
