"""Which guides lie over the picture."""

from __future__ import annotations

from fractions import Fraction

from editor.ui.observe import Value
from editor.ui.words import later

ACTION, TITLE = 0.93, 0.90
"""Share of width and height that is safe for action and for titles (SMPTE ST 2046-1:2009, 16:9)."""
SHAPES: dict[str, Fraction] = {
    "2.39:1": Fraction(239, 100),
    "1.85:1": Fraction(185, 100),
    "16:9": Fraction(16, 9),
    "4:3": Fraction(4, 3),
    "1:1": Fraction(1),
    "9:16": Fraction(9, 16),
}
LINES = ("action", "title", "thirds", "centre")
LINE_NAMES = {
    "action": later("Safe action"),
    "title": later("Safe title"),
    "thirds": later("Thirds"),
    "centre": later("Centre"),
}


class Guides:
    """`shown` turns all of them on or off; `lines` are those of `LINES` that are wanted, `shape` a mask."""

    def __init__(self) -> None:
        self.shown: Value[bool] = Value(False)
        self.lines: Value[frozenset[str]] = Value(frozenset({"action", "title"}))
        self.shape: Value[str] = Value("")

    def toggle(self, line: str) -> None:
        """Want a line or no longer, and show the guides."""
        self.lines.set(self.lines.value ^ {line})
        self.shown.set(True)

    def mask(self, shape: str) -> None:
        """Darken what lies outside a shape; the one that is masked already, or "", masks nothing."""
        self.shape.set("" if shape == self.shape.value else shape)
        self.shown.set(True)
