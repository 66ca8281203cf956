"""Moving, turning and scaling, beside OpenImageIO, SciPy and plain arithmetic."""

from __future__ import annotations

from fractions import Fraction

import cv2
import numpy as np
import OpenImageIO as oiio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from nodes.api import Box
from nodes.library.composite.transform import transform
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import frame_of, noise, placed_frame, smooth, untouchable, with_layer


@pytest.mark.parametrize("turn", [0.0, 360.0, -720.0])
def test_no_change_passes_the_very_frame_on(turn):
    frame = untouchable()
    assert transform(frame, rotate=turn) is frame
    assert transform(frame, rotate=turn, center=(1.5, 2.0), filter="lanczos") is frame


@given(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from(["nearest", "linear", "cubic", "lanczos"]))
def test_a_move_by_whole_pixels_copies_them(x, y, filter):
    pixels = noise(6, 8, 4)
    made = transform(frame_of(pixels), translate=(float(x), float(y)), filter=filter)
    wanted = np.zeros_like(pixels)
    for row in range(6):
        for column in range(8):
            if 0 <= row - y < 6 and 0 <= column - x < 8:
                wanted[row, column] = pixels[row - y, column - x]
    np.testing.assert_array_equal(over_display(made), wanted)


def test_whole_pixels_also_move_out_of_the_picture_and_back_where_overscan_is_kept():
    pixels = noise(6, 8, 4)
    away = transform(frame_of(pixels), translate=(7.0, -5.0), overscan=True)
    assert away.data_window == Box(7, -5, 15, 1) and away.display_window == Box.of_size(8, 6)
    np.testing.assert_array_equal(over_display(transform(away, translate=(-7.0, 5.0))), pixels)
    lost = transform(transform(frame_of(pixels), translate=(7.0, -5.0)), translate=(-7.0, 5.0))
    assert lost.data_window == Box(0, 5, 1, 6)


@pytest.mark.parametrize("order", [("linear", 1), ("nearest", 0)])
def test_a_turn_is_that_of_an_independent_sampler(order):
    filter, degree = order
    pixels = smooth(40, 60)
    made = over_display(transform(frame_of(pixels), rotate=30.0, scale=(1.3, 1.3), filter=filter))
    # Anticlockwise on screen, y down: back from x' to x is a clockwise turn.
    cos, sin = np.cos(np.radians(30)), np.sin(np.radians(30))
    down, across = np.mgrid[0.5:40.5, 0.5:60.5]
    x, y = across - 30, down - 20
    source = np.array([(sin * x + cos * y) / 1.3 + 20, (cos * x - sin * y) / 1.3 + 30]) - 0.5
    inner = (source[0] > 1) & (source[0] < 38) & (source[1] > 1) & (source[1] < 58)
    for channel in range(3):
        wanted = ndimage.map_coordinates(pixels[..., channel], source, order=degree, mode="nearest")
        np.testing.assert_allclose(made[..., channel][inner], wanted[inner], atol=2e-5)
    assert (made[..., 3][inner] == 1).all() and made[..., 3].min() == 0


@pytest.mark.parametrize(("filter", "peer"), [("cubic", "keys"), ("lanczos", "lanczos3")])
def test_a_turned_picture_is_close_to_openimageios(filter, peer):
    pixels = smooth(48, 64)
    made = over_display(transform(frame_of(pixels), rotate=-20.0, filter=filter))
    source = oiio.ImageBuf(oiio.ImageSpec(64, 48, 3, "float"))
    source.set_pixels(oiio.ROI(), pixels)
    turned = oiio.ImageBufAlgo.rotate(
        source, float(np.radians(20)), 32.0, 24.0, filtername=peer, filterwidth=0.0
    )
    wanted = turned.get_pixels(oiio.FLOAT)
    inner = made[..., 3] == 1
    inner = ndimage.binary_erosion(inner, iterations=4)
    assert inner.sum() > 1000
    assert np.abs(made[..., :3] - wanted)[inner].max() < 0.01


