"""Give a moving picture the look of stills: palette, tone, grain and texture, steady over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from .style_laid import Laid, laid_anew, looked_up, moved
from .style_motion import Motion, carried, enlarged, motion, small
from .style_palette import PaletteMap, mapped, palette_map
from .style_space import Floats, from_lab, to_lab
from .style_texture import Texture, bands_of, levels_of, texture_of, textured

_SAMPLE = (72, 48)
_SAMPLES = 6000
_FOLLOW = 0.12
"""How much of a new picture's palette and texture comes into what is known of the shot."""
_HELD = 0.9
"""How much of the last picture's change stays where its parts are found again."""
_GRAIN_HELD = 0.54
_CUT_TRUST, _CUT_COLOUR = 0.35, 0.05


@dataclass(frozen=True, slots=True)
class Style:
    """What stills look like: `colours` (count, 3) of them, and their texture for one size of picture."""

    colours: Floats
    texture: Texture


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is taken over, 0 to 1 and beyond: of the colours, of the tones, of grain and texture."""

    colour: float = 1.0
    contrast: float = 1.0
    texture: float = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the shot so far: its map and levels, its last picture, what was changed there."""

    palette: PaletteMap
    levels: npt.NDArray[np.float64]
    seen: npt.NDArray[np.uint8]
    sample: Floats
    laid: Laid
    change: Floats
    grain: Floats


def style_of(stills: Sequence[Floats], weights: Sequence[float], rows: int, columns: int, seed: int) -> Style:
    """Return the look of stills (linear ACEScg) for pictures of `rows` by `columns`, each by its weight.

    Raises ValueError where no weight is above 0, or one is below.
    """
    if not stills or len(weights) != len(stills) or min(weights) < 0 or sum(weights) <= 0:
        raise ValueError("each still needs a weight of 0 or more, and one above 0")
    kept = [(still, weight) for still, weight in zip(stills, weights, strict=True) if weight > 0]
    fitted = [_fitted(to_lab(still), rows, columns) for still, _ in kept]
    shares = [weight for _, weight in kept]
    count = [max(1, round(_SAMPLES * share / sum(shares))) for share in shares]
    colours = [_spread(each, number) for each, number in zip(fitted, count, strict=True)]
    texture = texture_of([np.ascontiguousarray(each[..., 0]) for each in fitted], shares, seed)
    return Style(np.concatenate(colours), texture)


def _fitted(lab: Floats, rows: int, columns: int) -> Floats:
    """Return a still about as large as the picture, so that its texture has the size it has in the still."""
    part = max(rows / lab.shape[0], columns / lab.shape[1])
    size = (max(16, round(lab.shape[1] * part)), max(16, round(lab.shape[0] * part)))
    way = cv2.INTER_AREA if part < 1 else cv2.INTER_CUBIC
    return cast(Floats, cv2.resize(lab, size, interpolation=way))


def _spread(lab: Floats, count: int) -> Floats:
    small_one = cv2.resize(lab, (120, 80), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    return cast(Floats, small_one[np.linspace(0, len(small_one) - 1, count).round().astype(int)])


def restyled(
    rgb: npt.NDArray[Any], style: Style, amounts: Amounts = Amounts(), known: Known | None = None
) -> tuple[Floats, Known]:
    """Return a picture (linear ACEScg) in the style, and what is known of the shot now.

    `known` is what the picture before gave, None for the first; a cut is noticed and begins anew. The map of
    colours and the levels of texture follow the shot slowly, the texture moves with what it lies on, and the
    change itself is held where the last picture's parts are found again.
    """
    lab = to_lab(rgb)
    rows, columns = lab.shape[:2]
    seen = small(lab[..., 0])
    sample = cast(Floats, cv2.resize(lab, _SAMPLE, interpolation=cv2.INTER_AREA))
    by = None if known is None or known.change.shape != lab.shape else motion(known.seen, seen)
    if known is None or by is None or _is_cut(known.sample, sample, by):
        known = by = None
    palette = palette_map(sample.reshape(-1, 3), style.colours)
    if known is not None:
        palette = known.palette.towards(palette, _FOLLOW)
    change = mapped(lab, palette) - lab
    change *= np.array([amounts.contrast, amounts.colour, amounts.colour], np.float32)
    tone = np.ascontiguousarray(lab[..., 0] + change[..., 0])
    bands = bands_of(tone)
    levels = levels_of(bands)
    laid = laid_anew(*seen.shape)
    if known is not None and by is not None:
        levels = known.levels + (levels - known.levels) * _FOLLOW
        laid = moved(known.laid, by, columns / seen.shape[1])
    grain = np.zeros_like(tone)
    if amounts.texture:
        laid_over = looked_up(laid, style.texture.tile, rows, columns)
        grain = textured(tone, bands, levels, style.texture, laid_over) * np.float32(amounts.texture)
    if known is not None and by is not None:
        full = enlarged(by, rows, columns)
        change += (carried(known.change, full) - change) * (full.trust * np.float32(_HELD))[..., None]
        grain += (carried(known.grain, full) - grain) * (full.trust * np.float32(_GRAIN_HELD))
    made = lab + change
    made[..., 0] += grain
    np.maximum(made[..., 0], np.minimum(lab[..., 0], 0.0), out=made[..., 0])
    return from_lab(made), Known(palette, levels, seen, sample, laid, change, grain)


def _is_cut(before: Floats, now: Floats, by: Motion) -> bool:
    """Return whether hardly anything is found again and the colours are others."""
    parts = [np.sort(each.reshape(-1, 3), axis=0) for each in (before, now)]
    apart = float(np.abs(parts[0] - parts[1]).mean())
    return float(by.trust.mean()) < _CUT_TRUST and apart > _CUT_COLOUR
