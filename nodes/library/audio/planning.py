"""Plan a film for a sound: where it cuts, what it shows, how that moves. Numbers in, a plan out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TypeAlias

from nodes.api.times import Rate, Time

from .plan import Part, Plan

STEPS = 4
"""Motion values a second of media."""
LOUD_FPS = 10
"""Loudness values a second of sound."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: `samples` at `rate`; `beats` and `onsets` as samples.

    `firsts` are the beats that begin bars, by index; `loud` the loudness in LUFS, `LOUD_FPS` values a second.
    """

    rate: int
    samples: int
    beats: tuple[int, ...] = ()
    firsts: tuple[int, ...] = ()
    onsets: tuple[int, ...] = ()
    loud: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """What a piece of media is like: where it starts and how long it is; a still has no `duration`.

    `motion` is how much moves, `STEPS` values a second.
    """

    start: Time
    duration: Time | None = None
    motion: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a film is cut: beats to a part where it is quiet and loud, how it moves and changes.

    `dissolve` is a part of a beat; `zoom` and `pan` are how far the picture travels in a part, of its size.
    """

    quiet: int
    loud: int
    dissolve: float = 0.0
    zoom: float = 0.0
    pan: float = 0.0
    flash: float = 0.0
    slowest: Fraction = Fraction(1)


STYLES = {
    "drift": Style(16, 8, dissolve=1.0, zoom=0.10, pan=0.04, slowest=Fraction(1, 2)),
    "story": Style(8, 4, dissolve=0.25, zoom=0.05, pan=0.02),
    "pulse": Style(4, 1, zoom=0.08, flash=0.25),
    "strobe": Style(2, 1, zoom=0.15, pan=0.05, flash=0.6),
}

_SHORTEST = Fraction(1, 4)
_UNHEARD = Fraction(1, 2)
_STANDARD_BEAT = 0.5
_LEAST_SPAN = 1.0
Energy: TypeAlias = Callable[[Fraction], float]
"""How loud the sound is after so many seconds, 0 to 1."""


def plan_film(heard: Heard, media: Sequence[Watched], rate: Rate, style: Style, seed: int) -> Plan:
    """Return the plan of a film that lasts as long as the sound, in whole frames.

    Parts begin on beats (on onsets, then every few seconds, where there are none), each on the frame nearest
    to its beat, the longer ones on the first beat of a bar. The louder it is the shorter are the parts, and
    the more moves in what they show. No media twice in a row where there is other; what was shown
    least comes first. The same seed makes the same film.
    """
    if not media:
        raise ValueError("a film needs media")
    draw = random.Random(seed)  # noqa: S311
    frames = max(1, math.ceil(Fraction(heard.samples, heard.rate) * rate.fraction))
    energy_at = _energies(heard)
    cuts = _cuts(heard, energy_at, rate, frames, style)
    beat = _beat_seconds(heard)
    used = [0.0] * len(media)
    shown = [[0] * (len(each.motion) + 1) for each in media]
    parts: list[Part] = []
    for first, end in zip(cuts, [*cuts[1:], frames], strict=True):
        energy = energy_at(first / rate.fraction)
        before = parts[-1] if parts else None
        count = end - first
        index = _choice(media, used, before, count / rate.fraction, draw)
        start, speed = _where(media[index], shown[index], energy, count / rate.fraction, style, draw)
        used[index] += float(count / rate.fraction)
        dissolve = 0
        if before is not None and before.media != index:
            dissolve = min(round(style.dissolve * beat * float(rate)), count, before.count) // 2 * 2
        moves = _moves(style, energy, draw)
        flash = round(style.flash * energy, 3)
        parts.append(Part(index, first, count, start, speed, *moves, dissolve, flash))
    return Plan(rate, tuple(parts))


def _grid(heard: Heard) -> tuple[Sequence[int], frozenset[int]]:
    """Return where parts may begin, in samples, and which of these are strong, by index."""
    if len(heard.beats) > 1:
        return heard.beats, frozenset(heard.firsts)
    if len(heard.onsets) > 1:
        return heard.onsets, frozenset(range(len(heard.onsets)))
    step = heard.rate * _UNHEARD
    even = [round(step * index) for index in range(1, math.ceil(heard.samples / step))]
    return even, frozenset(range(3, len(even), 4))


