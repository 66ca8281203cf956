"""What a drive can listen for, as values from 0 to 1 at a steady pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nodes.hearing.bands import band_level
from nodes.hearing.bars import bars
from nodes.hearing.beats import Beats, beats
from nodes.hearing.flux import Flux, flux
from nodes.hearing.follow import held, phase, pulses
from nodes.hearing.loudness import loudness
from nodes.hearing.onsets import onsets
from nodes.hearing.pitch import pitch

Feature: TypeAlias = Literal["onset", "beat", "phase", "bar", "band", "loudness", "pitch"]
Doubles = npt.NDArray[np.float64]
SAWS = ("phase", "bar")
FPS = 200
_DECIBELS = 60.0


@dataclass(frozen=True, slots=True)
class Ask:
    """What is listened for: band or pitch from `low` to `high` Hz; bars of `beats`, 0 to find out."""

    feature: Feature
    low: float
    high: float
    beats: int


def heard(blocks: Iterable[npt.NDArray[np.float32]], rate: int, count: int, ask: Ask) -> Doubles:
    """Return a sound of `count` samples as 0 to 1, `FPS` values a second, the first at the first sample.

    `onset`: the strength of each onset, 0 elsewhere; `beat`: 1 on each beat; `phase` and `bar`: how far from
    one beat or bar to the next; `band` and `loudness`: 0 at -60 dBFS or LUFS, 1 at 0; `pitch`: 0 at `low`
    Hz, 1 at `high`, even in octaves, held where there is none.
    """
    steps = -(-count * FPS // rate)
    made = _LISTENING[ask.feature](blocks, rate, steps, ask)[:steps]
    return np.pad(np.clip(made, 0.0, 1.0), (0, max(0, steps - len(made))))


_Listen = Callable[[Iterable[npt.NDArray[np.float32]], int, int, Ask], Doubles]


def _onset(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    found = onsets(flux(blocks, rate))
    return pulses(found.at, found.strength, steps, rate, FPS)


def _rhythm(blocks: Iterable[npt.NDArray[np.float32]], rate: int) -> tuple[Flux, Beats]:
    novelty = flux(blocks, rate)
    return novelty, beats(novelty)


def _beat(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    found = _rhythm(blocks, rate)[1]
    return pulses(found.at, np.ones(len(found.at)), steps, rate, FPS)


def _phase(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    return phase(_rhythm(blocks, rate)[1].at, steps, rate, FPS)


def _bar(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    novelty, found = _rhythm(blocks, rate)
    return phase(bars(novelty, found, beats=ask.beats or None).at(found), steps, rate, FPS)


def _band(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    level = band_level(blocks, rate, low=ask.low, high=ask.high, fps=FPS)
    return 1.0 + 20 * np.log10(np.maximum(level.astype(np.float64), 1e-9)) / _DECIBELS


def _loudness(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    return 1.0 + loudness(blocks, rate, fps=FPS).momentary.astype(np.float64) / _DECIBELS


def _pitch(blocks: Iterable[npt.NDArray[np.float32]], rate: int, steps: int, ask: Ask) -> Doubles:
    hertz = held(pitch(blocks, rate, low=ask.low, high=ask.high, fps=FPS).hertz)
    octaves = np.log2(np.maximum(hertz, ask.low) / ask.low)
    made: Doubles = octaves / np.log2(ask.high / ask.low)
    return made


_LISTENING: dict[Feature, _Listen] = {
    "onset": _onset,
    "beat": _beat,
    "phase": _phase,
    "bar": _bar,
    "band": _band,
    "loudness": _loudness,
    "pitch": _pitch,
}
