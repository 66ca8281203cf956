"""A parameter over time as the inspector shows it: its value at a moment, its curve, its keyframes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nodes.api.curves import Curve
from nodes.api.errors import BadValue
from nodes.api.kinds import Json
from nodes.api.params import Param
from nodes.api.times import Range, Time
from nodes.graph.animation import curve_of
from nodes.graph.model import Keys

COLUMNS = 160
"""At so many places a curve is looked at to be drawn."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A parameter's curve over a stretch: `lines` are its numbers (one, or several that belong together).

    Places are parts of the stretch, 0 to 1; those of `keys` come with their times and numbers. `now` is
    where the playhead stands, None outside. `low` and `high` bound all numbers. Of a sound that the curve
    follows `wave` is the shape, least and greatest sample at places all along, and `sound` its name.
    """

    span: Range
    lines: tuple[tuple[float, ...], ...]
    keys: tuple[tuple[float, Time, tuple[float, ...]], ...]
    now: float | None
    low: float
    high: float
    wave: tuple[tuple[float, float], ...] = ()
    sound: str = ""

    def time_at(self, place: float) -> Time:
        """Return the whole frame at a place."""
        along = self.span.duration * Fraction(place).limit_denominator(1_000_000)
        return self.span.clamp((self.span.start + along).rounded())


def value_at(param: Param, keys: Keys, at: Time) -> Json:
    """Return the JSON value that keyframes give at a time, the default where they cannot be read."""
    try:
        value = curve_of(param, keys).at(at)
    except BadValue:
        return param.default
    return list(value) if isinstance(value, tuple) else value


def key_at(keys: Keys, at: Time) -> str | None:
    """Return how the value goes on from the key at a time, None where no key stands there."""
    found = zip(keys.keys, keys.every_ease, strict=True)
    return next((ease for (time, _), ease in found if time == at), None)


def next_key(keys: Keys, at: Time, direction: int) -> Time | None:
    """Return the time of the key after (1) or before (-1) a time, None where there is none."""
    times = sorted(time for time, _ in keys.keys)
    later, earlier = [time for time in times if time > at], [time for time in times if time < at]
    if direction > 0:
        return later[0] if later else None
    return earlier[-1] if earlier else None


def strip_of(param: Param, keys: Keys, span: Range, at: Time | None) -> Strip | None:
    """Return a numeric parameter's keyframes over a stretch, widened to hold all of them; None for others."""
    if span.is_empty or not keys.keys:
        return None
    try:
        curve = curve_of(param, keys)
    except BadValue:
        return None
    if not all(_numbers(key.value) for key in curve.keys):
        return None
    times = [time for time, _ in keys.keys]
    last = Time(1, span.rate)
    whole = Range.between(min(span.start, *times), max(span.end, max(times) + last))
    placed = tuple((_place(whole, time), time, _numbers(curve.at(time))) for time in sorted(times))
    return _strip(whole, _sampled(curve, whole), placed, at)


def strip_of_values(values: Sequence[float], span: Range, at: Time | None) -> Strip | None:
    """Return a curve that another node makes, known at each frame of a stretch."""
    if not values or span.is_empty:
        return None
    step = max(1, len(values) // COLUMNS)
    # Of frames that share a place the largest counts: a beat is one frame long.
    line = tuple(max(values[first : first + step]) for first in range(0, len(values), step))
    return _strip(span, (line,), (), at)


def _strip(
    span: Range,
    lines: tuple[tuple[float, ...], ...],
    keys: tuple[tuple[float, Time, tuple[float, ...]], ...],
    at: Time | None,
) -> Strip:
    every = [number for line in lines for number in line] + [number for key in keys for number in key[2]]
    low, high = min(every), max(every)
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    now = None if at is None or at not in span else _place(span, at)
    return Strip(span, lines, keys, now, low, high)


def _sampled(curve: Curve[Any], span: Range) -> tuple[tuple[float, ...], ...]:
    step = span.duration.value / COLUMNS
    found = [_numbers(curve.at(span.start + Time(step * place, span.rate))) for place in range(COLUMNS + 1)]
    return tuple(zip(*found, strict=True))


def _place(span: Range, time: Time) -> float:
    return float((time - span.start).seconds / span.duration.seconds)


def _numbers(value: Any) -> tuple[float, ...]:
    """Return a value as numbers, none where it is no number."""
    with suppress(TypeError, ValueError):
        if isinstance(value, bool | str):
            return ()
        return tuple(float(each) for each in value) if isinstance(value, tuple | list) else (float(value),)
    return ()
