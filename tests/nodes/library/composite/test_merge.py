"""Joining pictures, beside the formulas of the W3C's recommendation on straight colours in float64."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import Box, Rate, Time
from nodes.library.composite.keymix import keymix
from nodes.library.composite.merge import merge
from nodes.library.composite.modes import Mode
from nodes.library.composite.multiply import multiply
from nodes.library.composite.over import over
from nodes.library.composite.plus import plus
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import (
    frame_of,
    matte_of,
    noise,
    placed_frame,
    smooth,
    untouchable,
    with_layer,
)

MODES = get_args(Mode)


def unit(seed: int, rows: int = 9, columns: int = 11) -> np.ndarray:
    """Premultiplied values as W3C's formulas know them: straight colours and alpha from 0 to 1."""
    rng = np.random.default_rng(seed)
    made = rng.random((rows, columns, 4)).astype(np.float32)
    made[0, :3, 3], made[1, :3, 3] = 0, 1
    made[..., :3] *= made[..., 3:]
    return made


def hard_light(b, s):
    return np.where(s <= 0.5, b * 2 * s, b + (2 * s - 1) - b * (2 * s - 1))


def soft_light(b, s):
    d = np.where(b <= 0.25, ((16 * b - 12) * b + 4) * b, np.sqrt(b))
    return np.where(s <= 0.5, b - (1 - 2 * s) * b * (1 - b), b + (2 * s - 1) * (d - b))


def dodge(b, s):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b == 0, 0, np.where(s == 1, 1, np.minimum(1, b / (1 - s))))


def burn(b, s):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b == 1, 1, np.where(s == 0, 0, 1 - np.minimum(1, (1 - b) / s)))


BLENDS = {
    "multiply": lambda b, s: b * s,
    "screen": lambda b, s: b + s - b * s,
    "overlay": lambda b, s: hard_light(s, b),
    "soft-light": soft_light,
    "hard-light": hard_light,
    "color-dodge": dodge,
    "color-burn": burn,
    "difference": lambda b, s: np.abs(b - s),
    "exclusion": lambda b, s: b + s - 2 * b * s,
    "min": np.minimum,
    "max": np.maximum,
    "subtract": lambda b, s: b - s,
    "divide": lambda b, s: np.divide(b, s, out=np.zeros_like(b), where=s != 0),
}
# Porter and Duff's fractions of source and backdrop.
FRACTIONS = {
    "over": lambda sa, ba: (1, 1 - sa),
    "under": lambda sa, ba: (1 - ba, 1),
    "atop": lambda sa, ba: (ba, 1 - sa),
    "in": lambda sa, ba: (ba, 0),
    "out": lambda sa, ba: (1 - ba, 0),
    "xor": lambda sa, ba: (1 - ba, 1 - sa),
    "plus": lambda sa, ba: (1, 1),
}


def straight(pixels):
    alpha = pixels[..., 3:].astype(np.float64)
    return np.divide(pixels[..., :3], alpha, out=np.zeros_like(pixels[..., :3], np.float64), where=alpha > 0)


def wanted(mode: str, back: np.ndarray, front: np.ndarray) -> np.ndarray:
    """Section 5 of the recommendation: blend, then composite."""
    ba, sa = back[..., 3:].astype(np.float64), front[..., 3:].astype(np.float64)
    b, s = straight(back), straight(front)
    if mode in FRACTIONS:
        fa, fb = FRACTIONS[mode](sa, ba)
        colour = sa * fa * s + ba * fb * b
        alpha = sa * fa + ba * fb
        return np.concatenate([colour, np.minimum(alpha, 1)], axis=-1)
    mixed = (1 - ba) * s + ba * BLENDS[mode](b, s)
    return np.concatenate([sa * mixed + (1 - sa) * ba * b, sa + ba - sa * ba], axis=-1)


