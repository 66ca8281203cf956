"""One call on its way through the plans."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from inference.memory.shapes import Shape, shape_of
from inference.worker.asked import Asked
from inference.worker.resuming import kept_of, rest_of
from nodes.models.together import SEED
from nodes.process.child import Call
from nodes.vision.seams import Pictures

if TYPE_CHECKING:
    from inference.families.adapter import Arrays


@dataclass(slots=True)
class Run:
    """One call on its way through the plans: its size, how much was sent, what was tried in vain.

    `last` are the last frames that were sent, `past` those that it goes on from.
    """

    call: Call
    asked: Asked
    shape: Shape
    sent: int = 0
    tried: list[str] = field(default_factory=list)
    last: deque[Pictures] = field(default_factory=deque)
    past: tuple[Pictures, ...] = ()

    def note(self, arrays: Arrays) -> None:
        """Note what was sent of the call's own."""
        if SEED in arrays:
            return
        self.sent += 1
        if "picture" in arrays and self.last.maxlen != 0:
            self.last.append(np.array(arrays["picture"]))

    def begin(self) -> None:
        """Begin anew, with nothing sent."""
        self.sent, self.last = 0, deque(maxlen=kept_of(self.asked))

    def go_on(self) -> bool:
        """Have it be what is left after what was sent, and say whether that could be done."""
        if not self.last:
            return False
        step = self.asked.card.lengths.step
        usable = (len(self.last) - 1) // step * step + 1
        before, self.past = self.past, tuple(self.last)[-usable:]
        self.asked = rest_of(self.asked, len(before) + self.sent, self.past)
        self.shape = shape_of(self.asked.settings, self.asked.arrays, self.shape)
        return True

    def cut(self, seeds: int) -> None:
        """Have it be for the first seeds only."""
        if self.shape.count > 1:
            self.asked, self.shape = self.asked.of_seeds(seeds), replace(self.shape, count=seeds)
