"""Frames as models see them: Rec.709 code values, windows, alpha, sizes."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Box, ColourSpace, Format, Frame, Matte, NodeError, Rate, Time
from nodes.models.pictures import from_display, from_numbers, made_frame, to_display, to_numbers

RATE = Rate(24)
NOW = Time(3, RATE)
SPACE = ColourSpace("", "ACEScg")
_AP1 = np.array(
    [
        [1.7050509, -0.6217921, -0.0832589],
        [-0.1302564, 1.1408048, -0.0105485],
        [-0.0240034, -0.1289690, 1.1529723],
    ]
)
"""ACEScg to Rec.709, adapted by Bradford's method."""


def light(rows: int = 6, columns: int = 8) -> np.ndarray:
    """Return ACEScg of colours that a display can show."""
    shown = np.random.default_rng(2).uniform(0.05, 0.95, (rows, columns, 3))
    return (shown**2.4 @ np.linalg.inv(_AP1).T).astype(np.float32)


def test_a_model_sees_the_code_values_that_a_display_would_be_sent() -> None:
    pixels = light()
    seen = to_display(Frame.of_pixels(pixels, NOW), SPACE)
    np.testing.assert_allclose(seen, (pixels @ _AP1.T) ** (1 / 2.4), atol=2e-4)
    assert seen.dtype == np.float32 and seen.flags.c_contiguous


def test_what_goes_there_and_back_is_what_it_was() -> None:
    frame = Frame.of_pixels(light(), NOW)
    back = from_display(to_display(frame, SPACE), frame, SPACE)
    np.testing.assert_allclose(back.rgb, frame.rgb, atol=2e-5)
    assert back.time == NOW and back.display_window == frame.display_window


def test_light_beyond_white_and_what_is_no_number_stays_within_the_signal() -> None:
    pixels = np.array([[[50, 50, 50], [np.nan, 0, 0], [np.inf, 1, 1], [-3, 0, 0]]], np.float32)
    seen = to_display(Frame.of_pixels(pixels, NOW), SPACE)
    assert np.isfinite(seen).all() and seen.min() >= 0 and seen.max() <= 1
    assert (seen[0, 0] == 1).all()


def test_colour_is_straight_for_the_model_and_premultiplied_again_after() -> None:
    cover = np.linspace(0, 1, 8, dtype=np.float32) + np.zeros((6, 1), np.float32)
    opaque = light()
    frame = Frame.of_pixels(np.dstack((opaque * cover[..., None], cover)), NOW)
    seen = to_display(frame, SPACE)
    np.testing.assert_allclose(seen[:, 1:], to_display(Frame.of_pixels(opaque, NOW), SPACE)[:, 1:], atol=1e-4)
    assert (seen[:, 0] == 0).all()
    back = from_display(seen, frame, SPACE)
    np.testing.assert_allclose(back.rgb, frame.rgb, atol=2e-5)
    np.testing.assert_array_equal(back.alpha, cover)


def test_a_model_sees_the_display_window_whatever_the_pixels_cover() -> None:
    window = Box(0, 0, 10, 8)
    frame = Frame.of_pixels(light(), NOW, display_window=window, data_window=Box(1, 1, 9, 7))
    seen = to_display(frame, SPACE)
    assert seen.shape == (8, 10, 3) and (seen[0] == 0).all() and (seen[1, 1:9] > 0).all()
    back = from_display(seen, frame, SPACE)
    assert back.data_window == frame.data_window
    np.testing.assert_allclose(back.rgb, frame.rgb, atol=2e-5)


def test_sizes_are_the_models_there_and_the_frames_back() -> None:
    frame = Frame.of_pixels(np.full((60, 80, 3), 0.25, np.float32), NOW)
    seen = to_display(frame, SPACE, (40, 32))
    assert seen.shape == (32, 40, 3)
    back = from_display(seen, frame, SPACE)
    assert back.rgb.shape == (60, 80, 3)
    np.testing.assert_allclose(back.rgb, 0.25, atol=1e-4)
    made = made_frame(seen, NOW, Format(20, 16, RATE), SPACE)
    assert made.rgb.shape == (16, 20, 3) and made.time == NOW


def test_mattes_are_numbers_and_no_colour() -> None:
    matte = Matte(np.full((2, 3), 0.5, np.float32), NOW, Box(0, 0, 5, 4), Box(1, 1, 4, 3))
    numbers = to_numbers(matte)
    assert numbers.shape == (4, 5) and numbers[1, 1] == 0.5 and numbers[0, 0] == 0
    back = from_numbers(numbers, Frame.of_pixels(np.zeros((4, 5, 3), np.float32), NOW))
    np.testing.assert_array_equal(back.pixels, numbers)


@pytest.mark.parametrize("made", [np.zeros((4, 4)), np.full((4, 4, 3), np.nan)])
def test_what_is_no_picture_is_refused(made: np.ndarray) -> None:
    frame = Frame.of_pixels(np.zeros((4, 4, 3), np.float32), NOW)
    with pytest.raises(NodeError, match="no finite picture"):
        from_display(made, frame, SPACE)
