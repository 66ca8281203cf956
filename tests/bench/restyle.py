"""How steady `restyle.reference` is, beside the same engine that forgets everything after each frame.

Four clips of the shared footage, each in the style of one still. What is measured:

- **Warp error**: the mean square distance, in Oklab, of each frame from the one before moved along the
  source's optical flow (DIS, medium, both ways; only where both agree within a pixel). The source's own is
  taken off, so that what is left was added by restyling.
- **Style distance**: the sliced Wasserstein distance (mean over 32 fixed directions of the mean distance of
  sorted projections) between the pixels of a frame and of the still, each pixel described by its Oklab
  colour and the magnitudes of twelve Gabor filters on lightness (three wavelengths, four directions), each
  feature in units of its spread in the still.
- **Gradient energy**: the mean square gradient of lightness.

`python -m tests.bench.restyle FOLDER` writes pictures to look at: source, restyled and reset side by side.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from nodes.vision.style import Amounts, Style, restyled, style_of
from nodes.vision.style_space import to_lab
from tests.bench.rows import Measure, Row

Floats: TypeAlias = npt.NDArray[np.float32]

SHOTS = {
    "blackswan": "starry_night",
    "dog": "golden_gate",
    "car-shadow": "shipwreck",
    "horsejump-high": "starry_night",
}
"""Clips, each with the still whose look it gets."""

FRAMES = 20
_AP1 = np.array(
    [[1.705051, -0.621792, -0.083259], [-0.130256, 1.140805, -0.010548], [-0.024003, -0.128969, 1.152972]]
)


def data() -> Path:
    """Return the folder of shared footage. Raises SystemExit where it is missing."""
    named = os.environ.get("WORKPRINT_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not folder.is_dir():
        raise SystemExit(f"the shared footage is not at {folder}: set WORKPRINT_SHARED_DATA")
    return folder


def picture(path: Path) -> Floats:
    """Return an sRGB picture as linear ACEScg."""
    code = cv2.imread(str(path))[..., ::-1].astype(np.float32) / 255
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return np.ascontiguousarray(linear @ np.linalg.inv(_AP1).T, np.float32)


def shown(rgb: Floats) -> npt.NDArray[np.uint8]:
    """Return linear ACEScg as 8-bit sRGB, blue first."""
    linear = np.clip(rgb @ _AP1.T, 0, 1)
    code = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return (code[..., ::-1] * 255 + 0.5).astype(np.uint8)


def frames(clip: str) -> Iterator[Floats]:
    """Yield the first frames of a clip."""
    for path in sorted((data() / "video" / "davis480p" / clip / "frames").glob("*.jpg"))[:FRAMES]:
        yield picture(path)


def restyling(clip: Sequence[Floats], style: Style, *, forgets: bool) -> Iterator[Floats]:
    """Yield the frames in the style; `forgets` begins anew at each of them."""
    known = None
    for frame in clip:
        made, known = restyled(frame, style, Amounts(), None if forgets else known)
        yield made


def flow(before: Floats, now: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return where each pixel was (rows, columns, 2), and where that can be relied on."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    one, other = (np.clip(each[..., 0] * 255, 0, 255).astype(np.uint8) for each in (before, now))
    back, forth = finder.calc(other, one, None), finder.calc(one, other, None)
    rows, columns = one.shape
    own = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)
    was = own + back
    there = cv2.remap(forth, was[..., 0], was[..., 1], cv2.INTER_LINEAR)
    sure = np.linalg.norm(back + there, axis=-1) < 1.0
    sure &= ((was >= 0) & (was <= np.array([columns - 1, rows - 1]))).all(axis=-1)
    return was, sure


def warp_error(before: Floats, now: Floats, by: tuple[Floats, npt.NDArray[np.bool_]]) -> float:
    """Return the mean square distance of two Oklab pictures along the flow."""
    was, sure = by
    moved = cv2.remap(before, was[..., 0], was[..., 1], cv2.INTER_LINEAR)
    return float(((now - moved) ** 2).sum(axis=-1)[sure].mean())


def features(lab: Floats) -> Floats:
    """Return each pixel's description (count, 15): colour and Gabor magnitudes."""
    found = [lab[..., axis] for axis in range(3)]
    for wavelength in (4, 8, 16):
        for turn in range(4):
            size = 2 * wavelength + 1
            waves = [
                cv2.getGaborKernel((size, size), wavelength / 2, turn * math.pi / 4, wavelength, 1, phase)
                for phase in (0, math.pi / 2)
            ]
            parts = [
                cv2.filter2D(lab[..., 0], -1, (wave - wave.mean()) / np.abs(wave).sum()) for wave in waves
            ]
            found.append(np.hypot(*parts))
    return np.stack(found, axis=-1).reshape(-1, len(found))


