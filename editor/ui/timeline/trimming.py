"""Trimming by hand: where an edge would go, whether it may, and the edit it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from editor.document import edits
from editor.document.layout import MediaLookup
from editor.document.model import Cut
from editor.document.rules import said
from nodes.api.errors import WorkprintError
from nodes.api.times import Time

from .rows import Row


@dataclass(frozen=True, slots=True)
class Trim:
    """An edge of a clip under way: `at` is where it would stand in cut time, `refused` why it may not."""

    row: int
    index: int
    clip: str
    edge: Literal["head", "tail"]
    start: Time
    end: Time
    at: Time
    refused: str = ""

    @property
    def shown(self) -> tuple[Time, Time]:
        """Where the clip would begin and end."""
        return (self.at, self.end) if self.edge == "head" else (self.start, self.at)

    @property
    def off(self) -> Time:
        """How much the clip would lose at that edge; negative where it would gain."""
        return self.at - self.start if self.edge == "head" else self.end - self.at

    def args(self) -> Mapping[str, Any]:
        """Return what the edit is told of as: the words of `workprint edit PROJECT trim`."""
        return {"clip": self.clip, self.edge: said(self.off)}

    def made(self, cut: Cut, media: MediaLookup | None) -> Cut:
        """Return the cut with the edge there. Raises EditError where it may not be."""
        if self.edge == "head":
            return edits.trim_by(cut, self.clip, head=self.off, media=media)
        return edits.trim_by(cut, self.clip, tail=self.off, media=media)

    def why_not(self, cut: Cut, media: MediaLookup | None) -> str:
        """Return why it may not be, "" where it may."""
        if not self.off.value:
            return ""
        try:
            self.made(cut, media)
        except WorkprintError as error:
            return str(error)
        return ""


def trim_of(row: Row, number: int, index: int, edge: Literal["head", "tail"], start: Time) -> Trim:
    """Return a trim that has not moved yet; `start` gives the rate that bounds count in."""
    first, last = (Time(row.bounds[index + n], start.rate) for n in (0, 1))
    return Trim(number, index, row.items[index].id, edge, first, last, first if edge == "head" else last)
