"""A number that changes over time."""

from __future__ import annotations

from dataclasses import dataclass

from .times import Time


@dataclass(frozen=True, slots=True)
class Key:
    """A value at a time."""

    time: Time
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A value over time: keys in rising order, straight lines between, held before and after.

    Raises ValueError without keys.

    >>> from workprint import Key, Rate, Time
    >>> rate = Rate(24)
    >>> Curve((Key(Time(0, rate), 0.0), Key(Time(10, rate), 1.0))).at(Time(5, rate))
    0.5
    """

    keys: tuple[Key, ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("a curve needs at least one key")
        object.__setattr__(self, "keys", tuple(sorted(self.keys, key=lambda key: key.time)))

    def at(self, time: Time) -> float:
        """Return the value at `time`."""
        before = self.keys[0]
        for after in self.keys:
            if after.time > time:
                span = (after.time - before.time).seconds
                if span <= 0:
                    return before.value
                part = float((time - before.time).seconds / span)
                return before.value + (after.value - before.value) * part
            before = after
        return before.value
