"""Blur and sharpen, beside SciPy's Gaussian."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from nodes.api import Box
from nodes.library.filter.blur import blur
from nodes.library.filter.sharpen import sharpen
from nodes.library.planes.gauss import blurred
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


def gaussian(pixels: np.ndarray, sigma: float) -> np.ndarray:
    return ndimage.gaussian_filter(pixels.astype(np.float64), (sigma, sigma, 0), mode="nearest", truncate=6)


@pytest.mark.parametrize("size", [0.5, 1.0, 4.0, 9.0, 20.0])
def test_a_blur_is_scipys_gaussian(size):
    pixels = noise(40, 56)
    made = blur(frame_of(pixels), size=size)
    assert made.alpha is None and made.data_window == Box.of_size(56, 40)
    np.testing.assert_allclose(made.rgb, gaussian(pixels, size / 2), atol=3e-3)


@pytest.mark.parametrize("size", [25.0, 60.0, 150.0])
def test_a_wide_blur_is_close_to_the_exact_one(size):
    rng = np.random.default_rng(3)
    pixels = (rng.random((120, 200, 3)) > 0.97).astype(np.float32) * 50
    pixels[40:, 100:] += 1
    exact = gaussian(pixels, size / 2)
    made = blur(frame_of(pixels), size=size).rgb
    assert np.abs(made - exact).max() < 0.01 * np.ptp(exact)


def test_alpha_spreads_into_the_nothing_around():
    pixels = np.ones((12, 10, 4), np.float32)
    display = Box.of_size(48, 40)
    made = blur(placed_frame(pixels, Box(16, 14, 26, 26), display), size=6.0)
    whole = np.zeros((40, 48, 4), np.float32)
    whole[14:26, 16:26] = 1
    np.testing.assert_allclose(over_display(made), gaussian(whole, 3.0), atol=2e-4)
    assert made.data_window == Box(4, 2, 38, 38) and made.alpha.max() <= 1
    opaque = blur(placed_frame(pixels[..., :3], Box(16, 14, 26, 26), display), size=6.0)
    np.testing.assert_allclose(over_display(opaque), over_display(made), atol=1e-6)
    edge = blur(placed_frame(pixels, Box(0, 0, 10, 12), Box.of_size(10, 12)), size=6.0)
    assert edge.data_window == Box.of_size(10, 12)


@pytest.mark.parametrize("light", ["linear", "display"])
def test_an_unsharp_mask_is_its_formula(light):
    pixels = smooth(30, 40) * 2
    made = sharpen(frame_of(pixels), amount=1.5, size=4.0, light=light).rgb
    power = 1 / 2.4 if light == "display" else 1.0
    signal = pixels.astype(np.float64) ** power
    wanted = signal + 1.5 * (signal - gaussian(signal, 2.0))
    wanted = np.sign(wanted) * np.abs(wanted) ** (1 / power)
    np.testing.assert_allclose(made, wanted, rtol=1e-3, atol=1e-3)


def test_a_threshold_leaves_small_differences_alone():
    pixels = np.full((20, 20, 3), 0.5, np.float32)
    pixels[::2] += 0.001
    pixels[:, 10:] += 1
    made = sharpen(frame_of(pixels), amount=2.0, size=2.0, threshold=0.01, light="linear").rgb
    np.testing.assert_array_equal(made[:, :4], pixels[:, :4])
    assert made[:, 10].min() > pixels[:, 10].max()


def test_alpha_is_left_alone_by_sharpening_and_edges_get_no_rim():
    pixels = np.zeros((20, 20, 4), np.float32)
    pixels[5:15, 5:15] = (0.5, 0.4, 0.3, 1)
    made = sharpen(frame_of(pixels), amount=3.0, size=4.0)
    np.testing.assert_array_equal(made.alpha, pixels[..., 3])
    np.testing.assert_allclose(made.rgb, pixels[..., :3], atol=1e-5)


def test_nothing_to_do_passes_the_very_frame_on():
    frame = untouchable()
    assert blur(frame) is frame is blur(frame, size=-3.0) is blur(frame, size=9.0, mix=0.0)
    assert sharpen(frame) is frame is sharpen(frame, amount=2.0, size=0.0)
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), Box.of_size(6, 4))
    assert blur(empty, size=3.0) is empty is sharpen(empty, amount=1.0)


def test_masks_limit_what_changes_by_a_bit():
    pixels = noise(16, 18, 4)
    cover = np.zeros((16, 18), np.float32)
    cover[4:9, 5:12] = 0.5
    for made in (
        blur(frame_of(pixels), matte_of(cover), size=4.0),
        sharpen(frame_of(pixels), matte_of(cover), amount=1.0),
    ):
        np.testing.assert_array_equal(made.pixels[cover == 0], pixels[cover == 0])
        assert np.abs(made.pixels - pixels)[cover > 0].max() > 0.05


def test_layers_are_blurred_along_and_kept_by_sharpening():
    pixels, names = with_layer(noise(10, 12, 3))
    made = blur(frame_of(pixels, channels=names), size=4.0)
    assert made.channels == names
    np.testing.assert_allclose(made.pixels[..., 3], gaussian(pixels, 2.0)[..., 3], atol=1e-3)
    kept = sharpen(frame_of(pixels, channels=names), amount=1.0)
    np.testing.assert_array_equal(kept.channel("depth").pixels, pixels[..., 3])


def test_one_sample_that_is_no_number_does_not_spread():
    pixels = np.ones((20, 20, 3), np.float32)
    pixels[10, 10] = np.nan, np.inf, -np.inf
    assert np.isfinite(blur(frame_of(pixels), size=5.0).rgb).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 3)])
def test_the_smallest_pictures_pass(shape):
    for size in (0.1, 3.0, 300.0):
        np.testing.assert_allclose(blur(frame_of(np.ones((*shape, 3))), size=size).rgb, 1, atol=1e-5)
        assert np.isfinite(sharpen(frame_of(noise(*shape)), amount=1.0, size=size).rgb).all()
    assert blurred(np.ones(shape, np.float32), 40.0).shape == shape


@pytest.mark.parametrize("size", [3.0, 12.0, 70.0])
def test_half_the_size_makes_the_same_picture(size):
    agree(halves(blur, frame_of(smooth(64, 96)), size=size), mean=0.004)
    agree(halves(blur, frame_of(smooth(64, 96, 4)), size=size), mean=0.006)
    agree(halves(sharpen, frame_of(smooth(64, 96) + 0.5), amount=0.8, size=size), mean=0.02)
