"""OpenTimelineIO's times as exact ones and back, in the spelling they came in.

A rate that is zero, negative or not finite means "still or unknown": where a length is needed the value
counts at the cut's rate, elsewhere the range is unknown. A value with a fraction is taken as the plainest
fraction that the same double stands for, so that exact times survive being written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from nodes.api.errors import BadInput
from nodes.api.times import Range, Rate, Time

from .place import Place
from .schemas import SCHEMA
from .tokens import Json, Number

LONGEST = 10**7
"""The longest range that is believed, in seconds: 115 days."""

_FARTHEST = 10**11
_SLOWEST, _FASTEST = Fraction(1, 1000), 10**9


def exact(value: Json) -> Fraction | None:
    """Return a JSON number exactly, None for what is no finite number.

    >>> exact(91046.625), exact(0.1), exact(Number("NaN"))
    (Fraction(728373, 8), Fraction(1, 10), None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, (float, Number)):
        return None
    double = float(value)
    if not math.isfinite(double):
        return None
    if double.is_integer():
        return Fraction(int(double))
    same = Fraction(double)
    for digits in range(1, 17):
        near = same.limit_denominator(10**digits)
        if float(near) == double:
            return near
    return same


def number(value: Fraction) -> float:
    """Return the double that stands for an exact value in a file."""
    return float(value)


@lru_cache(maxsize=256)
def read_rate(value: Json) -> Rate | None:
    """Return the canonical rate, None where it means "unknown". Raises ValueError where it is absurd."""
    rate = exact(value)
    if rate is None or rate <= 0:
        return None
    if not _SLOWEST <= rate <= _FASTEST:
        raise ValueError("absurd")
    return Rate.of(rate if rate.denominator == 1 else float(rate))


def read_time(data: Json, place: Place) -> Time:
    """Return a RationalTime that something must have; a rate that says nothing is the place's own.

    Raises BadInput for another schema, a value that is not finite, or an absurd value or rate.
    """
    _check_time(data, place)
    value = exact(data["value"])
    try:
        rate = read_rate(data["rate"]) or place.rate
    except ValueError:
        raise place.at("rate").bad(f"a rate of {_shown(data['rate'])} is absurd") from None
    if value is None or abs(float(value)) > _FARTHEST * float(rate):
        raise place.at("value").bad(f"a time of {_shown(data['value'])} at {rate} a second is absurd")
    return Time(value, rate)


def read_range(data: Json, place: Place) -> Range:
    """Return a TimeRange that something must have. Raises BadInput where it is none, negative or absurd."""
    _check_range(data, place)
    start = read_time(data["start_time"], place.at("start_time"))
    duration = read_time(data["duration"], place.at("duration"))
    if duration.value < 0:
        raise place.at("duration").bad(f"a length of {float(duration.value):g} frames is negative")
    if float(duration.value) > LONGEST * float(duration.rate):
        raise place.at("duration").bad(f"a length of {float(duration.seconds):g} seconds is absurd")
    return Range(start, duration)


def read_known_range(data: Json, place: Place) -> Range | None:
    """Return a TimeRange that may be unknown: None for null, an unknown rate, a negative or absurd length.

    Raises BadInput for what is no TimeRange at all.
    """
    if data is None:
        return None
    _check_range(data, place)
    if not _says_rate(data["start_time"]) or not _says_rate(data["duration"]):
        return None
    try:
        return read_range(data, place)
    except BadInput:
        return None


def read_known_time(data: Json, place: Place) -> Time | None:
    """Return a RationalTime that may be unknown, as `read_known_range` does."""
    if data is None:
        return None
    _check_time(data, place)
    try:
        return read_time(data, place) if _says_rate(data) else None
    except BadInput:
        return None


def write_time(time: Time, origin: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """Return a RationalTime.1; what `origin` spells and has not changed keeps its spelling."""
    if origin is None:
        return {SCHEMA: "RationalTime.1", "rate": number(time.rate.fraction), "value": number(time.value)}
    out = dict(origin)
    same_value = exact(origin["value"]) == time.value
    try:
        rate = read_rate(origin["rate"])
        same_rate = rate == time.rate or (rate is None and same_value)
    except ValueError:
        same_rate = False
    if not same_rate:
        out["rate"] = number(time.rate.fraction)
    if not same_value:
        out["value"] = number(time.value)
    return out


def write_range(span: Range, origin: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """Return a TimeRange.1; what `origin` spells and has not changed keeps its spelling."""
    out: dict[str, Json] = {SCHEMA: "TimeRange.1"} if origin is None else dict(origin)
    out["duration"] = write_time(span.duration, out.get("duration"))
    out["start_time"] = write_time(span.start, out.get("start_time"))
    return out


def _check_range(data: Json, place: Place) -> None:
    if not isinstance(data, dict) or data.get(SCHEMA) != "TimeRange.1":
        raise place.wrong(data.get(SCHEMA) if isinstance(data, dict) else data, "a TimeRange.1")
    for key in ("start_time", "duration"):
        _check_time(data.get(key), place.at(key))


def _check_time(data: Json, place: Place) -> None:
    if not isinstance(data, dict) or data.get(SCHEMA) != "RationalTime.1":
        raise place.wrong(data.get(SCHEMA) if isinstance(data, dict) else data, "a RationalTime.1")
    for key in ("rate", "value"):
        if not is_number(data.get(key)):
            raise place.at(key).wrong(data.get(key), "a number")


def is_time(data: Json) -> bool:
    """Return whether this is a RationalTime and nothing more, whatever its numbers."""
    return isinstance(data, dict) and len(data) == 3 and bare_time(data) is not None


def is_range(data: Json) -> bool:
    """Return whether this is a TimeRange and nothing more, whatever its numbers."""
    ends = ("start_time", "duration")
    return bare_range(data) is not None and len(data) == 3 and all(is_time(data[key]) for key in ends)


def bare_time(data: Json) -> Json:
    """Return a RationalTime without what else was put into it, None for anything else."""
    if not isinstance(data, dict) or data.get(SCHEMA) != "RationalTime.1":
        return None
    bare = {SCHEMA: data[SCHEMA]} | {key: data.get(key) for key in ("rate", "value")}
    return bare if is_number(bare["rate"]) and is_number(bare["value"]) else None


def bare_range(data: Json) -> Json:
    """Return a TimeRange without what else was put into it, None for anything else."""
    if not isinstance(data, dict) or data.get(SCHEMA) != "TimeRange.1":
        return None
    bare = {SCHEMA: data[SCHEMA]} | {key: bare_time(data.get(key)) for key in ("duration", "start_time")}
    return bare if bare["duration"] and bare["start_time"] else None


def is_number(value: Json) -> bool:
    """Return whether a JSON value is a number, finite or not."""
    return isinstance(value, (int, float, Number)) and not isinstance(value, bool)


def _says_rate(data: Mapping[str, Json]) -> bool:
    rate = exact(data["rate"])
    return rate is not None and rate > 0


def _shown(value: Json) -> str:
    return value.text if isinstance(value, Number) else f"{value:g}"
