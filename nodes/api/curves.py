"""A value that changes over time."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic

from .times import Rate, Time

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    V = TypeVar("V", default=float)
else:
    from typing import TypeVar

    V = TypeVar("V")


def _between(low: Any, high: Any, part: float) -> Any:
    if isinstance(low, tuple) and isinstance(high, tuple) and len(low) == len(high):
        return tuple(_between(a, b, part) for a, b in zip(low, high, strict=True))
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    if not numbers or isinstance(low, bool) or isinstance(high, bool):
        return low
    value = low + (high - low) * part
    return math.floor(value + 0.5) if isinstance(low, int) and isinstance(high, int) else value


# No slots: until Python 3.12, `Key[float](…)` fails on a frozen class with slots.
@dataclass(frozen=True)
class Key(Generic[V]):
    """A value at a time."""

    time: Time
    value: V


@dataclass(frozen=True)
class Curve(Generic[V]):
    """A value over time: keys in rising order, straight lines between, held before and after.

    Numbers and tuples of numbers change in a straight line, integers rounded to the nearest (a half goes
    up); anything else holds until the next key. `Curve` alone is `Curve[float]`.
    Raises ValueError without keys, or with two at one time.

    >>> from workprint import Key, Rate, Time
    >>> rate = Rate(24)
    >>> Curve((Key(Time(0, rate), 0.0), Key(Time(10, rate), 1.0))).at(Time(5, rate))
    0.5
    """

    keys: tuple[Key[V], ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("a curve needs at least one key")
        ordered = tuple(sorted(self.keys, key=lambda key: key.time))
        for before, after in pairwise(ordered):
            if before.time == after.time:
                raise ValueError(f"a curve has two keys at {before.time}")
        object.__setattr__(self, "keys", ordered)

    @classmethod
    def constant(cls, value: V) -> Curve[V]:
        """Return the curve that has one value at every time.

        >>> Curve.constant(0.5).at(Time(100, Rate(24)))
        0.5
        """
        return cls((Key(Time(0, Rate(1)), value),))

    @property
    def is_constant(self) -> bool:
        """Whether the value is the same at every time."""
        return all(key.value == self.keys[0].value for key in self.keys)

    def at(self, time: Time) -> V:
        """Return the value at `time`."""
        index = bisect_right(self.keys, time, key=lambda key: key.time)
        before = self.keys[max(0, index - 1)]
        if index in (0, len(self.keys)):
            return before.value
        after = self.keys[index]
        part = (time - before.time).seconds / (after.time - before.time).seconds
        value: V = _between(before.value, after.value, float(part))
        return value