@pytest.mark.parametrize("filter", ["linear", "cubic"])
def test_straight_ramps_stay_straight_at_any_phase(filter):
    ramp = np.repeat(np.arange(32, dtype=np.float32)[None, :, None], 12, axis=0).repeat(3, axis=2)
    made = transform(frame_of(ramp), translate=(0.37, 0.81), filter=filter)
    np.testing.assert_allclose(over_display(made)[3:-3, 4:-4, 0], ramp[3:-3, 4:-4, 0] - 0.37, atol=1e-5)


@pytest.mark.parametrize("filter", ["linear", "cubic", "lanczos"])
def test_a_hair_of_a_turn_changes_a_hair(filter):
    """The path for turned lines makes the same picture as that for straight ones."""
    pixels = smooth(40, 64, 4)
    for scale in ((1.37, 1.37), (0.6, 0.6), (-0.7, 1.2)):
        turned = over_display(transform(frame_of(pixels), rotate=1e-7, scale=scale, filter=filter))
        straight = over_display(transform(frame_of(pixels), scale=scale, filter=filter))
        np.testing.assert_allclose(turned, straight, atol=4e-3 if filter == "lanczos" else 2e-5)


def test_half_a_turn_is_two_mirrors_and_a_quarter_moves_pixels():
    pixels = noise(6, 6)
    half = over_display(transform(frame_of(pixels), rotate=180.0))
    np.testing.assert_allclose(half[..., :3], pixels[::-1, ::-1], atol=1e-6)
    mirrored = over_display(transform(frame_of(pixels), scale=(-1.0, 1.0)))
    np.testing.assert_allclose(mirrored[..., :3], pixels[:, ::-1], atol=1e-6)
    quarter = over_display(transform(frame_of(pixels), rotate=90.0))
    np.testing.assert_allclose(quarter[..., :3], np.rot90(pixels), atol=1e-5)


def test_going_smaller_averages_what_gets_too_fine():
    chequered = np.indices((64, 64)).sum(axis=0) % 2
    pixels = np.repeat(chequered[..., None], 3, axis=2).astype(np.float32)
    for settings in ({}, {"rotate": 15.0}):
        for filter in ("linear", "cubic", "lanczos"):
            made = over_display(transform(frame_of(pixels), scale=(0.25, 0.25), filter=filter, **settings))
            np.testing.assert_allclose(made[29:35, 29:35, :3], 0.5, atol=0.01)


def test_integer_shrinking_by_linear_is_close_to_the_mean_of_areas():
    pixels = smooth(64, 96)
    made = over_display(transform(frame_of(pixels), scale=0.5, filter="linear"))[16:48, 24:72, :3]
    area = cv2.resize(pixels, (48, 32), interpolation=cv2.INTER_AREA)
    assert np.abs(made - area).mean() < 0.005


def test_an_edge_inside_a_pixel_covers_it_in_part_without_overshoot():
    for filter in ("linear", "cubic", "lanczos"):
        made = transform(
            frame_of(np.full((8, 8, 3), 5.0)), translate=(0.25, 0.0), scale=(0.5, 0.5), filter=filter
        )
        pixels = over_display(made)
        np.testing.assert_allclose(pixels[3, :, 3], [0, 0, 0.75, 1, 1, 1, 0.25, 0], atol=1e-6)
        np.testing.assert_allclose(pixels[..., :3], pixels[..., 3:].repeat(3, axis=2) * 5, atol=1e-4)


def test_alpha_is_kept_within_its_bounds_and_colour_is_not():
    step = np.zeros((16, 16, 4), np.float32)
    step[:, 8:] = (4, 4, 4, 1)
    made = over_display(transform(frame_of(step), translate=(0.4, 0.3), filter="lanczos"))
    assert made[..., 3].min() >= 0 and made[..., 3].max() <= 1
    assert made[..., 0].max() > 4.01


