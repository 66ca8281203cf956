"""Beats and tempo: the most likely walk of a beat through a sound's novelty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .flux import FPS, Flux
from .onsets import instants
from .windows import Floats, Samples

_STEPS = 100
"""Steps of the walk a second."""
_FASTEST, _SLOWEST = 240.0, 45.0
_USUAL_BPM, _OCTAVES = 120.0, 0.6
_STIFFNESS = 40.0
_NEUTRAL, _FLOOR = 0.2, 0.05
"""How new a step must be for a beat there to be worth it, and what an empty one counts as."""
_LEAST = 1e-3
_REFINE_SECONDS = 0.035
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beats:
    """Beats: `at` in samples, rising, each with its `strength` (novelty there, 0 to 1)."""

    rate: int
    at: Samples
    strength: Floats

    @property
    def tempo(self) -> float:
        """The median tempo in beats a minute, 0 without two beats."""
        return 60.0 * self.rate / float(np.median(np.diff(self.at))) if len(self.at) > 1 else 0.0


def beats(flux: Flux, *, slowest: float = _SLOWEST, fastest: float = _FASTEST) -> Beats:
    """Return the beats of a sound, none where nothing begins in it; tempi are in beats a minute.

    A beat and its period walk together through the novelty (Krebs, Böck and Widmer, An efficient
    state-space model for joint tempo and meter tracking, ISMIR 2015): a beat gains by what is new there, one
    where nothing is loses, and a change of period costs as its ratio is further from 1. The best walk is
    found beat by beat (as in Ellis, Beat tracking by dynamic programming, JNMR 2007), with a leaning to
    usual tempi; it follows tempo drift.
    """
    novelty = flux.whole + flux.bass
    if len(novelty) == 0 or float(novelty.max()) < _LEAST:
        return Beats(flux.rate, np.zeros(0, np.int64), np.zeros(0, np.float32))
    likely = _likeliness(_coarse(novelty))
    periods = np.arange(round(60 * _STEPS / fastest), round(60 * _STEPS / slowest) + 1)
    places = _walk(likely, periods)
    at = _refined(novelty, places * (FPS // _STEPS), flux.rate)
    keep = np.flatnonzero(np.diff(at, prepend=-flux.rate) > 0)
    return Beats(flux.rate, at[keep], likely[places][keep].astype(np.float32))


def _coarse(novelty: Floats) -> Scores:
    from scipy.ndimage import gaussian_filter1d

    step = FPS // _STEPS
    padded = np.pad(novelty, (0, -len(novelty) % step))
    smooth: Scores = gaussian_filter1d(padded.reshape(-1, step).max(axis=1).astype(np.float64), 1.0)
    return smooth


def _likeliness(novelty: Scores) -> Scores:
    """Return 0 to 1: how far each value stands above its surroundings, beside the largest of some seconds."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    above = np.maximum(novelty - uniform_filter1d(novelty, 1 * _STEPS, mode="nearest"), 0.0)
    top = maximum_filter1d(above, 6 * _STEPS, mode="nearest")
    likely: Scores = np.clip(above / np.maximum(top, max(above.max() * 0.05, _LEAST)), 0.0, 1.0)
    return likely


def _walk(likely: Scores, periods: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """Return the steps on which beats fall: `best[j]` is the score of a beat at a step after the period j."""
    gain = np.log((likely + _FLOOR) / (_NEUTRAL + _FLOOR))
    change = -_STIFFNESS * np.abs(periods[None, :] / periods[:, None] - 1.0)
    leaning = -0.5 * (np.log2(60 * _STEPS / periods / _USUAL_BPM) / _OCTAVES) ** 2
    count, longest = len(likely), int(periods[-1])
    onward = np.full((longest + 1, len(periods)), -np.inf)
    came = np.zeros((count, len(periods)), np.uint8 if len(periods) < 256 else np.uint16)
    ends: list[Scores] = []
    columns = np.arange(len(periods))
    for step in range(count):
        best = onward[(step - periods) % (longest + 1), columns]
        if step < longest:
            # A first beat may stand anywhere in the first period.
            best = np.maximum(best, np.where(step < periods, 0.0, -np.inf))
        best = best + gain[step] + leaning
        reached = best[:, None] + change
        came[step] = reached.argmax(axis=0)
        onward[step % (longest + 1)] = reached[came[step], columns]
        if step >= count - longest:
            ends.append(np.where(count - step <= periods, best, -np.inf))
    return _traced(ends, came, periods)


def _traced(
    ends: list[Scores], came: npt.NDArray[np.unsignedinteger], periods: npt.NDArray[np.int_]
) -> npt.NDArray[np.int_]:
    last, column = np.unravel_index(int(np.argmax(ends)), (len(ends), len(periods)))
    step, which = len(came) - len(ends) + int(last), int(column)
    found = [step]
    while step - periods[which] >= 0:
        step -= int(periods[which])
        which = int(came[step][which])
        found.append(step)
    return np.array(found[::-1])


def _refined(novelty: Floats, places: npt.NDArray[np.int_], rate: int) -> Samples:
    """Return samples: each beat at the largest value near it, where that is a peak at all."""
    reach = round(_REFINE_SECONDS * FPS)
    peaks = []
    for place in places:
        low = max(0, place - reach)
        near = novelty[low : place + reach + 1]
        top = int(near.argmax())
        clear = 0 < top < len(near) - 1 and near[top] > 2 * near.mean()
        peaks.append(low + top if clear else min(place, len(novelty) - 1))
    return instants(novelty, np.array(peaks), rate)
