"""What an edit under way would make of the timeline, for drawing before it is let go."""

from __future__ import annotations

from dataclasses import dataclass

from editor.document.rules import said
from nodes.api.times import Time
from nodes.media.timecode import timecode_of_frame

from .ruler import Units

MOST = 400
"""How many pieces are drawn at most: more say no more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a clip would stand: its row, and from when to when in the cut."""

    row: int
    start: Time
    end: Time


@dataclass(frozen=True, slots=True)
class Ghost:
    """An edit under way: the clips it changes as they would stand, and what is said of it.

    The words stand at `at` on `row`, where the pointer's edge is. `refused` says why it may not be.
    """

    pieces: tuple[Piece, ...]
    at: Time
    row: int
    text: str
    refused: str = ""

    @property
    def words(self) -> str:
        """What is said beside it: how far, and why not."""
        return f"{self.text}   {self.refused}" if self.refused else self.text


def signed(by: Time, units: Units) -> str:
    """Return how far something moves as people write it: `+12` frames, `-1:00` in timecode."""
    sign = "-" if by.value < 0 else "+"
    return sign + length_text(-by if by.value < 0 else by, units)


def length_text(length: Time, units: Units) -> str:
    """Return a length in frames, or as timecode without the hours and minutes it has not."""
    if units == "frames" or not length.is_whole:
        return said(length)
    text = timecode_of_frame(length.frame, length.rate)
    while text.startswith("00:") and text.count(":") > 1:
        text = text[3:]
    return text[1:] if text.startswith("0") and text[1] != ":" else text