def test_further_channels_move_along():
    pixels, names = with_layer(noise(8, 10, 4))
    made = transform(frame_of(pixels, channels=names), translate=(2.0, 0.0))
    assert made.channels == ("R", "G", "B", "A", "depth")
    np.testing.assert_array_equal(over_display(made)[:, 2:], pixels[:, :-2])
    opaque, names = with_layer(noise(8, 10, 3))
    half = transform(frame_of(opaque, channels=names), scale=0.5)
    assert half.channels == ("R", "G", "B", "A", "depth")
    assert 0 < half.pixels[..., 4].mean() < 1
    six = np.concatenate([noise(8, 10, 4), noise(8, 10, 3)], axis=-1)
    turned = transform(frame_of(six, channels=("R", "G", "B", "A", "x", "y", "z")), rotate=33.0)
    assert turned.pixels.shape[2] == 7 and np.abs(turned.pixels[..., 6]).max() > 0


def test_pixels_lie_where_the_windows_say():
    display, data = Box(10, 20, 26, 32), Box(8, 22, 18, 30)
    frame = placed_frame(np.ones((8, 10, 3)), data, display)
    made = transform(frame, scale=(2.0, 2.0), center=(10.0, 22.0))
    assert made.display_window == display and made.data_window == Box(10, 22, 26, 32)
    assert made.alpha.min() == 1
    kept = transform(frame, scale=(2.0, 2.0), center=(10.0, 22.0), overscan=True)
    assert kept.data_window == Box(6, 22, 26, 38)


def test_a_turn_keeps_shapes_where_pixels_are_not_square():
    pixels = np.zeros((60, 60, 3), np.float32)
    # Seen 40 wide and 20 high, where a pixel is twice as wide as high.
    pixels[20:40, 20:40] = 1
    frame = frame_of(pixels, pixel_aspect=Fraction(2))
    seen = over_display(transform(frame, rotate=90.0))[..., 0] > 0.5
    rows, columns = np.nonzero(seen)
    assert np.ptp(columns) + 1 == 10 and np.ptp(rows) + 1 == 40


def test_what_vanishes_or_leaves_is_an_empty_picture():
    for settings in ({"scale": (0.0, 1.0)}, {"translate": (100.0, 0.0)}):
        made = transform(frame_of(noise(4, 6)), **settings)
        assert made.data_window.width == 0 and "A" in made.channels
        assert made.display_window == Box.of_size(6, 4) and not over_display(made).any()
        assert transform(made, scale=2.0).data_window.width == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 3)])
@pytest.mark.parametrize("settings", [{"scale": 3.0}, {"rotate": 45.0}, {"translate": (0.5, 0.5)}])
def test_the_smallest_and_odd_pictures_pass(shape, settings):
    for filter in ("nearest", "linear", "cubic", "lanczos"):
        made = transform(frame_of(np.full((*shape, 3), 0.5)), filter=filter, **settings)
        cover = made.alpha
        assert np.isfinite(made.pixels).all() and cover.max() > 0
        np.testing.assert_allclose(made.rgb, 0.5 * cover[..., None].repeat(3, axis=2), atol=1e-5)


def test_one_pixel_that_is_no_number_stays_where_it_was():
    pixels = smooth(20, 20)
    pixels[10, 10] = np.nan
    made = over_display(transform(frame_of(pixels), translate=(0.5, 0.0)))
    assert np.isnan(made[..., 0]).sum() <= 4


@pytest.mark.parametrize(
    "settings",
    [
        {"translate": (6.0, -4.0)},
        {"translate": (3.3, 1.1), "filter": "linear"},
        {"scale": (0.5, 0.75)},
        {"rotate": 25.0, "scale": (0.8, 0.8)},
        {"rotate": 10.0, "center": (10.0, 20.0), "filter": "lanczos"},
    ],
)
def test_half_the_size_makes_the_same_picture(settings):
    agree(halves(transform, frame_of(smooth(72, 128)), **settings), mean=0.01, worst=0.5)
