"""Which time of its input a retimed picture shows, exactly, also where the speed changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction

from nodes.api import Curve, Range, Time

_LONGEST = 10_000_000
_DUST = Fraction(1, 1000)


def exact(value: float) -> Fraction:
    """Return the decimal fraction that a number is written as: 0.1 is a tenth."""
    return Fraction(repr(float(value)))


def travelled(speed: Curve[float], start: Time, end: Time) -> Time:
    """Return how far the input moves while the output goes from `start` to `end`: the speed's integral.

    Exact: straight lines between keys integrate to trapezoids. Negative where `end` is the earlier one.
    """
    if end < start:
        return -travelled(speed, end, start)
    inner = [key.time for key in speed.keys if start < key.time < end]
    total = Time(0, end.rate)
    for one, other in zip([start, *inner], [*inner, end], strict=True):
        mean = (_at(speed, one) + _at(speed, other)) / 2
        total = total + (other - one) * mean
    return total


def _at(speed: Curve[float], time: Time) -> Fraction:
    """Return a speed at a time as `Curve.at` does, exactly."""
    index = bisect_right(speed.keys, time, key=lambda key: key.time)
    before = speed.keys[max(0, index - 1)]
    if index in (0, len(speed.keys)):
        return exact(before.value)
    after = speed.keys[index]
    part = (time - before.time).seconds / (after.time - before.time).seconds
    return exact(before.value) + (exact(after.value) - exact(before.value)) * part


def shown(time: Time, speed: Curve[float], anchor: Time | None, stretch: Range | None) -> Time:
    """Return the input's instant that an output instant shows, in the stretch's rate.

    At `anchor` both are the same; without one the first frame of the stretch is, or, where a steady speed
    is negative, the stretch runs from its last frame to its first. Within a thousandth of a frame it is
    on it.
    """
    start = stretch.start if stretch is not None else Time.zero(time.rate)
    rate = start.rate
    if anchor is None and is_backwards(speed) and stretch is not None:
        last = (stretch.end - Time(1, rate)).at(rate)
        forward = Curve.constant(-speed.keys[0].value)
        return (start + travelled(forward, time, last)).at(rate).snapped(_DUST)
    place = start if anchor is None else anchor
    return (place + travelled(speed, place, time)).at(rate).snapped(_DUST)


def is_backwards(speed: Curve[float]) -> bool:
    """Return whether it plays backwards at a steady speed."""
    return speed.is_constant and speed.keys[0].value < 0


def stretch_of(whole: Range, speed: Curve[float], anchor: Time | None) -> Range:
    """Return the output frames that show a frame of the input's stretch; all of it where the speed is not
    of one sign, since then frames come more than once."""
    values = [key.value for key in speed.keys]
    if min(values) <= 0 <= max(values):
        return whole
    if anchor is None and is_backwards(speed):
        speed = Curve.constant(-values[0])
    rate = whole.rate
    first, end = whole.start.ceil(), whole.end.at(rate).ceil()
    pivot = (whole.start if anchor is None else anchor).at(rate).floor().frame

    def source(frame: int) -> Time:
        return shown(Time(frame, rate), speed, anchor or whole.start, whole)

    if speed.keys[0].value > 0:
        begin = _first(pivot, lambda frame: source(frame) >= first)
        stop = _first(begin, lambda frame: source(frame) >= end)
    else:
        begin = _first(pivot, lambda frame: source(frame) < end)
        stop = _first(begin, lambda frame: source(frame) < first)
    return Range.frames_of(begin, max(1, stop - begin), rate)


def _first(near: int, holds: Callable[[int], bool]) -> int:
    """Return the first frame from which on something holds; it holds from there on, and not before."""
    step = 1
    low = high = near
    while not holds(high) and step < _LONGEST:
        low, high, step = high, high + step, step * 2
    step = 1
    while holds(low) and step < _LONGEST:
        high, low, step = low, low - step, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
