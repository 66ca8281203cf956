from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from nodes.api import Box, Format, Rate
from nodes.geometry.fitted import fitted_box
from nodes.library.cut.fitting import fit, resize

RATE = Rate(24)


def target(width: int, height: int, aspect: Fraction = Fraction(1)) -> Format:
    return Format(width, height, RATE, aspect)


def test_what_fits_already_comes_back_itself():
    rgb = np.ones((36, 64, 3), np.float32)
    alpha = np.ones((36, 64), np.float32)
    box = Box.of_size(64, 36)
    same_rgb, same_alpha = fit(rgb, alpha, data=box, display=box, aspect=Fraction(1), to=target(64, 36))
    assert same_rgb is rgb and same_alpha is alpha
    assert resize(rgb, 64, 36) is rgb


@pytest.mark.parametrize(
    ("size", "aspect", "to", "place"),
    [
        ((640, 480), Fraction(1), target(1920, 1080), Box(240, 0, 1680, 1080)),
        ((1920, 800), Fraction(1), target(1280, 720), Box(0, 93, 1280, 626)),
        ((1440, 1080), Fraction(4, 3), target(1920, 1080), Box(0, 0, 1920, 1080)),
        ((720, 576), Fraction(16, 15), target(720, 576, Fraction(16, 15)), Box(0, 0, 720, 576)),
        ((1920, 1080), Fraction(1), target(1440, 1080, Fraction(4, 3)), Box(0, 0, 1440, 1080)),
        ((1000, 1), Fraction(1), target(10, 10), Box(0, 4, 10, 5)),
    ],
)
def test_a_picture_keeps_its_shape_inside_the_target(size, aspect, to, place):
    assert fitted_box(Box.of_size(*size), aspect, to) == place


def test_around_the_picture_is_black_and_transparent():
    box = Box.of_size(4, 4)
    rgb, alpha = fit(
        np.ones((4, 4, 3), np.float32),
        np.ones((4, 4), np.float32),
        data=box,
        display=box,
        aspect=Fraction(1),
        to=target(16, 8),
    )
    assert alpha is not None
    np.testing.assert_allclose(rgb[:, 4:12], 1, atol=1e-5)
    assert rgb[:, :4].max() == 0 == rgb[:, 12:].max() == alpha[:, :4].max()


def test_pixels_lie_where_the_windows_put_them():
    data, display = Box(-1, 1, 2, 3), Box.of_size(4, 4)
    rgb, _ = fit(
        np.arange(18, dtype=np.float32).reshape(2, 3, 3),
        None,
        data=data,
        display=display,
        aspect=Fraction(1),
        to=target(4, 4),
    )
    wanted = np.zeros((4, 4, 3), np.float32)
    wanted[1, 0:2], wanted[2, 0:2] = [[3, 4, 5], [6, 7, 8]], [[12, 13, 14], [15, 16, 17]]
    np.testing.assert_array_equal(rgb, wanted)


def test_going_smaller_keeps_the_light_and_going_larger_keeps_a_flat_field():
    pixels = np.random.default_rng(0).random((120, 160, 3)).astype(np.float32)
    np.testing.assert_allclose(resize(pixels, 40, 30).mean(), pixels.mean(), rtol=1e-4)
    assert resize(pixels, 40, 300).shape == (300, 40, 3)
    np.testing.assert_allclose(resize(np.full((5, 7), 3.5, np.float32), 21, 10), 3.5, rtol=1e-5)


def test_nothing_clips_in_between():
    pixels = np.full((4, 4, 3), -2.0, np.float32)
    pixels[:, 2:] = 30.0
    bigger = resize(pixels, 16, 16)
    assert bigger.min() <= -2 and bigger.max() >= 30


def test_half_size_matches_the_full_size_scaled_down():
    big = np.random.default_rng(1).random((64, 96, 3)).astype(np.float32)
    np.testing.assert_allclose(
        resize(big, 48, 32), big.reshape(32, 2, 48, 2, 3).mean(axis=(1, 3)), rtol=1e-5, atol=1e-6
    )
