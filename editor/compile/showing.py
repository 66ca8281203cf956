"""A picture that is on screen for a while: which one, and how its own time runs there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from editor.document.retimes import Retime
from nodes.api.times import Range, Time
from nodes.graph.model import Link

from .building import Building

_CHUNK = 64
"""How many items one node of a track chooses from: what a frame costs does not grow with the cut."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A node's output over `place`; `start` is its own time there, `speed` how fast that runs."""

    link: Link
    place: Range
    start: Time
    speed: Fraction = Fraction(1)

    @property
    def is_plain(self) -> bool:
        """Whether its own time is the time it stands in."""
        return self.start == self.place.start and self.start.rate == self.place.rate and self.speed == 1

    def over(self, place: Range) -> Showing:
        """Return the same over another stretch, its own time running on."""
        if place is self.place:
            return self
        ahead = (place.start - self.place.start).at(self.start.rate) * self.speed
        return replace(self, place=place, start=self.start + ahead)


def played(build: Building, id: str, showing: Showing, mode: str = "nearest") -> Link:
    """Return a picture in the time it stands in, frames between frames made as `mode` says."""
    if showing.is_plain:
        return showing.link
    params = {
        "place": showing.place.to_json(),
        "start": showing.start.to_json(),
        "speed": str(showing.speed),
        "mode": mode,
    }
    following = None if mode == "nearest" else showing.link
    mixing = {} if mode == "nearest" else build.mixing
    return build.add(id, "cut.play", {**params, **mixing}, image=showing.link, following=following)


def begun(start: Time, length: Time, retime: Retime) -> Time:
    """Return what is shown first of a stretch of media: its first frame, going backwards its last."""
    if retime.speed >= 0:
        return start
    return start + length.at(start.rate) * abs(retime.speed) - Time(1, start.rate)


def on_track(
    build: Building, id: str, showings: list[Showing], below: Link | None, domain: Range
) -> Link | None:
    """Return what a track shows: each picture at its place, `below` between; None where nothing is there."""
    showings = [each for each in showings if not each.place.is_empty]
    if not showings:
        return below
    showings.sort(key=lambda each: each.place.start)
    level = 0
    while len(showings) > _CHUNK:
        chunks = [showings[first : first + _CHUNK] for first in range(0, len(showings), _CHUNK)]
        showings = [
            _spanning(chunk, _chooser(build, f"{id}/{level}.{index}", chunk, below, domain))
            for index, chunk in enumerate(chunks)
        ]
        level += 1
    return _chooser(build, id, showings, below, domain)


def _spanning(chunk: list[Showing], link: Link) -> Showing:
    place = Range.between(chunk[0].place.start, chunk[-1].place.end)
    return Showing(link, place, place.start)


def _chooser(build: Building, id: str, showings: list[Showing], below: Link | None, domain: Range) -> Link:
    params: dict[str, Any] = {
        "placed": [each.place.to_json() for each in showings],
        "starts": [each.start.to_json() for each in showings],
    }
    if any(each.speed != 1 for each in showings):
        params["speeds"] = [str(each.speed) for each in showings]
    build.domains[id] = domain
    items = tuple(each.link for each in showings)
    return build.add(id, "cut.track", {**params, **build.size()}, items=items, below=below)
