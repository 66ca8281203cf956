"""How a value goes from one keyframe to the next, and keyframes that are set, moved and removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from nodes.api.curves import Curve, Key
from nodes.api.kinds import Json
from nodes.api.times import Range, Time

from .model import LINEAR, Keys

Shape = Callable[[Fraction], Fraction]

EASES: Mapping[str, Shape] = {
    LINEAR: lambda part: part,
    "hold": lambda part: Fraction(part >= 1),
    "smooth": lambda part: part * part * (3 - 2 * part),
    "start": lambda part: part * part,
    "end": lambda part: part * (2 - part),
}
"""What part of the way is gone (0 to 1) after a part of the time: straight on, not before the end, slow at
both ends (Hermite's cubic with level ends), slow at the start, slow at the end (parabolas)."""


def eased(curve: Curve[Any], eases: tuple[str, ...]) -> Curve[Any]:
    """Return a curve with a key at each whole frame where its way from key to key is not straight.

    A node sees whole frames: there the value is exactly the ease's. `eases` say for each key how its value
    goes on to the next.
    """
    if all(ease == LINEAR for ease in eases):
        return curve
    made: list[Key[Any]] = []
    for (before, after), ease in zip(pairwise(curve.keys), eases, strict=False):
        made.append(before)
        if ease == LINEAR:
            continue
        shape, whole = EASES[ease], after.time - before.time
        straight = Curve((before, after))
        for time in Range.between(before.time, after.time).frames():
            if time > before.time:
                gone = shape((time - before.time).seconds / whole.seconds)
                made.append(Key(time, straight.at(before.time + whole * gone)))
        if ease == "hold":
            # Between the last whole frame and the key nothing may have gone on either.
            made.append(Key(after.time - whole * Fraction(1, 1 << 20), before.value))
    made.append(curve.keys[-1])
    return Curve(tuple(_without_twins(made)))


def _without_twins(keys: list[Key[Any]]) -> list[Key[Any]]:
    kept: dict[Time, Key[Any]] = {}
    for key in keys:
        kept.setdefault(key.time, key)
    return list(kept.values())


def with_key(keys: Keys | None, time: Time, value: Json) -> Keys:
    """Return keyframes with a value at a time; one that is there gets it and keeps how it goes on.

    A new one goes on as the way that it is put into.
    """
    table = _table(keys or Keys(()))
    before = max((each for each in table if each <= time), default=None)
    ease = LINEAR if before is None else table[before][1]
    return _of({**table, time: (value, ease)})


def without_key(keys: Keys, time: Time) -> Keys | None:
    """Return keyframes without the one at a time; None where none is left."""
    left = {each: said for each, said in _table(keys).items() if each != time}
    return _of(left) if left else None


def moved_key(keys: Keys, old: Time, new: Time, value: Json) -> Keys:
    """Return keyframes with the one at `old` at another time, with a value; one that stands there goes."""
    table = _table(keys)
    _, ease = table.pop(old, (None, LINEAR))
    return _of({**table, new: (value, ease)})


def with_ease(keys: Keys, time: Time, ease: str) -> Keys:
    """Return keyframes of which the one at a time goes on to the next by an ease of `EASES`."""
    eases = tuple(
        ease if each == time else old for (each, _), old in zip(keys.keys, keys.every_ease, strict=True)
    )
    return replace(keys, eases=eases)


def _table(keys: Keys) -> dict[Time, tuple[Json, str]]:
    """Return each key's value and ease by its time."""
    return {time: (value, ease) for (time, value), ease in zip(keys.keys, keys.every_ease, strict=True)}


def _of(table: Mapping[Time, tuple[Json, str]]) -> Keys:
    times = sorted(table)
    return Keys(tuple((time, table[time][0]) for time in times), tuple(table[time][1] for time in times))
