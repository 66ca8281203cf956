"""Mattes joined, grown, softened and turned, beside SciPy and plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from nodes.api import Box, NodeError
from nodes.library.matte.channel import channel
from nodes.library.matte.combine import combine
from nodes.library.matte.feather import feather
from nodes.library.matte.grow import grow
from nodes.library.matte.invert import invert
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import frame_of, matte_of, noise, smooth, with_layer


def soft(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    made = ndimage.gaussian_filter(np.random.default_rng(seed).random((rows, columns)), 2)
    return np.clip((made - 0.45) * 8, 0, 1).astype(np.float32)


def disc(radius: int) -> np.ndarray:
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return np.hypot(x, y) <= radius + 0.25


RULES = {
    "union": lambda a, b: 1 - (1 - a) * (1 - b),
    "intersect": lambda a, b: a * b,
    "subtract": lambda a, b: a * (1 - b),
    "xor": lambda a, b: a * (1 - b) + b * (1 - a),
    "max": np.maximum,
    "min": np.minimum,
}


@pytest.mark.parametrize("mode", RULES)
def test_mattes_join_by_their_rule_where_their_windows_say(mode):
    display = Box.of_size(12, 10)
    a, b = soft(6, 7), soft(5, 6, seed=1)
    first, second = matte_of(a, Box(1, 2, 8, 8), display), matte_of(b, Box(4, 4, 10, 9), display)
    whole = [over_display(each).astype(np.float64) for each in (first, second)]
    made = combine([first, second], mode)
    np.testing.assert_allclose(over_display(made), RULES[mode](*whole), atol=1e-6)
    three = combine([first, second, matte_of(soft(10, 12, seed=2))], mode)
    wanted = RULES[mode](RULES[mode](*whole), soft(10, 12, seed=2).astype(np.float64))
    np.testing.assert_allclose(over_display(three), wanted, atol=1e-6)
    assert made.display_window == display and made.time == first.time


def test_one_matte_alone_is_passed_on_and_none_is_refused():
    only = matte_of(soft(4, 4))
    nothing = matte_of(np.zeros((0, 0)), Box(0, 0, 0, 0), Box.of_size(4, 4))
    assert combine([only]) is only is combine([only, nothing]) is combine([only, nothing], "subtract")
    assert not over_display(combine([only, nothing], "intersect")).any()
    assert not over_display(combine([nothing, only], "min")).any()
    with pytest.raises(NodeError) as refusal:
        combine([])
    assert refusal.value.port == "mattes"


@pytest.mark.parametrize("radius", [1, 2, 5, 8])
def test_growing_and_shrinking_are_scipys_grey_morphology(radius):
    pixels = soft(40, 50)
    bigger = grow(matte_of(pixels), float(radius))
    wanted = ndimage.grey_dilation(pixels, footprint=disc(radius), mode="constant", cval=0)
    np.testing.assert_array_equal(over_display(bigger), wanted)
    smaller = grow(matte_of(pixels), float(-radius))
    eroded = ndimage.grey_erosion(pixels, footprint=disc(radius), mode="constant", cval=1)
    np.testing.assert_array_equal(over_display(smaller), eroded)


@pytest.mark.parametrize("radius", [12.0, 20.0, 33.0])
def test_a_large_radius_is_close_to_a_circle(radius):
    point = np.zeros((101, 101), np.float32)
    point[50, 50] = 1
    made = over_display(grow(matte_of(point), radius)) > 0.5
    away = np.hypot(*(np.mgrid[-50:51, -50:51]))
    reach = away[made].max()
    assert abs(reach - radius) < 1
    assert away[~made].min() > radius * 0.9
    area = made.sum() / (np.pi * (radius + 0.5) ** 2)
    assert 0.93 < area < 1.04


@settings(max_examples=25)
@given(st.floats(-6, 6, width=32), st.integers(0, 20))
def test_more_radius_never_covers_less(radius, seed):
    matte = matte_of(soft(24, 30, seed))
    less, more = (over_display(grow(matte, each)) for each in (radius, radius + 0.5))
    assert (more >= less - 1e-5).all()
    assert less.min() >= 0 and more.max() <= 1


def test_half_a_pixel_moves_an_edge_by_half_a_pixel():
    pixels = np.zeros((20, 20), np.float32)
    pixels[:, 8:] = 1
    for radius in (0.5, 1.25, 3.5, -0.5, -2.75):
        row = over_display(grow(matte_of(pixels), radius))[10]
        assert row.sum() == pytest.approx(12 + radius, abs=1e-5)


def test_growing_reaches_beyond_the_data_window_and_shrinking_keeps_the_pictures_edge():
    display = Box.of_size(20, 20)
    inner = matte_of(np.ones((4, 4)), Box(8, 8, 12, 12), display)
    assert over_display(grow(inner, 3.0))[9, 5] == 1
    assert over_display(grow(inner, -1.0)).sum() == 4
    full = matte_of(np.ones((20, 20)))
    np.testing.assert_array_equal(over_display(grow(full, -4.0)), 1)


@pytest.mark.parametrize("side", ["both", "out", "in"])
def test_a_feather_is_made_of_scipys_gaussian(side):
    pixels = np.zeros((40, 60), np.float32)
    pixels[12:28, 20:44] = 1
    made = over_display(
        feather(matte_of(pixels[12:28, 20:44], Box(20, 12, 44, 28), Box.of_size(60, 40)), 6.0, side)
    )
    exact = ndimage.gaussian_filter(pixels.astype(np.float64), 3, mode="nearest", truncate=6)
    wanted = {"both": exact, "out": np.minimum(1, 2 * exact), "in": np.maximum(0, 2 * exact - 1)}[side]
    np.testing.assert_allclose(made, wanted, atol=1e-3)
    if side == "out":
        assert made[16:24, 25:39].min() > 0.99 and (made[14:26, 22:42] > 0.9).all()
    if side == "in":
        np.testing.assert_allclose(made[pixels == 0].max(), 0, atol=2e-2)


def test_an_inverted_matte_covers_all_the_rest_and_twice_is_the_first():
    display = Box.of_size(8, 6)
    pixels = soft(3, 4)
    matte = matte_of(pixels, Box(2, 1, 6, 4), display)
    made = invert(matte)
    whole = np.ones((6, 8), np.float32)
    whole[1:4, 2:6] = 1 - pixels
    assert made.data_window == display
    np.testing.assert_array_equal(made.pixels, whole)
    np.testing.assert_allclose(over_display(invert(made)), over_display(matte), atol=1e-7)


def test_a_channel_is_taken_as_it_is():
    pixels, names = with_layer(noise(5, 6, 4))
    frame = frame_of(pixels, channels=names)
    for place, name in enumerate(names):
        np.testing.assert_array_equal(channel(frame, name).pixels, pixels[..., place])
    assert channel(frame_of(pixels[..., :3])).pixels.min() == 1
    with pytest.raises(NodeError, match="depth"):
        channel(frame, "height")


def test_nothing_to_do_passes_the_very_matte_on():
    matte = matte_of(soft(4, 5))
    empty = matte_of(np.zeros((0, 0)), Box(0, 0, 0, 0), Box.of_size(4, 4))
    assert grow(matte, 0.0) is matte is feather(matte, 0.0)
    assert grow(empty, 3.0) is empty is feather(empty, 3.0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 3)])
def test_the_smallest_mattes_pass(shape):
    matte = matte_of(np.full(shape, 0.5))
    for made in (grow(matte, 2.5), grow(matte, -2.5), feather(matte, 30.0, "in"), invert(matte)):
        assert made.pixels.shape == shape and np.isfinite(made.pixels).all()


def test_half_the_size_makes_the_same_matte():
    matte = matte_of(smooth(64, 96)[..., 0])
    for radius in (6.0, -4.0, 3.0):
        agree(halves(grow, matte, radius=radius), mean=0.02)
    for side in ("both", "out", "in"):
        agree(halves(feather, matte, size=8.0, side=side), mean=0.01)
    agree(halves(invert, matte), mean=1e-6)
    lists = combine([matte, invert(matte)], "xor")
    assert lists.pixels.shape == (64, 96)
