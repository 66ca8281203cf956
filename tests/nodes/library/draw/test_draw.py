"""Solids, noise and titles: their values, the same everywhere, at any size."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import Box, Format, Frame, Rate, Time
from nodes.library.draw.lattice import lattice
from nodes.library.draw.noise import noise
from nodes.library.draw.solid import solid
from nodes.library.draw.text import text
from tests.nodes.library.halves import over_display

FILM = Rate(24)
SMALL = Format(96, 64, FILM)
HALF = Format(48, 32, FILM)
NOW = Time(0, FILM)
DIGEST = "fa45cef910ac4001"


def halved(pixels: np.ndarray) -> np.ndarray:
    rows, columns = pixels.shape[:2]
    return pixels.reshape(rows // 2, 2, columns // 2, 2, -1).mean(axis=(1, 3))


def test_a_solid_is_its_colour_before_alpha():
    made = solid(SMALL, (0.5, -0.25, 4.0))
    assert made.alpha is None and made.display_window == Box.of_size(96, 64)
    np.testing.assert_array_equal(made.rgb, np.broadcast_to(np.float32((0.5, -0.25, 4)), (64, 96, 3)))
    glass = solid(Format(5, 1, FILM, Fraction(2)), (1.0, 0.5, 0.0), 0.5)
    np.testing.assert_array_equal(glass.pixels, np.broadcast_to(np.float32((0.5, 0.25, 0, 0.5)), (1, 5, 4)))
    assert glass.pixel_aspect == 2


def test_noise_is_the_same_bit_by_bit_on_every_machine():
    """The digest was taken once; it holds wherever floats are IEEE's."""
    made = noise(Format(40, 30, FILM), NOW, 12345, size=16.0).rgb
    assert hashlib.sha256(made.tobytes()).hexdigest()[:16] == DIGEST
    again = noise(Format(40, 30, FILM), Time(100, FILM), 12345, size=16.0).rgb
    np.testing.assert_array_equal(made, again)


def test_noise_on_the_lattice_is_uniform_and_without_relation():
    values = lattice(7, 0, (0, 200), (0, 200), 0)
    assert values.min() >= 0 and values.max() < 1
    assert values.mean() == pytest.approx(0.5, abs=0.01) and values.var() == pytest.approx(1 / 12, abs=0.002)
    others = [
        lattice(8, 0, (0, 200), (0, 200), 0),
        lattice(7 + (1 << 40), 0, (0, 200), (0, 200), 0),
        lattice(7, 1, (0, 200), (0, 200), 0),
        lattice(7, 0, (0, 200), (0, 200), 1),
        np.roll(values, 1, axis=0),
        np.roll(values, 1, axis=1),
        values.T,
    ]
    for other in others:
        assert abs(np.corrcoef(values.ravel(), other.ravel())[0, 1]) < 0.03
    part = lattice(7, 0, (50, 60), (-3, 9), 0)
    np.testing.assert_array_equal(part[:, 3:], values[50:60, :9])


def test_noise_is_value_noise_summed_over_octaves():
    """One pixel at a time, in Python's own floats, of the same lattice."""
    made = noise(Format(20, 14, FILM), NOW, 3, size=9.0, octaves=2, roughness=0.5, low=-1.0, high=3.0).rgb

    def fade(t: float) -> float:
        return t**3 * (t * (t * 6 - 15) + 10)

    def value(octave: int, x: float, y: float) -> float:
        grid = lattice(3, octave, (0, 9), (0, 12), 0).astype(float)
        i, j = int(x), int(y)
        u, v = fade(x - i), fade(y - j)
        top = grid[j, i] * (1 - u) + grid[j, i + 1] * u
        low = grid[j + 1, i] * (1 - u) + grid[j + 1, i + 1] * u
        return top * (1 - v) + low * v

    for row, column in ((0, 0), (5, 13), (13, 19), (9, 1)):
        x, y = (column + 0.5) / 9, (row + 0.5) / 9
        wanted = (value(0, x, y) + 0.5 * value(1, 2 * x, 2 * y)) / 1.5
        assert made[row, column, 0] == pytest.approx(-1 + 4 * wanted, abs=1e-5)


def test_noise_moves_when_asked_to_and_stands_otherwise():
    frames = [noise(SMALL, Time(each, FILM), 1, size=30.0, speed=1.0).rgb for each in (0, 1, 12, 24)]
    steps = [np.abs(one - frames[0]).mean() for one in frames[1:]]
    assert 0 < steps[0] < steps[1] < 0.3 and steps[2] > 0.02
    coloured = noise(SMALL, NOW, 1, coloured=True).rgb
    assert abs(np.corrcoef(coloured[..., 0].ravel(), coloured[..., 1].ravel())[0, 1]) < 0.5
    assert np.array_equal(frames[0][..., 0], frames[0][..., 2])


@pytest.mark.parametrize("settings", [{}, {"octaves": 10}, {"size": 24.0, "roughness": 0.5}])
def test_noise_at_half_size_is_the_same_clouds(settings):
    size = settings.get("size", 60.0)
    full = noise(SMALL, NOW, 5, **{**settings, "size": size}).rgb
    half = noise(HALF, NOW, 5, **{**settings, "size": size / 2}).rgb
    assert np.abs(halved(full) - half).mean() < 0.02


def test_noise_is_drawn_at_any_size_and_takes_the_takes_seed():
    assert noise(Format(1, 1, FILM), NOW, 0).rgb.shape == (1, 1, 3)
    assert noise.spec.takes_seed and noise.spec.is_source


