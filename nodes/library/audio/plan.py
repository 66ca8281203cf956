"""The plan of a film made for a sound: which part of which media stands when, and how it moves."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from nodes.api.errors import BadInput
from nodes.api.times import Range, Rate, Time, quotient


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one piece of media: `media` counts from 0, in the order it was given.

    `first` and `count` are frames of the film; `start` is the media time of the first, `speed` how fast the
    media runs. The picture fills the frame; it goes from `zoom[0]` to `zoom[1]` times that, and its middle
    from `place[:2]` to `place[2:]`, right and down, in parts of the frame. `dissolve` is how many frames the
    change from the part before lasts, its middle on the cut. `flash` is how much lighter it begins.
    """

    media: int
    first: int
    count: int
    start: Time
    speed: Fraction = Fraction(1)
    zoom: tuple[float, float] = (1.0, 1.0)
    place: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    dissolve: int = 0
    flash: float = 0.0

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.first + self.count

    def media_time(self, frame: int, rate: Rate) -> Time:
        """Return the media time that is on screen at a frame of the film."""
        return self.start + Time((frame - self.first) * self.speed, rate).at(self.start.rate)

    def to_json(self) -> dict[str, Any]:
        """Return plain data, times and speed as exact text."""
        return {
            "media": self.media,
            "first": self.first,
            "count": self.count,
            "start": self.start.to_json(),
            "speed": str(self.speed),
            "zoom": list(self.zoom),
            "place": list(self.place),
            "dissolve": self.dissolve,
            "flash": self.flash,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """A film's parts, one after another without a gap from frame 0 on, at `rate` frames a second."""

    rate: Rate
    parts: tuple[Part, ...]

    @property
    def frames(self) -> int:
        """How long the film is."""
        return self.parts[-1].end

    @property
    def cuts(self) -> tuple[int, ...]:
        """The frames on which parts begin, the first left out."""
        return tuple(part.first for part in self.parts[1:])

    @property
    def range(self) -> Range:
        """The film's stretch."""
        return Range.frames_of(0, self.frames, self.rate)

    def shown(self, frame: int) -> tuple[tuple[Part, float], ...]:
        """Return what is on screen at a frame: one part, or two in a dissolve, each with its share."""
        index = max(0, bisect_right(self.parts, frame, key=lambda part: part.first) - 1)
        for later in (index, index + 1):
            if 0 < later < len(self.parts):
                part = self.parts[later]
                begin = part.first - part.dissolve // 2
                if begin <= frame < begin + part.dissolve:
                    share = (frame - begin + 0.5) / part.dissolve
                    return (self.parts[later - 1], 1.0 - share), (part, share)
        return ((self.parts[index], 1.0),)

    def to_text(self) -> str:
        """Return the plan as JSON, a part a line, to be read and edited."""
        parts = ",\n  ".join(json.dumps(part.to_json()) for part in self.parts)
        return f'{{"rate": "{self.rate}", "parts": [\n  {parts}\n]}}\n'


@lru_cache(maxsize=8)
def read_plan(text: str) -> Plan:
    """Return the plan that `to_text` wrote, or somebody edited. Raises BadInput for what is no plan."""
    attempted = "Read the plan of a film"
    try:
        data = json.loads(text)
        rate = Rate.from_json(data["rate"])
        parts = tuple(_part(each) for each in data["parts"])
    except (ValueError, TypeError, KeyError, LookupError, RecursionError) as error:
        hint = "Make one: workprint run audio.video SOUND -o plan.json media=a.mov,b.jpg"
        raise BadInput(attempted, f"it is not one: {type(error).__name__}: {error}", hint=hint) from error
    place = 0
    for number, part in enumerate(parts):
        if part.first != place or part.count < 1 or part.media < 0:
            why = f"part {number} does not begin where the one before ends, frame {place}"
            raise BadInput(attempted, why, hint="Parts stand one after another, from frame 0 on.")
        if not 0 <= part.dissolve <= min(part.count, parts[number - 1].count if number else 0):
            why = f"part {number} dissolves over {part.dissolve} frames, more than it or the one before has"
            raise BadInput(attempted, why, hint="Shorten the dissolve, or set it to 0.")
        if part.dissolve and part.media == parts[number - 1].media:
            why = f"part {number} dissolves from the media that it shows itself"
            raise BadInput(attempted, why, hint="Set its dissolve to 0, or show other media.")
        place = part.end
    if not parts:
        raise BadInput(attempted, "it has no part")
    return Plan(rate, parts)


def _part(data: Mapping[str, Any]) -> Part:
    zoom, place = (tuple(float(each) for each in data.get(name, none)) for name, none in _STILL.items())
    if len(zoom) != 2 or len(place) != 4 or min(zoom) <= 0:
        raise ValueError("zoom needs two values above 0, place four")
    return Part(
        int(data["media"]),
        int(data["first"]),
        int(data["count"]),
        Time.from_json(data["start"]),
        quotient(str(data.get("speed", "1"))),
        (zoom[0], zoom[1]),
        (place[0], place[1], place[2], place[3]),
        int(data.get("dissolve", 0)),
        float(data.get("flash", 0.0)),
    )


_STILL = {"zoom": (1.0, 1.0), "place": (0.0, 0.0, 0.0, 0.0)}
