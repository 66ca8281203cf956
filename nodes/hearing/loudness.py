"""Loudness after ITU-R BS.1770-5, in LUFS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from .windows import Blocks, Floats

SILENT = -120.0
"""LUFS of silence, so that it is a number."""

_OFFSET = -0.691
_MOMENTARY, _SHORT = 0.4, 3.0
_SURROUND = 1.41


@dataclass(frozen=True, slots=True)
class Loudness:
    """Loudness `fps` times a second, over the 400 ms and the 3 s that end there; `integrated` over all."""

    fps: int
    momentary: Floats
    short_term: Floats
    integrated: float


def loudness(blocks: Blocks, rate: int, *, fps: int = 100) -> Loudness:
    """Return how loud a sound is over time.

    K-weighted power summed over channels, the fourth and fifth of six channels left out and counted as
    surround after BS.1770-5's table; gated at -70 LUFS and 10 LU below for `integrated`.
    """
    steps = np.concatenate([np.zeros(0), *_powers(blocks, rate, fps)])
    momentary = _over(steps, round(_MOMENTARY * fps))
    short = _over(steps, round(_SHORT * fps))
    hop = max(1, fps // 10)
    whole = momentary[round(_MOMENTARY * fps) - 1 :: hop]
    return Loudness(fps, _lufs(momentary), _lufs(short), _gated(whole if len(whole) else momentary[-1:]))


def _powers(blocks: Blocks, rate: int, fps: int) -> list[npt.NDArray[np.float64]]:
    """Return the mean weighted power of each step of rate / fps samples, the last perhaps shorter."""
    from scipy.signal import sosfilt

    sos, state = _k_weighting(rate), None
    done, held, held_at, made = 0, np.zeros(0), 0, []
    for block in blocks:
        samples = np.nan_to_num(block.astype(np.float64), posinf=0.0, neginf=0.0)
        if state is None:
            state = np.zeros((len(sos), 2, samples.shape[1]))
        weighted, state = sosfilt(sos, samples, axis=0, zi=state)
        held = np.concatenate([held, weighted**2 @ _channel_weights(samples.shape[1])])
        edges = np.arange(done, (held_at + len(held)) * fps // rate + 1) * rate // fps - held_at
        if len(edges) > 1:
            made.append(_means(held, edges))
            done += len(edges) - 1
            held, held_at = held[edges[-1] :], held_at + int(edges[-1])
    if len(held):
        made.append(np.array([held.mean()]))
    return made


def _means(held: npt.NDArray[np.float64], edges: npt.NDArray[np.int_]) -> npt.NDArray[np.float64]:
    sums = np.concatenate([[0.0], np.cumsum(held)])[edges]
    made: npt.NDArray[np.float64] = np.diff(sums) / np.maximum(np.diff(edges), 1)
    return np.maximum(made, 0.0)


def _channel_weights(channels: int) -> npt.NDArray[np.float64]:
    weights = np.ones(channels)
    if channels == 6:
        weights[3] = 0.0
        weights[4:] = _SURROUND
    return weights


@lru_cache(maxsize=8)
def _k_weighting(rate: int) -> Any:
    """Return the two filters as second-order sections, redesigned for the rate from their 48 kHz form."""
    shelf = _biquad(rate, 1681.974450955533, 0.7071752369554196, 3.999843853973347)
    pass_high = _biquad(rate, 38.13547087602444, 0.5003270373238773, None)
    return np.array([shelf, pass_high])


def _biquad(rate: int, hertz: float, q: float, gain: float | None) -> list[float]:
    bent = np.tan(np.pi * min(hertz / rate, 0.49))
    below = 1 + bent / q + bent**2
    poles = [1.0, float(2 * (bent**2 - 1) / below), float((1 - bent / q + bent**2) / below)]
    if gain is None:
        return [1.0, -2.0, 1.0, *poles]
    high = 10 ** (gain / 20)
    middle = high**0.4996667741545416
    zeros = [high + middle * bent / q + bent**2, 2 * (bent**2 - high), high - middle * bent / q + bent**2]
    return [*(float(each / below) for each in zeros), *poles]


def _over(steps: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    """Return the mean power of the `length` steps that end at each, silence before the first."""
    sums = np.concatenate([np.zeros(length), np.cumsum(steps)])
    made: npt.NDArray[np.float64] = np.maximum(sums[length:] - sums[: len(steps)], 0.0) / length
    return made


def _lufs(power: npt.NDArray[np.float64]) -> Floats:
    least = 10 ** ((SILENT - _OFFSET) / 10)
    return (_OFFSET + 10 * np.log10(np.maximum(power, least))).astype(np.float32)


def _gated(power: npt.NDArray[np.float64]) -> float:
    loud = power[_lufs(power) > -70.0]
    if len(loud) == 0:
        return SILENT
    gate = float(_lufs(np.array([loud.mean()]))[0]) - 10.0
    return float(_lufs(np.array([loud[_lufs(loud) > gate].mean()]))[0])
