"""Colours of the working space as a display shows them: as codes, as hue, saturation and value, as hex."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

RGB: TypeAlias = tuple[float, float, float]
POWER = 2.4
"""The display's curve (ITU-R BT.1886): light is code to this power."""
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")


@dataclass(frozen=True, slots=True)
class Display:
    """A Rec.709 display. `matrix` takes light of the working space to its own, row by row.

    Codes are 0 to 1 where the display can show the colour, below or above where it cannot.
    """

    matrix: tuple[tuple[float, ...], ...]

    def codes(self, light: Sequence[float]) -> RGB:
        """Return the codes of a colour of the working space."""
        shown = np.array(self.matrix) @ np.array(light[:3], float)
        return _three(np.sign(shown) * np.abs(shown) ** (1 / POWER))

    def light(self, codes: Sequence[float]) -> RGB:
        """Return the colour of the working space that codes show."""
        given = np.array(codes[:3], float)
        return _three(np.linalg.solve(np.array(self.matrix), np.sign(given) * np.abs(given) ** POWER))

    def hsv(self, light: Sequence[float]) -> RGB:
        """Return hue, saturation (0 to 1) and value of a colour as it is shown; value may exceed 1."""
        red, green, blue = (max(0.0, code) for code in self.codes(light))
        return colorsys.rgb_to_hsv(red, green, blue)

    def of_hsv(self, hue: float, saturation: float, value: float) -> RGB:
        """Return the colour of the working space that has a hue, a saturation and a value."""
        return self.light(colorsys.hsv_to_rgb(hue, saturation, value))

    def hex(self, light: Sequence[float]) -> str:
        """Return a colour as the web writes what the display shows of it."""
        return "#" + "".join(f"{byte:02x}" for byte in self.bytes(light))

    def of_hex(self, text: str) -> RGB | None:
        """Return the colour that a text such as `#3fa` or `33FFAA` names, None for another text."""
        found = _HEX.match(text.strip())
        if found is None:
            return None
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return self.light([int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)])

    def bytes(self, light: Sequence[float]) -> tuple[int, int, int]:
        """Return what the display gets of a colour, in 8 bits; what it cannot show is cut off."""
        red, green, blue = (round(255 * min(1.0, max(0.0, code))) for code in self.codes(light))
        return red, green, blue

    def is_beyond(self, light: Sequence[float]) -> bool:
        """Return whether a colour is one that the display cannot show."""
        return any(code < -0.002 or code > 1.002 for code in self.codes(light))


def _three(values: np.ndarray) -> RGB:
    red, green, blue = (round(float(value), 6) for value in values)
    return red, green, blue
