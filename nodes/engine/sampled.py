"""A number that a node upstream makes frame by frame, as a curve."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from nodes.api import Curve, Key, Range, Time


class Sampled(Curve[float]):
    """A curve through a number's value at each frame of a stretch, made when it is looked at.

    `at` makes the frames on both sides of a time at most; `keys` makes them all. Straight between frames,
    held outside the stretch.
    """

    def __init__(self, stretch: Range, fetch: Callable[[Time], float]) -> None:
        # Its keys are not known yet: the frozen class's own way of being made would ask for them.
        object.__setattr__(self, "_stretch", stretch)
        object.__setattr__(self, "_fetch", fetch)

    @cached_property
    def keys(self) -> tuple[Key[float], ...]:
        """A key for each frame."""
        fetch: Callable[[Time], float] = self.__dict__["_fetch"]
        stretch: Range = self.__dict__["_stretch"]
        return tuple(Key(time, fetch(time)) for time in stretch.frames())

    def at(self, time: Time) -> float:
        """Return the value at `time`."""
        if "keys" in self.__dict__:
            return super().at(time)
        fetch: Callable[[Time], float] = self.__dict__["_fetch"]
        stretch: Range = self.__dict__["_stretch"]
        first = stretch.start.ceil()
        inside = max(stretch.clamp(time).at(stretch.rate), first)
        before = inside.floor()
        after = before + Time(1, stretch.rate)
        if inside == before or after not in stretch:
            return fetch(before)
        return Curve((Key(before, fetch(before)), Key(after, fetch(after)))).at(inside)
