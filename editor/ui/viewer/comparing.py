"""Two to four versions of the cut beside each other, in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from editor.playback.ring import Picture
from editor.playback.versions import CIRCLED, LIVE, SOURCE
from editor.ui.observe import Value
from editor.ui.words import later, say

CompareMode = Literal["wipe", "side", "difference", "blend"]
MODES: tuple[CompareMode, ...] = ("wipe", "side", "difference", "blend")
MODE_NAMES: dict[CompareMode, str] = {
    "wipe": later("Wipe"),
    "side": later("Side by side"),
    "difference": later("Difference"),
    "blend": later("Onion skin"),
}
MOST = 4
LETTERS = "ABCD"
AMOUNTS = (1.0, 4.0, 16.0)
"""How many times a difference is shown."""


class Comparing:
    """What is compared and how.

    `sources` are versions as `editor.playback.reel` names them, none or one where nothing is compared; the
    first is A. `front` is the one that lies alone on the screen while A and B are flipped between, None
    where all are shown. A wipe's line runs through `line` (0 to 1 each way) at `angle` degrees, 0 upright
    with A at its left. `mix` is how much of B lies on A in an onion skin, `amount` how many times over a
    difference is shown.
    """

    def __init__(self) -> None:
        self.sources: Value[tuple[str, ...]] = Value(())
        self.mode: Value[CompareMode] = Value("wipe")
        self.front: Value[int | None] = Value(None)
        self.line: Value[tuple[float, float]] = Value((0.5, 0.5))
        self.angle: Value[float] = Value(0.0)
        self.mix: Value[float] = Value(0.5)
        self.amount: Value[float] = Value(AMOUNTS[1])

    @property
    def is_on(self) -> bool:
        """Whether anything is compared."""
        return len(self.sources.value) > 1

    @property
    def is_difference(self) -> bool:
        """Whether the engine is asked for a difference."""
        return self.is_on and self.mode.value == "difference" and self.front.value is None

    def begin(self, sources: Sequence[str], mode: CompareMode) -> None:
        """Compare two to four sources; fewer end it, those after the fourth are left out."""
        several = tuple(sources)[:MOST]
        self.front.set(None)
        self.mode.set(mode)
        self.sources.set(several if len(several) > 1 else ())

    def end(self) -> None:
        """Compare nothing."""
        self.front.set(None)
        self.sources.set(())

    def show_as(self, mode: CompareMode) -> None:
        """Compare in another way: what is shown alone is so no more."""
        self.front.set(None)
        self.mode.set(mode)

    def flip(self) -> None:
        """Show A alone, then B alone and so on, in turn."""
        if self.is_on:
            front = self.front.value
            self.front.set(0 if front is None else (front + 1) % len(self.sources.value))

    def swap(self) -> None:
        """Put the first at the end: what was B is A."""
        sources = self.sources.value
        self.sources.set((*sources[1:], *sources[:1]))

    def turn(self, degrees: float) -> None:
        """Turn the wipe's line."""
        self.angle.set((self.angle.value + degrees) % 360)

    def drag(self, x: float, y: float) -> None:
        """Have the wipe's line run through a point of the picture, 0 to 1 each way."""
        self.line.set((min(1.0, max(0.0, x)), min(1.0, max(0.0, y))))

    def name(self, place: int) -> str:
        """Return what a source is called: its letter and its name."""
        return f"{LETTERS[place]}  {source_name(self.sources.value[place])}"

    def tiles(self, picture: Picture | None) -> int:
        """Return in how many parts the screen is divided."""
        return 1 if picture is None or self.mode.value != "side" else 1 + len(picture.beside)


def source_name(source: str) -> str:
    """Return a version of the cut in words.

    >>> source_name("circled"), source_name("a1b2/t003")
    ('Circled', 'Take t003')
    """
    known = {CIRCLED: say("Circled"), LIVE: say("Live"), SOURCE: say("Source")}
    return known.get(source) or say("Take {take}", take=source.rpartition("/")[2])
