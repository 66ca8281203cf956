"""Sounds whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]


def blocks(sound: Sound, size: int = 10_000) -> Iterator[npt.NDArray[np.float32]]:
    """Yield a sound in blocks, as a reader does."""
    rows = sound.reshape(len(sound), -1) if sound.ndim == 1 and len(sound) else sound.reshape(-1, 1)
    rows = rows if sound.ndim == 1 else sound
    for first in range(0, len(rows), size):
        yield rows[first : first + size].astype(np.float32)


def sine(hertz: float, seconds: float, rate: int, level: float = 0.5) -> Sound:
    """Return a steady tone."""
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def struck(kind: str, rate: int, rng: np.random.Generator) -> Sound:
    """Return one short sound that begins at its first sample."""
    at = np.arange(round(rate * 0.08)) / rate
    fading = np.exp(-at / 0.02)
    if kind == "click":
        return np.array([1.0])
    return rng.normal(size=len(at)) * fading * 0.3 if kind == "noise" else np.sin(3770 * at) * fading * 0.5


def with_struck(kind: str, at: npt.NDArray[np.float64], seconds: float, rate: int, seed: int = 0) -> Sound:
    """Return quiet noise with a sound of varying level at each instant (seconds)."""
    rng = np.random.default_rng(seed)
    made = rng.normal(size=round(seconds * rate)) * 1e-4
    for instant in at:
        one = struck(kind, rate, rng) * rng.uniform(0.3, 1.0)
        first = round(instant * rate)
        made[first : first + len(one)] += one[: max(0, len(made) - first)]
    return made


def drums(tempo: float, seconds: float, rate: int = 22_050, drift: float = 0.0) -> tuple[Sound, Sound]:
    """Return a drum kit (kick, snare, hats between) of a tempo that drifts by a part, and its beats."""
    rng = np.random.default_rng(1)
    beats = [0.3]
    while beats[-1] < seconds:
        beats.append(beats[-1] + 60 / tempo * (1 + drift * np.sin(9.4 * beats[-1] / seconds)))
    made = rng.normal(size=round((seconds + 1) * rate)) * 1e-3
    at = np.arange(round(rate * 0.15)) / rate
    kick = np.sin(377 * at) * np.exp(-at / 0.04)
    snare = rng.normal(size=len(at)) * np.exp(-at / 0.03) * 0.4
    hat = np.diff(rng.normal(size=len(at) + 1)) * np.exp(-at / 0.01) * 0.1
    for index, beat in enumerate(beats[:-1]):
        middle = round((beat + beats[index + 1]) / 2 * rate)
        first = round(beat * rate)
        made[first : first + len(at)] += (snare if index % 2 else kick) + hat
        made[middle : middle + len(at)] += hat[: len(made) - middle]
    return made[: round(seconds * rate)], np.array(beats[:-1])


def bars_of(metre: int, tempo: float, seconds: float, rate: int = 22_050) -> tuple[Sound, Sound]:
    """Return chords on every beat that change, over a bass drum, with every `metre`-th; and those firsts."""
    beats = np.arange(0.3, seconds - 0.5, 60 / tempo)
    made = np.zeros(round(seconds * rate))
    at = np.arange(round(rate * 0.4)) / rate
    for index, beat in enumerate(beats):
        root = (220, 196, 247, 165)[(index // metre) % 4]
        one = sum(np.sin(2 * np.pi * root * part * at) for part in (1, 1.25, 1.5)) * np.exp(-at / 0.3) * 0.1
        if index % metre == 0:
            one = one + np.sin(377 * at) * np.exp(-at / 0.05)
        first = round(beat * rate)
        made[first : first + len(at)] += one[: len(made) - first]
    return made, beats[::metre]


def f_measure(found: Sound, true: Sound, reach: float) -> float:
    """Return the F-measure of instants, each matched once within `reach`."""
    left = list(found)
    hits = 0
    for instant in true:
        near = [each for each in left if abs(each - instant) <= reach]
        if near:
            left.remove(min(near, key=lambda each: abs(each - instant)))
            hits += 1
    return 2 * hits / (len(found) + len(true)) if len(found) + len(true) else 1.0
