"""Bars: which beats are first ones, and how many a bar has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .beats import Beats
from .flux import FPS, Flux
from .windows import Samples

_COLOUR_FPS = FPS // 20


@dataclass(frozen=True, slots=True)
class Bars:
    """`first` holds the indices of the beats that begin a bar, every `beats`-th from the first such one."""

    beats: int
    first: npt.NDArray[np.int64]

    def at(self, found: Beats) -> Samples:
        """Return where bars begin, in samples."""
        return found.at[self.first]


def bars(flux: Flux, found: Beats, *, beats: int | None = None) -> Bars:
    """Return the bars of a sound: the metre (3 or 4, unless said) and the phase that fit best.

    A first beat has more bass than the others, and the harmony changes there: the distance between the mean
    spectra of the beat before and the beat after (Davies and Plumbley, A spectral difference approach to
    downbeat extraction, EUSIPCO 2006). Short of two bars, the first beat begins one.
    """
    metres = (beats,) if beats else (4, 3)
    count = len(found.at)
    if count < 2 * max(metres):
        return Bars(metres[0], np.arange(0, count, metres[0], dtype=np.int64))
    evidence = _standard(_bass(flux, found)) + _standard(_change(flux, found))
    scores = {
        (metre, phase): evidence[phase::metre].mean() * np.sqrt(len(evidence[phase::metre]))
        for metre in metres
        for phase in range(metre)
    }
    metre, phase = max(scores, key=lambda each: float(scores[each]))
    return Bars(metre, np.arange(phase, count, metre, dtype=np.int64))


def _bass(flux: Flux, found: Beats) -> npt.NDArray[np.float64]:
    places = np.round(found.at * FPS / flux.rate).astype(int)
    near = np.clip(places[:, None] + np.arange(-12, 9)[None, :], 0, len(flux.bass) - 1)
    most: npt.NDArray[np.float64] = flux.bass[near].max(axis=1).astype(np.float64)
    return most


def _change(flux: Flux, found: Beats) -> npt.NDArray[np.float64]:
    places = np.round(found.at * _COLOUR_FPS / flux.rate).astype(int)
    edges = np.clip(np.append(places, len(flux.colour)), 0, len(flux.colour))
    low = np.minimum(edges[:-1], len(flux.colour) - 1)
    means = np.array(
        [flux.colour[a : max(b, a + 1)].mean(axis=0) for a, b in zip(low, edges[1:], strict=True)]
    )
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
    moved: npt.NDArray[np.float64] = np.linalg.norm(np.diff(means, axis=0, prepend=means[:1]), axis=1)
    return moved


def _standard(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    spread = float(values.std())
    made: npt.NDArray[np.float64] = (values - values.mean()) / spread if spread > 1e-9 else 0 * values
    return made
