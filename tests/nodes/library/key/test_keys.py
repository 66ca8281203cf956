"""Keys by brightness and by a screen's colour, beside the formulas pixel by pixel and a known composite."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Box, ColourSpace
from nodes.library.key.chroma import chroma
from nodes.library.key.luma import luma
from tests.nodes.library.halves import agree, over_display
from tests.nodes.library.pictures import frame_of, noise, placed_frame, smooth, with_layer

ACESCG = ColourSpace("ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6", "ACEScg")
WEIGHTS = (0.2722287, 0.6740818, 0.0536895)
SCREEN = (0.08, 0.45, 0.1)


def signal(value: float) -> float:
    return np.copysign(abs(value) ** (1 / 2.4), value)


def luma_of(pixel: np.ndarray) -> float:
    return signal(sum(weight * float(each) for weight, each in zip(WEIGHTS, pixel, strict=True)))


@pytest.mark.parametrize(("low", "high", "invert"), [(0.2, 0.8, False), (0.2, 0.8, True), (0.9, 0.3, False)])
def test_a_luma_key_is_its_formula_pixel_by_pixel(low, high, invert):
    pixels = noise(9, 11) / 2
    made = luma(frame_of(pixels), ACESCG, low, high, invert)
    for row in range(9):
        for column in range(11):
            key = min(1.0, max(0.0, (luma_of(pixels[row, column]) - low) / (high - low)))
            key = 1 - key if invert else key
            assert made.matte.pixels[row, column] == pytest.approx(key, abs=1e-4)
    np.testing.assert_allclose(made.image.rgb, pixels * made.matte.pixels[..., None], rtol=1e-5)
    np.testing.assert_array_equal(made.image.alpha, made.matte.pixels)


def test_one_number_for_both_ends_is_a_hard_step():
    ramp = np.linspace(0, 1, 32, dtype=np.float32)[None, :, None].repeat(3, axis=2)
    matte = luma(frame_of(ramp), ACESCG, 0.5, 0.5).matte.pixels[0]
    assert set(np.unique(matte)) == {0, 1}
    assert ramp[0, np.argmax(matte), 0] == pytest.approx(0.5**2.4, abs=1 / 31)


def differences(pixel: np.ndarray) -> np.ndarray:
    red, green, blue = (signal(float(each)) for each in pixel)
    y = WEIGHTS[0] * red + WEIGHTS[1] * green + WEIGHTS[2] * blue
    return np.array([(blue - y) / (2 * (1 - WEIGHTS[2])), (red - y) / (2 * (1 - WEIGHTS[0]))])


@pytest.mark.parametrize(("tolerance", "softness"), [(0.1, 0.15), (0.05, 0.0)])
def test_a_chroma_key_is_its_formula_pixel_by_pixel(tolerance, softness):
    pixels = np.random.default_rng(2).random((9, 11, 3)).astype(np.float32)
    made = chroma(frame_of(pixels), ACESCG, SCREEN, tolerance, softness, 0.0)
    there = differences(np.array(SCREEN))
    for row in range(9):
        for column in range(11):
            away = float(np.hypot(*(differences(pixels[row, column]) - there)))
            key = min(1.0, max(0.0, (away - tolerance) / softness)) if softness else float(away > tolerance)
            assert made.matte.pixels[row, column] == pytest.approx(key, abs=2e-4)
    np.testing.assert_allclose(made.image.rgb, pixels * made.matte.pixels[..., None], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("screen", [SCREEN, (0.05, 0.1, 0.6)])
def test_what_stood_before_a_screen_is_cut_out_again(screen):
    """A soft-edged disc of skin and grey before a screen of uneven light, which tints it."""
    y, x = np.mgrid[:80, :100]
    true = np.clip((28 - np.hypot(x - 50, y - 40)) / 3 + 0.5, 0, 1).astype(np.float32)
    light = (0.85 + 0.3 * x / 100).astype(np.float32)[..., None]
    ground = np.array(screen, np.float32) * light
    subject = np.where(x[..., None] < 50, (0.5, 0.32, 0.24), (0.4, 0.4, 0.4)).astype(np.float32)
    tinted = subject + 0.06 * np.array(screen, np.float32)
    picture = subject_on = tinted * true[..., None] + ground * (1 - true[..., None])
    made = chroma(frame_of(picture), ACESCG, screen, 0.08, 0.1)
    assert made.matte.pixels[true == 0].max() < 0.02
    assert made.matte.pixels[true == 1].min() > 0.98
    assert np.abs(made.matte.pixels - true).mean() < 0.02
    strongest = int(np.argmax(screen))
    others = [channel for channel in range(3) if channel != strongest]
    clean = made.image.rgb[true == 1]
    assert (clean[:, strongest] <= clean[:, others].mean(axis=1) + 1e-5).all()
    np.testing.assert_allclose(clean[:, others], subject_on[true == 1][:, others], rtol=0.02)


def test_spill_is_taken_out_in_part():
    pixels = np.full((2, 2, 3), (0.2, 0.6, 0.4), np.float32)
    for spill, green in ((0.0, 0.6), (0.5, 0.45), (1.0, 0.3)):
        made = chroma(frame_of(pixels), ACESCG, (0.9, 1.0, 0.0), 0.0, 0.0, spill)
        np.testing.assert_allclose(made.image.rgb[..., 1], green, rtol=1e-5)


KEYS = {
    "luma": lambda frame: luma(frame, ACESCG, 0.3, 0.7),
    "chroma": lambda frame: chroma(frame, ACESCG, SCREEN),
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_keys_work_before_alpha_and_keep_layers_and_windows(key):
    rng = np.random.default_rng(1)
    solid = rng.random((6, 7, 3)).astype(np.float32)
    alpha = rng.choice([0.25, 0.5, 1], (6, 7, 1)).astype(np.float32)
    pixels, names = with_layer(np.concatenate([solid * alpha, alpha], axis=-1))
    window = Box(3, -2, 10, 4)
    made = key(placed_frame(pixels, window, Box.of_size(12, 8), channels=names))
    alone = key(frame_of(solid))
    np.testing.assert_allclose(made.matte.pixels, alone.matte.pixels * alpha[..., 0], atol=1e-4)
    np.testing.assert_allclose(made.image.rgb, alone.image.rgb * alpha, atol=1e-4)
    assert made.image.channels == names and made.image.data_window == window == made.matte.data_window
    np.testing.assert_array_equal(made.image.channel("depth").pixels, pixels[..., 4])


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_empty_small_and_broken_pictures_pass(key):
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), Box.of_size(6, 4))
    assert not over_display(key(empty).image).any() and key(empty).matte.pixels.size == 0
    broken = noise(1, 3)
    broken[0, 1] = np.nan
    assert np.isfinite(key(frame_of(broken)).matte.pixels).all()


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_half_the_size_makes_the_same_key(key):
    pixels = smooth(48, 64)
    full = key(frame_of(pixels)).matte.pixels.reshape(24, 2, 32, 2).mean(axis=(1, 3))
    half = key(frame_of(pixels.reshape(24, 2, 32, 2, 3).mean(axis=(1, 3)))).matte.pixels
    agree((full, half), mean=0.01)
