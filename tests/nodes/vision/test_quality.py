"""Measures on pictures whose measures are known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from nodes.api import Range, Rate, Time
from nodes.engine.measuring import MOST, TOGETHER, stretches
from nodes.vision.quality import Quality, colour_shift, detail, edge_agreement, warp_error

Floats = npt.NDArray[np.float32]


def textured(seed: int = 1, rows: int = 96, columns: int = 128) -> Floats:
    """A picture with soft structure that motion can be found in."""
    coarse = np.random.default_rng(seed).random((rows // 8, columns // 8, 1)).astype(np.float32)
    return np.repeat(np.kron(coarse[..., 0], np.ones((8, 8), np.float32))[..., None], 3, axis=-1)


def grey(value: float) -> Floats:
    return np.full((96, 128, 3), value, np.float32)


def values(*frames: Floats, plates: tuple[Floats, ...] = (), matte: Floats | None = None) -> dict[str, float]:
    quality = Quality()
    for place, frame in enumerate(frames):
        quality.add(frame, plates[place] if plates else None, matte)
    return dict(quality.values)


def test_a_clip_that_stands_still_neither_warps_nor_flickers() -> None:
    still = textured()
    found = values(still, still, still)
    assert found["warp"] == pytest.approx(0, abs=1e-9)
    assert found["flicker"] == 0
    assert found["detail"] > 0


def test_a_flat_picture_has_no_detail_and_a_ramp_has_its_slope_squared() -> None:
    assert detail(grey(0.5)[..., 0]) == 0
    ramp = np.tile(np.arange(128, dtype=np.float32) / 128, (96, 1))
    assert detail(ramp[:, 1:-1]) == pytest.approx((1 / 128) ** 2, rel=0.05)
    assert detail(2 * ramp) == pytest.approx(4 * detail(ramp))


def test_steady_change_is_no_flicker_and_a_jump_is_half_its_bend() -> None:
    assert values(grey(0.2), grey(0.3), grey(0.4))["flicker"] == pytest.approx(0, abs=1e-7)
    assert values(grey(0.2), grey(0.4), grey(0.2))["flicker"] == pytest.approx(0.2, abs=1e-6)


def test_what_flickers_in_the_plate_too_is_not_the_takes_flicker() -> None:
    plates = (grey(0.2), grey(0.6), grey(0.2))
    assert values(*plates, plates=plates)["flicker"] == 0
    takes = (grey(0.3), grey(0.3), grey(0.3))
    assert values(*takes, plates=plates)["flicker"] == pytest.approx(0.4, abs=1e-6)


def test_what_only_moves_with_the_plate_has_less_warp_error_than_what_changes() -> None:
    plate = textured()
    moved = np.roll(plate, 3, axis=1)
    moving = warp_error(plate, moved, plate, moved)
    boiling = warp_error(plate, textured(seed=2), plate, moved)
    assert moving < boiling / 10
    assert warp_error(grey(0.2), grey(0.5), plate, plate) == pytest.approx(0.09, rel=1e-4)


def test_an_outline_on_an_edge_agrees_and_one_in_a_flat_field_does_not() -> None:
    matte = np.zeros((96, 128), np.float32)
    matte[30:60, 40:90] = 1
    assert edge_agreement(matte * np.float32(0.8), matte) == 1
    assert edge_agreement(grey(0.5)[..., 0], matte) == 0
    assert edge_agreement(matte, np.zeros_like(matte)) is None
    half = matte * np.float32(0.8)
    half[:, 64:] = 0
    agreed = edge_agreement(half, matte)
    assert agreed is not None
    assert 0.4 < agreed < 0.7


def test_colour_shift_counts_what_is_outside_the_matte_alone() -> None:
    plate = grey(0.5)
    matte = np.zeros((96, 128), np.float32)
    matte[:, :64] = 1
    inside = plate.copy()
    inside[:, :64] = (1, 0, 0)
    assert colour_shift(inside, plate, matte) == 0
    # L* of 50 % and 60 % R'G'B' grey by IEC 61966-2-1 and CIE 15: 53.39 and 63.22.
    assert colour_shift(grey(0.6), plate, matte) == pytest.approx(63.22 - 53.39, abs=0.05)
    assert colour_shift(plate, plate, np.ones_like(matte)) is None


def test_what_does_not_follow_on_is_not_compared() -> None:
    quality = Quality()
    for value in (0.1, 0.9, 0.1, 0.9):
        quality.skip()
        quality.add(grey(value))
    assert set(quality.values) == {"detail"}


def test_a_long_take_is_measured_in_stretches_from_its_first_frame_to_its_last() -> None:
    whole = Range.frames_of(10, 2000, Rate(24))
    found = stretches(whole)
    assert [len(run) for run in found] == [TOGETHER] * (MOST // TOGETHER)
    assert (found[0][0], found[-1][-1]) == (Time(10, Rate(24)), Time(2009, Rate(24)))
    assert all(b - a == Time(1, Rate(24)) for run in found for a, b in pairwise(run))
    assert stretches(Range.frames_of(0, 3, Rate(24))) == [list(Range.frames_of(0, 3, Rate(24)).frames())]


def test_measures_need_what_they_compare_with() -> None:
    assert set(values(textured(), textured())) == {"detail", "warp"}
    matte = np.zeros((96, 128), np.float32)
    matte[30:60, 40:90] = 1
    plates = (textured(), textured())
    assert set(values(*plates, plates=plates, matte=matte)) == {"detail", "warp", "flicker", "edge", "shift"}