def style_distance(lab: Floats, still: Floats) -> float:
    """Return the sliced Wasserstein distance of a picture from a still, both Oklab; see above."""
    one, other = features(lab), features(still)
    spread = other.std(axis=0) + 1e-6
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(one.shape[1], 32))
    directions /= np.linalg.norm(directions, axis=0)
    parts = np.linspace(0.005, 0.995, 199)
    apart = [np.quantile(each[::7] / spread @ directions, parts, axis=0) for each in (one, other)]
    return float(np.abs(apart[0] - apart[1]).mean())


def gradient_energy(lab: Floats) -> float:
    """Return the mean square gradient of lightness."""
    down, across = np.gradient(lab[..., 0])
    return float((down**2 + across**2).mean())


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found of one way of restyling a clip."""

    excess: float
    distance: float
    gradient: float


@cache
def measured(clip: str) -> tuple[Measured, Measured, float]:
    """Return what was found with memory, without, and the distance of the source itself from the style."""
    source = list(frames(clip))
    still = picture(data() / "stills" / "style" / f"{SHOTS[clip]}.jpg")
    rows, columns = source[0].shape[:2]
    style = style_of([still], [1.0], rows, columns, 1)
    part = max(rows / still.shape[0], columns / still.shape[1])
    target = cv2.resize(to_lab(still), None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    labs = [to_lab(each) for each in source]
    flows = [flow(*pair) for pair in pairwise(labs)]
    own = np.mean([warp_error(a, b, by) for a, b, by in zip(labs, labs[1:], flows, strict=False)])
    found = []
    for forgets in (False, True):
        made = [to_lab(each) for each in restyling(source, style, forgets=forgets)]
        error = np.mean([warp_error(a, b, by) for a, b, by in zip(made, made[1:], flows, strict=False)])
        late = made[FRAMES // 2 :: 4]
        found.append(
            Measured(
                float(error - own),
                float(np.mean([style_distance(each, target) for each in late])),
                float(np.mean([gradient_energy(each) for each in late])),
            )
        )
    return found[0], found[1], style_distance(labs[FRAMES // 2], target)


def _row(clip: str, what: str) -> Row:
    steady, reset, source = measured(clip)
    note = f"{FRAMES} frames of {clip} as {SHOTS[clip]}, beside the same engine reset at every frame"
    if what == "warp":
        return Row(f"restyle-warp-{clip}", steady.excess, reset.excess, 0.5, "excess", note)
    if what == "style":
        note += f"; the source itself: {source:.3f}"
        return Row(f"restyle-style-{clip}", steady.distance, reset.distance, 1.1, "spreads", note)
    return Row(f"restyle-blur-{clip}", 1 / steady.gradient, 1 / reset.gradient, 1 / 0.8, "1/energy", note)


def _measure(clip: str, what: str) -> Measure:
    return lambda: _row(clip, what)


BENCHES: dict[str, Measure] = {
    f"restyle-{what}-{clip}": _measure(clip, what) for clip in SHOTS for what in ("warp", "style", "blur")
}


def main() -> None:
    """Write a sheet for each clip: source, restyled, reset; first and last frame."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for clip, still in SHOTS.items():
        source = list(frames(clip))
        look = picture(data() / "stills" / "style" / f"{still}.jpg")
        style = style_of([look], [1.0], *source[0].shape[:2], 1)
        ways = [source, *(list(restyling(source, style, forgets=each)) for each in (False, True))]
        rows: list[Any] = [np.hstack([shown(way[index]) for way in ways]) for index in (0, FRAMES - 1)]
        cv2.imwrite(str(folder / f"{clip}-{still}.jpg"), np.vstack(rows))


if __name__ == "__main__":
    main()
