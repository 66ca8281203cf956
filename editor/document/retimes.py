"""How fast an item plays what it holds, and how frames are made between frames.

A source range has the record's length: an item of 48 frames at twice the speed consumes 96 of its media.
One that plays backwards starts, in its source range, at the lowest frame it shows, and shows the highest
one first. The speed stands in OpenTimelineIO's own time effect; what that cannot say, an exact quotient
and the interpolation, in the effect's `metadata["workprint"]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nodes.api import Range, Time
from nodes.api.times import quotient

from .model import Effect
from .tree import ours, with_ours

KINDS = ("LinearTimeWarp", "FreezeFrame", "TimeEffect")
MODES = ("nearest", "blend", "flow")
"""How a frame between two frames is made: the one on screen, both in part, along their motion."""

FASTEST = 1000
"""The highest speed that makes sense."""


@dataclass(frozen=True, slots=True)
class Retime:
    """Seconds of media that one second of record shows: 1 as it is, 0 frozen, negative backwards."""

    speed: Fraction = Fraction(1)
    mode: str = "nearest"

    @property
    def is_none(self) -> bool:
        """Whether media plays as it is."""
        return self.speed == 1

    def consumed(self, source: Range) -> Range:
        """Return the media that a source range of record length plays, lowest frame first; one if frozen."""
        if not self.speed:
            return Range(source.start, Time(1, source.start.rate))
        return Range(source.start, source.duration * abs(self.speed))


def is_on(effect: Effect) -> bool:
    """Return whether an effect is enabled."""
    return effect.origin is None or effect.origin.get("enabled") is not False


def retime_of(effects: Iterable[Effect]) -> Retime | None:
    """Return what an item's time effects do together, None where one is keyframed or not understood."""
    speed, mode = Fraction(1), "nearest"
    for effect in effects:
        if effect.schema not in KINDS or not is_on(effect):
            continue
        if effect.time_scalar is None:
            return None
        speed *= _exact(effect)
        said = ours(effect.metadata).get("interpolation")
        mode = str(said) if said in MODES else mode
    return Retime(speed, mode) if abs(speed) <= FASTEST else None


def effect_of(retime: Retime) -> Effect:
    """Return the effect that says a retime."""
    scalar = float(retime.speed)
    exact = None if Fraction(str(scalar)) == retime.speed else str(retime.speed)
    mode = None if retime.mode == "nearest" else retime.mode
    metadata = with_ours({}, speed=exact, interpolation=mode)
    return Effect("LinearTimeWarp" if scalar else "FreezeFrame", "", scalar, metadata)


def _exact(effect: Effect) -> Fraction:
    """Return an effect's speed: the quotient that Workprint wrote, as long as the number still is that."""
    assert effect.time_scalar is not None
    said = ours(effect.metadata).get("speed")
    if isinstance(said, str):
        try:
            speed = quotient(str(said))
        except ValueError:
            speed = Fraction(0)
        if speed and float(speed) == effect.time_scalar:
            return speed
    return Fraction(str(effect.time_scalar))
