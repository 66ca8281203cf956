"""The texture of stills: how strong detail of each size is, and more of the same to lay over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from .style_space import Floats

BANDS = 4
TILE = 512
FINER = 2
"""Places of the tile a pixel, so that it stays as sharp when it lies between pixels."""
_SHADES = 8
_LEAST_GAIN, _MOST_GAIN = 0.7, 1.8
_QUIET = 1e-4


@dataclass(frozen=True, slots=True)
class Texture:
    """What the detail of stills is like.

    `levels` (bands) is the spread of lightness in each band, fine to coarse; `shades` (8) how much of it
    there is from black to white, 1 on average; `tile` (1024, 1024, bands) a texture that repeats
    seamlessly after 512 pixels, of spread 1 in each band.
    """

    levels: npt.NDArray[np.float64]
    shades: npt.NDArray[np.float64]
    tile: Floats


def bands_of(lightness: Floats) -> list[Floats]:
    """Return detail by size, fine to coarse, in `BANDS` layers, and the rest: their sum is the picture."""
    made, here = [], lightness
    for index in range(BANDS):
        softer = cv2.GaussianBlur(here, (0, 0), 0.8 * 2.0**index, borderType=cv2.BORDER_REFLECT_101)
        made.append(here - softer)
        here = cast(Floats, softer)
    return [*made, here]


def levels_of(bands: Sequence[Floats]) -> npt.NDArray[np.float64]:
    """Return the spread of each band: the median power of its blocks, so that one edge makes no texture."""
    found = []
    for band in bands[:BANDS]:
        size = (max(1, band.shape[1] // 16), max(1, band.shape[0] // 16))
        power = cv2.resize(band * band, size, interpolation=cv2.INTER_AREA)
        found.append(float(np.sqrt(np.median(power))))
    return np.array(found)


def texture_of(stills: Sequence[Floats], weights: Sequence[float], seed: int) -> Texture:
    """Return the texture of stills (each a picture's lightness, as large as the picture it is for), weighted.

    The tile is a random phase texture (Galerne, Gousseau and Morel, Random phase textures: theory and
    synthesis, IEEE TIP 2011): each band's mean power spectrum with random phases, so that strokes keep
    their size and direction.
    """
    from scipy import fft

    parts = np.array(weights, np.float64) / sum(weights)
    levels = sum(part * levels_of(bands_of(still)) for part, still in zip(parts, stills, strict=True))
    shades = sum(part * _shades_of(still) for part, still in zip(parts, stills, strict=True))
    rng = np.random.default_rng(seed)
    phases = np.angle(fft.rfft2(rng.normal(size=(TILE, TILE))))
    side = TILE * FINER
    tile = np.empty((side, side, BANDS), np.float32)
    spectra = [_spectra(still) for still in stills]
    for band in range(BANDS):
        power = sum(part * each[band] for part, each in zip(parts, spectra, strict=True))
        made = fft.irfft2(_padded(np.sqrt(power) * np.exp(1j * phases), side), s=(side, side))
        spread = float(made.std())
        tile[..., band] = made / spread if spread > 0 else made
    return Texture(np.asarray(levels), np.asarray(shades), tile)


def _padded(spectrum: npt.NDArray[np.complex128], side: int) -> npt.NDArray[np.complex128]:
    made = np.zeros((side, side // 2 + 1), np.complex128)
    half = TILE // 2
    made[:half, :half] = spectrum[:half, :half]
    made[-half + 1 :, :half] = spectrum[-half + 1 :, :half]
    return made


def _spectra(still: Floats) -> list[npt.NDArray[np.float64]]:
    """Return the power spectrum (512, 257) of each band, a still's middle made seamless by a window."""
    from scipy import fft

    window = np.outer(np.hanning(TILE), np.hanning(TILE))
    found = []
    for band in bands_of(still)[:-1]:
        rows, columns = band.shape
        y, x = (np.arange(TILE) + max(0, side - TILE) // 2 for side in (rows, columns))
        # A still smaller than the tile goes on mirrored.
        square = band[np.ix_(_mirrored(y, rows), _mirrored(x, columns))]
        found.append(np.abs(fft.rfft2(square * window)) ** 2)
    return found


def _mirrored(at: npt.NDArray[np.int_], count: int) -> npt.NDArray[np.int_]:
    turn = at % (2 * count)
    return np.where(turn < count, turn, 2 * count - 1 - turn)


def _shades_of(still: Floats) -> npt.NDArray[np.float64]:
    fine = sum(bands_of(still)[:2])
    shade = np.clip(still * _SHADES, 0, _SHADES - 1).astype(int).ravel()
    count = np.bincount(shade, minlength=_SHADES)[:_SHADES]
    power = np.bincount(shade, weights=np.asarray(fine, np.float64).ravel() ** 2, minlength=_SHADES)[:_SHADES]
    whole = power.sum() / max(1, count.sum())
    least = 0.01 * count.sum()
    spread = np.sqrt((power + least * whole) / (count + least) / max(whole, 1e-12))
    made: npt.NDArray[np.float64] = np.clip(spread, 0.4, 1.6)
    return made


def textured(
    lightness: Floats, bands: Sequence[Floats], levels: npt.NDArray[Any], texture: Texture, laid: Floats
) -> Floats:
    """Return what the stills' texture adds to a picture's lightness.

    `bands` is the picture's detail, `levels` how strong that is in it (or in its shot), `laid` (rows,
    columns, bands) the texture's tile as it lies on the picture. Detail is made stronger or weaker to a
    point; what is then lacking is laid over, as strongly in each shade as in the stills.
    """
    gains = np.clip(texture.levels / np.maximum(levels, _QUIET), _LEAST_GAIN, _MOST_GAIN)
    lacking = np.sqrt(np.maximum(texture.levels**2 - (gains * levels) ** 2, 0.0))
    made = np.zeros_like(lightness)
    for gain, band in zip(gains, bands, strict=False):
        if abs(gain - 1.0) > 1e-3:
            made += band * np.float32(gain - 1.0)
    if lacking.max() > _QUIET:
        more = cv2.transform(laid, lacking[None, :])
        made += more * _by_shade(lightness, texture.shades)
    return made


def _by_shade(lightness: Floats, shades: npt.NDArray[np.float64]) -> Floats:
    at = np.clip(lightness * _SHADES - 0.5, 0, _SHADES - 1)
    row = np.zeros_like(at)
    return cast(Floats, cv2.remap(shades.astype(np.float32)[None, :], at, row, cv2.INTER_LINEAR))