def test_every_mode_is_compared():
    assert set(MODES) == set(BLENDS) | set(FRACTIONS)


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_is_the_recommendations_formula(mode):
    back, front = unit(1), unit(2)
    made = merge(frame_of(back), frame_of(front), mode=mode)
    np.testing.assert_allclose(made.pixels, wanted(mode, back, front), rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_without_alpha_is_opaque(mode):
    back, front = unit(1), unit(2)
    for one in (back, front):
        one[..., :3] = straight(one)
        one[..., 3] = 1
    for without in ((3, 4), (4, 3), (3, 3)):
        made = merge(frame_of(back[..., : without[0]]), frame_of(front[..., : without[1]]), mode=mode)
        expected = wanted(mode, back, front)
        np.testing.assert_allclose(made.rgb, expected[..., :3], rtol=1e-4, atol=2e-6)
        cover = np.ones(back.shape[:2]) if made.alpha is None else made.alpha
        np.testing.assert_allclose(cover, expected[..., 3], atol=1e-6)
    opaque = merge(frame_of(back[..., :3]), frame_of(front[..., :3]), mode=mode)
    assert (opaque.alpha is None) == (mode not in ("in", "out", "xor"))


@given(st.sampled_from(MODES), st.floats(0, 1, width=32), st.integers(0, 99))
def test_opacity_and_mask_mix_the_result_with_the_background(mode, amount, seed):
    back, front = unit(seed), unit(seed + 1)
    cover = np.random.default_rng(seed).random((9, 11)).astype(np.float32)
    made = merge(frame_of(back), frame_of(front), matte_of(cover), mode=mode, opacity=amount)
    part = (cover * amount)[..., None].astype(np.float64)
    if mode == "plus":
        lesser = front * part.astype(np.float32)
        expected = wanted(mode, back, lesser)
    else:
        expected = back + (wanted(mode, back, front) - back) * part
    np.testing.assert_allclose(made.rgb, expected[..., :3], rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(made.alpha, expected[..., 3], atol=1e-5)


@pytest.mark.parametrize("mode", MODES)
def test_light_above_one_and_below_zero_stays_finite_and_is_not_clipped_where_it_need_not_be(mode):
    back, front = noise(8, 9), noise(8, 9, seed=3)
    made = merge(frame_of(back), frame_of(front), mode=mode)
    assert np.isfinite(made.pixels).all()
    if mode in ("plus", "screen", "max"):
        apart = {"plus": back + front, "screen": back + front - back * front, "max": np.maximum(back, front)}
        np.testing.assert_allclose(made.rgb, apart[mode], rtol=1e-4, atol=1e-5)


def test_the_light_of_a_display_is_a_power():
    back, front = unit(4), unit(5)
    made = merge(frame_of(back), frame_of(front), mode="screen", light="display")
    signal = [
        np.concatenate([straight(p) ** (1 / 2.4) * p[..., 3:], p[..., 3:]], axis=-1) for p in (back, front)
    ]
    blended = wanted("screen", *signal)
    light = straight(blended) ** 2.4 * blended[..., 3:]
    np.testing.assert_allclose(made.rgb, light, rtol=1e-3, atol=1e-5)


def test_the_named_nodes_are_merges_modes():
    back, front, cover = frame_of(unit(1)), frame_of(unit(2)), matte_of(unit(3)[..., 3])
    for node, mode in ((over, "over"), (plus, "plus"), (multiply, "multiply")):
        named, merged = node(back, front, cover, 0.5), merge(back, front, cover, mode=mode, opacity=0.5)
        np.testing.assert_array_equal(named.pixels, merged.pixels)


def test_what_changes_nothing_passes_the_background_on_unread():
    frame, front = untouchable(), frame_of(noise(4, 6))
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), Box.of_size(6, 4))
    outside = matte_of(np.ones((2, 2)), data=Box(20, 20, 22, 22))
    assert merge(frame, front, opacity=0.0) is frame is over(frame, front, opacity=0.0)
    assert merge(frame, empty) is frame is merge(frame, front, outside)
    assert keymix(frame, front, outside) is frame is keymix(frame, front, matte_of(np.ones((4, 6))), mix=0.0)