def _cuts(heard: Heard, energy_at: Energy, rate: Rate, frames: int, style: Style) -> list[int]:
    """Return the frames on which parts begin: 0, then frames nearest to where parts may."""
    grid, firsts = _grid(heard)
    shortest = max(1, math.ceil(_SHORTEST * rate.fraction))
    cuts, since = [0], 0
    for index, sample in enumerate(grid):
        since += 1
        frame = math.floor(Fraction(sample, heard.rate) * rate.fraction + Fraction(1, 2))
        wanted = _beats_to_a_part(style, energy_at(Fraction(sample, heard.rate)))
        strong = index in firsts or wanted < 4
        late = since >= 2 * wanted
        room = frame - cuts[-1] >= shortest and frames - frame >= shortest
        if room and since >= wanted and (strong or late):
            cuts.append(frame)
            since = 0
    return cuts


def _beats_to_a_part(style: Style, energy: float) -> int:
    """Return a power of two between the style's ends, nearer to the loud one as it is louder."""
    low, high = math.log2(style.loud), math.log2(style.quiet)
    return int(2 ** round(high + (low - high) * energy))


def _beat_seconds(heard: Heard) -> float:
    if len(heard.beats) < 2:
        return _STANDARD_BEAT
    gaps = sorted(after - before for before, after in pairwise(heard.beats))
    return gaps[len(gaps) // 2] / heard.rate


def _energies(heard: Heard) -> Energy:
    """Return what says how loud the next second is beside the rest of the sound, 0 to 1."""
    ordered = sorted(heard.loud)
    # What a tenth is below, and what a tenth is above.
    low, high = (ordered[len(ordered) // 10], ordered[-1 - len(ordered) // 10]) if ordered else (0.0, 0.0)

    def at(seconds: Fraction) -> float:
        if high - low < _LEAST_SPAN:
            return 0.5
        place = int(seconds * LOUD_FPS)
        near = heard.loud[place : place + LOUD_FPS] or heard.loud[-1:]
        return min(1.0, max(0.0, (sum(near) / len(near) - low) / (high - low)))

    return at


def _choice(
    media: Sequence[Watched],
    used: Sequence[float],
    before: Part | None,
    seconds: Fraction,
    draw: random.Random,
) -> int:
    others = [index for index in range(len(media)) if before is None or index != before.media]
    candidates = others or list(range(len(media)))

    def cost(index: int) -> float:
        lasts = media[index].duration
        short = 1.0 if lasts is not None and lasts.seconds < seconds else 0.0
        room = 4.0 if lasts is None else max(0.5, float(lasts.seconds))
        return used[index] / room + short * 10 + draw.random() * 0.2

    return min(candidates, key=cost)


def _where(
    one: Watched, shown: list[int], energy: float, seconds: Fraction, style: Style, draw: random.Random
) -> tuple[Time, Fraction]:
    """Return from where the media runs, and how fast: where as much moves as the sound asks for.

    `shown` counts how often each step was shown already.
    """
    if one.duration is None:
        return one.start, Fraction(1)
    speed = min(Fraction(1), max(style.slowest, one.duration.seconds / seconds))
    if energy < 0.5:
        speed = min(speed, max(style.slowest, Fraction(round(4 * (0.5 + energy)), 4)))
    last = max(0, math.floor((one.duration.seconds - seconds * speed) * STEPS))
    length = max(1, round(float(seconds * speed) * STEPS))
    top = max(one.motion, default=0.0) or 1.0
    moving, again = ([0.0, *accumulate(each)] for each in (one.motion, shown))

    def cost(step: int) -> float:
        end = min(step + length, len(one.motion))
        level = (moving[end] - moving[step]) / (end - step) / top if end > step else 0.5
        seen = (again[end] - again[step]) / length if end > step else 0.0
        seen /= 1 + seen
        return abs(level - energy) + 0.6 * seen + draw.random() * 0.1

    best = min(range(min(last, max(0, len(one.motion) - 1)) + 1), key=cost)
    for step in range(best, min(best + length, len(shown))):
        shown[step] += 1
    start = one.start + Time(Fraction(best, STEPS), Rate(1)).at(one.start.rate).floor()
    return start, speed


def _moves(
    style: Style, energy: float, draw: random.Random
) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """Return zoom and place; the picture always covers the frame."""
    far = style.zoom * (0.5 + energy)
    angle = draw.uniform(0, 2 * math.pi)
    pan = min(style.pan * (0.5 + energy), far / 2 + 0.02)
    base = 1.0 + 2 * pan
    zoom = (base, base + far) if draw.random() < 0.5 else (base + far, base)
    across, down = pan * math.cos(angle) / 2, pan * math.sin(angle) / 2
    rounded = tuple(round(each, 4) for each in (-across, -down, across, down))
    return (round(zoom[0], 4), round(zoom[1], 4)), (rounded[0], rounded[1], rounded[2], rounded[3])
