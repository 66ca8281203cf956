"""The sound of a long shot, handed out with its frames while the windows that make it come one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from inference.families.windows import Window

Sound = npt.NDArray[np.float32]


class Soundtrack:
    """Holds the sound of the windows under way: of one, or of two where they share frames.

    Windows hear nothing of one another. Where two share frames the sound goes over from one into the other
    at equal power, since what two windows make is not alike.
    """

    def __init__(self, rate: Fraction, hertz: int) -> None:
        self._rate, self._hertz = rate, hertz
        self._held: list[tuple[int, int, Sound]] = []

    def add(self, window: Window, sound: Sound) -> None:
        """Take in a window's sound (samples, channels), from its first frame on."""
        first, blended = self._at(window.first), self._at(window.first + window.past)
        self._held.append((first, blended - first, sound))

    def of(self, frame: int) -> Sound:
        """Return the sound of a frame of the shot; no earlier one may be asked for afterwards."""
        begin, end = self._at(frame), self._at(frame + 1)
        while len(self._held) > 1 and begin >= self._held[1][0] + self._held[1][1]:
            self._held.pop(0)
        made = self._part(self._held[0], begin, end)
        for later in self._held[1:]:
            first, shared, _ = later
            along = np.clip((np.arange(begin, end) - first + 0.5) / max(1, shared), 0, 1)[:, None] * np.pi / 2
            made = made * np.cos(along) + self._part(later, begin, end) * np.sin(along)
        return made.astype(np.float32)

    def _part(self, held: tuple[int, int, Sound], begin: int, end: int) -> Sound:
        """Return samples of a window's sound, silence where it has none."""
        first, _, sound = held
        made = np.zeros((end - begin, sound.shape[1]), np.float32)
        low, high = max(begin, first), min(end, first + len(sound))
        if low < high:
            made[low - begin : high - begin] = sound[low - first : high - first]
        return made

    def _at(self, frame: int) -> int:
        return -(-frame * self._hertz * self._rate.denominator // self._rate.numerator)