def test_an_opaque_foreground_over_everything_is_passed_on_unread():
    front = untouchable()
    assert merge(frame_of(noise(4, 6)), front) is front
    small = placed_frame(noise(2, 2), Box(1, 1, 3, 3), Box.of_size(6, 4))
    assert over(small, front) is front
    other = merge(frame_of(noise(4, 6)).at(Time(9, Rate(24))), front)
    assert other.time == Time(9, Rate(24)) and other.native is front.native
    assert merge(frame_of(noise(4, 6)), frame_of(noise(4, 6)), mode="plus").pixels is not None


def test_pictures_join_where_their_windows_say():
    back = placed_frame(np.full((4, 4, 3), 1), Box(2, 2, 6, 6), Box.of_size(10, 8))
    front = placed_frame(np.full((4, 4, 3), 2), Box(4, 4, 8, 8), Box.of_size(10, 8))
    made = merge(back, front)
    assert made.data_window == Box(2, 2, 8, 8)
    seen = over_display(made)
    assert seen[3, 3, 0] == 1 and seen[5, 5, 0] == 2 == seen[7, 7, 0]
    assert seen[2, 7, 3] == 0 and seen[3, 3, 3] == 1 and not seen[:2].any()
    inside = merge(frame_of(np.ones((8, 10, 3))), front)
    assert inside.alpha is None and inside.data_window == Box.of_size(10, 8)
    assert inside.rgb[0, 0, 0] == 1 and inside.rgb[5, 5, 0] == 2
    held = merge(back, front, mode="in")
    assert over_display(held)[..., 3].sum() == 4 and over_display(held)[4, 4, 0] == 2
    limited = merge(back, front, matte_of(np.ones((1, 1)), data=Box(4, 4, 5, 5)), mode="in")
    assert over_display(limited)[3, 3, 0] == 1 and over_display(limited)[4, 4, 0] == 2


@pytest.mark.parametrize("mode", MODES)
def test_further_channels_of_the_background_are_kept(mode):
    pixels, names = with_layer(noise(6, 7, 3))
    front = placed_frame(noise(3, 3, 4), Box(5, 4, 8, 7), Box.of_size(7, 6))
    made = merge(frame_of(pixels, channels=names), front, mode=mode)
    depth = made.channel("depth")
    assert made.channels[-1] == "depth"
    box = made.data_window
    np.testing.assert_array_equal(depth.pixels[: 6 - box.y0, : 7 - box.x0], pixels[..., 3])


def test_a_matte_mixes_two_pictures_and_outside_it_nothing_changes_by_a_bit():
    back, front, cover = noise(8, 9, 4), noise(8, 9, 4, seed=5), np.zeros((8, 9), np.float32)
    back[0, 0] = np.nan
    cover[2:5, 3:7] = np.linspace(0.1, 1, 12).reshape(3, 4)
    made = keymix(frame_of(back), frame_of(front), matte_of(cover), mix=0.5)
    expected = back.astype(np.float64) + (front.astype(np.float64) - back) * (cover * 0.5)[..., None]
    np.testing.assert_allclose(made.pixels, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(made.pixels[cover == 0], back[cover == 0])
    opaque = keymix(frame_of(back[..., :3]), frame_of(front[..., :3]), matte_of(cover))
    assert opaque.alpha is None
    mixed = keymix(frame_of(back[..., :3]), frame_of(front), matte_of(np.ones((8, 9))))
    np.testing.assert_array_equal(mixed.pixels, front)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (3, 1)])
def test_the_smallest_pictures_join(shape):
    for mode in MODES:
        made = merge(frame_of(noise(*shape, 4)), frame_of(noise(*shape, 4, seed=2)), mode=mode)
        assert made.pixels.shape == (*shape, 4)


@pytest.mark.parametrize("mode", MODES)
def test_half_the_size_makes_the_same_picture(mode):
    back, front = smooth(32, 48), smooth(32, 48, 4)[:, ::-1].copy()
    front[..., :3] += 0.5 * front[..., 3:]
    agree(halves(merge, frame_of(back), frame_of(front), mode=mode), mean=0.01, worst=0.2)
    agree(halves(keymix, frame_of(back), frame_of(front), matte_of(back[..., 0])), mean=0.01)