def cover(frame: Frame) -> np.ndarray:
    return over_display(frame)[..., 3]


@pytest.mark.parametrize("font", ["serif", "mono"])
def test_letters_are_those_that_freetype_draws(font):
    """OpenImageIO draws the same font file with another library."""
    name = {"serif": "DroidSerif", "mono": "DroidSansMono"}[font]
    made = cover(
        text(Format(400, 120, FILM), "Haking", font, size=60.0, place=(20.0, 20.0), align="left", hang="top")
    )
    picture = oiio.ImageBuf(oiio.ImageSpec(400, 120, 1, "float"))
    oiio.ImageBufAlgo.zero(picture)
    assert oiio.ImageBufAlgo.render_text(picture, 20, 80, "Haking", 60, name, (1.0,))
    peer = picture.get_pixels(oiio.FLOAT)[..., 0]
    ours, theirs = (np.argwhere(each > 0.5) for each in (made, peer))
    size = np.ptp(ours, axis=0) / np.ptp(theirs, axis=0)
    # The two libraries take an em for another height; shapes agree.
    assert size[0] == pytest.approx(size[1], rel=0.05) and 0.7 < size[0] < 1.3
    assert made.sum() / size.prod() == pytest.approx(peer.sum(), rel=0.1)


def test_a_title_lies_where_it_is_put():
    for align, hang in (("left", "top"), ("right", "bottom"), ("center", "middle")):
        made = text(Format(200, 100, FILM), "HHH", size=20.0, place=(100.0, 50.0), align=align, hang=hang)
        rows, columns = np.nonzero(cover(made) > 0.3)
        across, down = columns.mean() - 99.5, rows.mean() - 49.5
        assert {"left": across > 15, "right": across < -15, "center": abs(across) < 2}[align]
        assert {"top": down > 4, "bottom": down < -4, "middle": abs(down) < 4}[hang]
    middle = text(Format(200, 100, FILM), "HHH", size=20.0)
    np.testing.assert_array_equal(cover(middle), cover(made))


def test_lines_weight_colour_and_cover():
    format = Format(200, 160, FILM)
    one = text(format, "HH", size=30.0, color=(0.5, 2.0, -1.0), opacity=0.5)
    seen = over_display(one)
    np.testing.assert_allclose(seen[..., 0], seen[..., 3] * 0.5, rtol=1e-6)
    np.testing.assert_allclose(seen[..., 1], seen[..., 3] * 2, rtol=1e-6)
    assert seen[..., 3].max() == pytest.approx(0.5)
    for broken in ("HH\nHH", "HH\\nHH", "HH\n\nHH"):
        two = cover(text(format, broken, size=30.0))
        assert two.sum() == pytest.approx(2 * seen[..., 3].sum() * 2, rel=0.02)
    gap = [
        np.ptp(np.nonzero(cover(text(format, each, size=30.0)).sum(axis=1)))
        for each in ("HH\nHH", "HH\n\nHH")
    ]
    assert gap[1] - gap[0] == pytest.approx(36, abs=1)
    bold = cover(text(format, "HH", size=30.0, weight=800))
    assert bold.sum() > 1.3 * seen[..., 3].sum() * 2


@pytest.mark.parametrize("words", ["Ελλάδα", "Привет", "你好", "עברית", "é€½"])
def test_letters_of_many_scripts_are_there(words):
    unknown = cover(text(SMALL, "?" * len(words), size=14.0))
    for font in ("sans", "serif"):
        made = cover(text(SMALL, words, font, size=14.0))
        assert made.sum() > 20 and np.abs(made - unknown).sum() > 20


def test_a_title_moves_and_grows_smoothly():
    format = Format(160, 60, FILM)

    def centre(**settings: object) -> float:
        made = cover(text(format, "Hoho", **({"size": 24.0} | settings)))
        return float((made * np.arange(160)).sum() / made.sum())

    start = centre(place=(80.0, 30.0))
    for step in (0.25, 0.5, 0.8):
        assert centre(place=(80.0 + step, 30.0)) - start == pytest.approx(step, abs=0.02)
    areas = [cover(text(format, "Hoho", size=size)).sum() / size**2 for size in (20.0, 20.4, 20.8, 21.0)]
    assert np.ptp(areas) < 0.05 * areas[0]


def test_titles_are_cut_off_at_the_picture_and_none_is_empty():
    huge = text(SMALL, "HHHHHHHHHHHHHHHHHHHH" * 50, size=60.0)
    assert huge.data_window.width <= 96 and cover(huge).max() == 1
    for empty in (text(SMALL, ""), text(SMALL, "  \n "), text(SMALL, "x", place=(-500.0, 0.0), size=10.0)):
        assert empty.data_window.width == 0 and not cover(empty).any()
    assert text(Format(1, 1, FILM), "I", size=10.0).display_window == Box.of_size(1, 1)


def test_titles_keep_their_shape_where_pixels_are_not_square():
    flat = cover(text(Format(100, 100, FILM, Fraction(2)), "OO", size=40.0))
    square = cover(text(Format(100, 100, FILM), "OO", size=40.0))
    widths = [np.ptp(np.nonzero(each.sum(axis=0))) for each in (flat, square)]
    assert widths[0] * 2 == pytest.approx(widths[1], abs=3)


def test_a_title_at_half_size_is_the_same_title():
    full = cover(text(Format(192, 96, FILM), "Title\nof two", size=31.0))
    half = cover(text(Format(96, 48, FILM), "Title\nof two", size=15.5))
    assert np.abs(halved(full)[..., 0] - half).mean() < 0.02
