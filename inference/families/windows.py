"""Shots longer than a model makes at once: windows that begin with what the last one ended with.

Only one window and the few frames that two share exist at a time, however long the shot is.

A window cannot be made while the one before it is decoded: it begins with that one's last frames, and causal
decoders make these last. Only a model that goes on from latents could do both at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from nodes.api.errors import BadInput
from nodes.vision.seams import following

if TYPE_CHECKING:
    from inference.cards.card import Lengths

    from .adapter import Preview, Tell
    from .pixels import Pictures


@dataclass(frozen=True, slots=True)
class Window:
    """Frames `first` to `first + count` of a shot, the first `past` of which the window before has made."""

    index: int
    first: int
    count: int
    past: int

    def seed(self, seed: int) -> int:
        """Return the seed of this window: the shot's own for the first, others of their own."""
        if not self.index:
            return seed
        return int.from_bytes(blake2b(f"{seed}.{self.index}".encode(), digest_size=8).digest(), "big") >> 1


Make: TypeAlias = Callable[[Window, "Pictures", "Tell"], Iterator["Pictures"]]
"""Yields each frame of a window, given those that it shares with the one before, (past, rows, columns, 3)."""


def windows_over(frames: int, lengths: Lengths, most: int | None = None) -> tuple[Window, ...]:
    """Return the windows that hold so many frames, each of a length that the model makes.

    `most` is what memory allows where that is less than the card says. The last window may reach beyond the
    end. Raises BadInput where one window is not enough and windows cannot be joined.
    """
    step = lengths.step
    longest = _floor(min(lengths.most, most or lengths.most), step)
    if frames <= longest:
        return (Window(0, 0, _ceiling(frames, step), 0),)
    overlap = _floor(lengths.overlap, step) if lengths.overlap else 0
    if not 0 < overlap < longest:
        hint = f"Ask for {longest} frames, or for a model whose windows can be joined."
        raise BadInput(f"Make {frames} frames", f"the model makes {longest} at a time", hint=hint)
    found = [Window(0, 0, longest, 0)]
    end = longest
    while end < frames:
        count = min(longest, _ceiling(frames - end + overlap, step))
        found.append(Window(len(found), end - overlap, count, overlap))
        end += count - overlap
    return tuple(found)


def _floor(frames: int, step: int) -> int:
    return max(0, (frames - 1) // step) * step + 1


def _ceiling(frames: int, step: int) -> int:
    return -(-max(0, frames - 1) // step) * step + 1


def joined(windows: tuple[Window, ...], frames: int, make: Make, tell: Tell) -> Iterator[Pictures]:
    """Yield `frames` pictures from windows made in turn.

    What two windows share is blended from one into the other; before that the later one is brought to the
    colour and exposure that the earlier one ended with.
    """
    held: list[Pictures] = []
    for window in windows:
        last = window.index == len(windows) - 1
        keep = 0 if last else windows[window.index + 1].past
        end = min(window.count, frames - window.first)
        pictures = make(window, np.array(held), Part(tell, window.index, len(windows)))
        ready = islice(following(held, pictures), end)
        held = []
        for picture in ready:
            held.append(picture)
            if len(held) > keep:
                yield held.pop(0)


class Part:
    """Tells of one of several equal parts of the work as of the whole."""

    def __init__(self, tell: Tell, index: int, count: int, share: float = 1.0) -> None:
        self._tell, self._index, self._count, self._share = tell, index, count, share

    def step(self, done: float, of: float, text: str = "", preview: Preview | None = None) -> None:
        """Say that `done` of `of` steps of this part are done."""
        self._tell.step(self._index * of + done, self._count * of, text, preview)
