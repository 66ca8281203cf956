"""Exact time: rates, instants and ranges as fractions, never as float seconds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

_NTSC_BASES = (12, 15, 24, 30, 48, 60, 72, 90, 96, 120, 240)
_NTSC_REACH = 0.01
_EXACT = re.compile(r"-?[0-9]{1,1000}(/[0-9]{1,1000})?")
_LONGEST_RATE = 64


def quotient(text: str) -> Fraction:
    """Return what `str` of a fraction spelled; raises TypeError, ValueError for anything else.

    A few letters of damage, such as an exponent, must not ask for gigabytes of digits.

    >>> quotient("-3/2")
    Fraction(-3, 2)
    """
    if not _EXACT.fullmatch(text):
        raise ValueError(f"'{text[:40]}' is no whole number and no quotient of two")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"'{text[:40]}' divides by zero") from None


@total_ordering
@dataclass(frozen=True, slots=True)
class Rate:
    """Frames (or samples) a second as an exact quotient in lowest terms.

    Raises ValueError for a rate that is not positive.

    >>> Rate(48000, 2002)
    Rate(num=24000, den=1001)
    >>> str(Rate(24)), str(Rate(24000, 1001))
    ('24', '24000/1001')
    """

    num: int
    den: int = 1

    def __post_init__(self) -> None:
        if self.num <= 0 or self.den <= 0:
            raise ValueError(f"a rate must be positive, got {self.num}/{self.den}")
        common = math.gcd(self.num, self.den)
        object.__setattr__(self, "num", self.num // common)
        object.__setattr__(self, "den", self.den // common)

    @classmethod
    def of(cls, value: Rate | float | str | Fraction) -> Rate:
        """Return the canonical rate for any usual spelling.

        A value within 0.01 of an NTSC quotient (23.976, 23.98, 29.97, 59.94 …) is that quotient,
        unless it is a whole number. Raises ValueError for what is no positive finite number.

        >>> Rate.of(23.98), Rate.of("30000/1001"), Rate.of(25.0)
        (Rate(num=24000, den=1001), Rate(num=30000, den=1001), Rate(num=25, den=1))
        """
        if isinstance(value, Rate):
            return value
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"a rate must be finite, got {value}")
        if isinstance(value, str) and (len(value) > _LONGEST_RATE or "e" in value.lower()):
            raise ValueError(f"a rate is a short number without an exponent, got {value[:_LONGEST_RATE]}")
        try:
            exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
        except ZeroDivisionError:
            raise ValueError(f"a rate must be finite, got {value}") from None
        if exact.denominator not in (1, 1001):
            for base in _NTSC_BASES:
                quotient = Fraction(base * 1000, 1001)
                if abs(exact - quotient) <= _NTSC_REACH:
                    exact = quotient
                    break
            else:
                exact = exact.limit_denominator(1_000_000)
        return cls(exact.numerator, exact.denominator)

    @classmethod
    def from_json(cls, text: str) -> Rate:
        """Return the rate that `str` wrote, exactly. Raises ValueError for anything else.

        >>> Rate.from_json("2997/100")
        Rate(num=2997, den=100)
        """
        exact = quotient(text)
        return cls(exact.numerator, exact.denominator)

    @property
    def fraction(self) -> Fraction:
        """Frames a second."""
        return Fraction(self.num, self.den)

    @property
    def nominal(self) -> int:
        """The whole number of frames that a timecode second counts (24 for 24000/1001)."""
        return -(-self.num // self.den)

    def __str__(self) -> str:
        return str(self.num) if self.den == 1 else f"{self.num}/{self.den}"

    def __float__(self) -> float:
        return self.num / self.den

    def __lt__(self, other: Rate) -> bool:
        return self.fraction < other.fraction


@total_ordering
class Time:
    """An instant or a length: `value` units at `rate` units a second, exactly.

    `value` may be fractional. Two times are equal where they are the same instant, whatever their
    rates; a sum has the left one's rate.

    >>> Time(48, Rate(24)) == Time(2, Rate(1))
    True
    >>> Time(100, Rate(25)) + Time(1, Rate(50))
    Time(201/2, 25)
    """

    __slots__ = ("_hash", "_seconds", "rate", "value")
    value: Fraction
    rate: Rate
    _seconds: Fraction | None
    _hash: int | None

    def __init__(self, value: int | Fraction, rate: Rate) -> None:
        object.__setattr__(self, "value", Fraction(value))
        object.__setattr__(self, "rate", rate)
        # Worked out at first use: times are compared and looked up far more often than they are made.
        object.__setattr__(self, "_seconds", None)
        object.__setattr__(self, "_hash", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Time cannot be changed")

    def __reduce__(self) -> tuple[type[Time], tuple[Fraction, Rate]]:
        return Time, (self.value, self.rate)

    @classmethod
    def zero(cls, rate: Rate) -> Time:
        """Return the instant zero at `rate`."""
        return cls(0, rate)

    @property
    def seconds(self) -> Fraction:
        """Exact seconds."""
        if self._seconds is None:
            value, rate = self.value, self.rate
            exact = Fraction(value.numerator * rate.den, value.denominator * rate.num)
            object.__setattr__(self, "_seconds", exact)
            return exact
        return self._seconds

    @property
    def frame(self) -> int:
        """The frame on screen at this instant: the whole number at or below `value`."""
        return math.floor(self.value)

    @property
    def is_whole(self) -> bool:
        """Whether this is exactly on a frame of its rate."""
        return self.value.denominator == 1

    def at(self, rate: Rate) -> Time:
        """Return the same instant counted at another rate, exactly (perhaps between two frames)."""
        return self if rate == self.rate else Time(self.seconds * rate.fraction, rate)

    def floor(self) -> Time:
        """Return the whole frame at or before this instant."""
        return Time(self.frame, self.rate)

    def rounded(self) -> Time:
        """Return the nearest whole frame; a half goes up."""
        return Time(math.floor(self.value + Fraction(1, 2)), self.rate)

    def snapped(self, reach: Fraction = Fraction(1, 100)) -> Time:
        """Return the whole frame within `reach` frames, else this instant; it takes dust off.

        >>> Time(Fraction("19.999999"), Rate(24)).snapped()
        Time(20, 24)
        """
        near = self.rounded()
        return near if abs(near.value - self.value) <= reach else self

    def ceil(self) -> Time:
        """Return the whole frame at or after this instant."""
        return Time(math.ceil(self.value), self.rate)

    def __add__(self, other: Time) -> Time:
        return Time(self.value + other.at(self.rate).value, self.rate)

    def __sub__(self, other: Time) -> Time:
        return Time(self.value - other.at(self.rate).value, self.rate)

    def __neg__(self) -> Time:
        return Time(-self.value, self.rate)

    def __mul__(self, factor: int | Fraction) -> Time:
        return Time(self.value * factor, self.rate)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Time) and self.seconds == other.seconds

    def __lt__(self, other: Time) -> bool:
        return self.seconds < other.seconds

    def __hash__(self) -> int:
        if self._hash is None:
            object.__setattr__(self, "_hash", hash(self.seconds))
        return self._hash or 0

    def __repr__(self) -> str:
        return f"Time({self.value}, {self.rate})"

    def to_json(self) -> list[str]:
        """Return `[value, rate]` as exact text."""
        return [str(self.value), str(self.rate)]

    @classmethod
    def from_json(cls, data: Sequence[str]) -> Time:
        """Return the time that `to_json` described.

        Raises LookupError, TypeError or ValueError for other data.
        """
        return cls(quotient(data[0]), Rate.from_json(data[1]))


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open stretch of time: from `start` for `duration`, the end not included.

    >>> r = Range.frames_of(10, 3, Rate(24))
    >>> [t.frame for t in r.frames()], Time(13, Rate(24)) in r
    ([10, 11, 12], False)
    """

    start: Time
    duration: Time

    @classmethod
    def frames_of(cls, first: int | Fraction, count: int | Fraction, rate: Rate) -> Range:
        """Return the range of `count` frames from frame `first` at `rate`."""
        return cls(Time(first, rate), Time(count, rate))

    @classmethod
    def between(cls, start: Time, end: Time) -> Range:
        """Return the range from `start` to `end` (not included), empty where end is not later."""
        length = end - start
        return cls(start, length.at(start.rate) if length.value > 0 else Time.zero(start.rate))

    @property
    def rate(self) -> Rate:
        """The rate of the start."""
        return self.start.rate

    @property
    def end(self) -> Time:
        """The first instant after the range."""
        return self.start + self.duration

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.duration.value <= 0

    @property
    def frame_count(self) -> int:
        """How many frames of the start's rate begin in the range."""
        first, last = self.start.ceil().frame, self.end.at(self.rate).ceil().frame
        return max(0, last - first)

    def frames(self) -> Iterator[Time]:
        """Yield each whole frame of the start's rate that begins in the range."""
        first = self.start.ceil().frame
        for index in range(self.frame_count):
            yield Time(first + index, self.rate)

    def __contains__(self, time: object) -> bool:
        return isinstance(time, Time) and self.start <= time < self.end

    def covers(self, other: Range) -> bool:
        """Return whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meet(self, other: Range) -> Range:
        """Return what both share, at this range's rate; empty where they do not touch."""
        return Range.between(max(self.start, other.start).at(self.rate), min(self.end, other.end))

    def moved(self, by: Time) -> Range:
        """Return the range shifted by `by`."""
        return Range(self.start + by, self.duration)

    def widened(self, before: Time, after: Time) -> Range:
        """Return the range with a handle of `before` at the head and `after` at the tail."""
        return Range(self.start - before, self.duration + before + after)

    def at(self, rate: Rate) -> Range:
        """Return the same stretch counted at another rate, exactly."""
        return Range(self.start.at(rate), self.duration.at(rate))

    def clamp(self, time: Time) -> Time:
        """Return the instant in the range nearest to `time`, on the range's last frame at most.

        Raises ValueError on an empty range.
        """
        if self.is_empty:
            raise ValueError("an empty range holds no time")
        last = (self.end.at(self.rate).ceil() - Time(1, self.rate)).at(self.rate)
        return min(max(time, self.start), max(last, self.start))

    def to_json(self) -> list[list[str]]:
        """Return start and duration as exact text."""
        return [self.start.to_json(), self.duration.to_json()]

    @classmethod
    def from_json(cls, data: Sequence[Sequence[str]]) -> Range:
        """Return the range that `to_json` described."""
        return cls(Time.from_json(data[0]), Time.from_json(data[1]))
