from __future__ import annotations

from fractions import Fraction

import numpy as np
import OpenImageIO as oiio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import Box, Format, NodeError, Rate
from nodes.library.composite.reformat import reformat
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import frame_of, noise, placed_frame, smooth, untouchable, with_layer


def test_a_picture_that_has_the_format_is_passed_on_unread():
    frame = untouchable(4, 6)
    for fit in ("fit", "fill", "stretch", "none"):
        assert reformat(frame, 6.0, 4.0, fit) is frame


@pytest.mark.parametrize(
    ("fit", "data"),
    [
        ("fit", Box(0, 8, 32, 24)),
        ("fill", Box(0, 0, 32, 32)),
        ("stretch", Box(0, 0, 32, 32)),
        ("none", Box(8, 12, 24, 20)),
    ],
)
def test_each_way_of_fitting_puts_the_picture_where_it_says(fit, data):
    made = reformat(frame_of(np.ones((8, 16, 3))), 32.0, 32.0, fit)
    assert made.display_window == Box.of_size(32, 32) and made.data_window == data
    assert made.alpha is None
    np.testing.assert_allclose(made.rgb, 1, rtol=1e-6)


def test_fitting_is_close_to_openimageios():
    pixels = smooth(48, 64)
    source = oiio.ImageBuf(oiio.ImageSpec(64, 48, 3, "float"))
    source.set_pixels(oiio.ROI(), pixels)
    for width, height in ((96, 72), (40, 30)):
        peer = oiio.ImageBufAlgo.resize(source, filtername="catmull-rom", roi=oiio.ROI(0, width, 0, height))
        made = reformat(frame_of(pixels), float(width), float(height))
        apart = np.abs(made.rgb - peer.get_pixels(oiio.FLOAT))[3:-3, 3:-3]
        assert apart.max() < 2e-3


def test_what_is_left_as_it_is_is_copied_and_keeps_its_layers():
    pixels, names = with_layer(noise(9, 12, 4))
    made = reformat(frame_of(pixels, channels=names), 6.0, 5.0, "none")
    assert made.channels == names
    np.testing.assert_array_equal(made.pixels, pixels[2:7, 3:9])


def test_pixel_aspects_keep_shapes_as_they_are_seen():
    wide = frame_of(np.ones((8, 8, 3)), pixel_aspect=Fraction(2))
    made = reformat(wide, 32.0, 8.0, pixel_aspect="1")
    assert made.data_window == Box(8, 0, 24, 8) and made.pixel_aspect == 1
    kept = reformat(wide, 32.0, 8.0)
    assert kept.data_window == Box(12, 0, 20, 8) and kept.pixel_aspect == 2
    back = reformat(frame_of(np.ones((8, 8, 3))), 8.0, 8.0, pixel_aspect="2")
    assert back.data_window == Box(2, 0, 6, 8)


def test_pixels_outside_the_display_window_go_along():
    display, data = Box(10, 10, 18, 14), Box(12, 12, 14, 14)
    made = reformat(placed_frame(np.ones((2, 2, 3)), data, display), 16.0, 8.0)
    assert made.data_window == Box(4, 4, 8, 8) and made.display_window == Box.of_size(16, 8)
    away = placed_frame(np.ones((2, 2, 3)), Box(0, 0, 2, 2), display)
    assert reformat(away, 16.0, 8.0).data_window.width == 0
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), display)
    assert not over_display(reformat(empty, 16.0, 8.0)).any()


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(1, 60, width=32),
    st.floats(1, 60, width=32),
    st.sampled_from(["fit", "fill", "stretch", "none"]),
)
def test_any_size_into_any_size(rows, columns, width, height, fit):
    settings = {"width": width, "height": height, "fit": fit, "pixel_aspect": "", "filter": "cubic"}
    format = reformat.output_format({"image": Format(columns, rows, Rate(24))}, settings)
    made = reformat(frame_of(np.ones((rows, columns, 3))), **settings)
    assert (made.display_window.width, made.display_window.height) == (format.width, format.height)
    np.testing.assert_allclose(made.rgb, 1, rtol=1e-5)
    covered = (made.data_window.width, made.data_window.height)
    if fit in ("fill", "stretch"):
        assert made.data_window == made.display_window
    if fit == "fit":
        assert format.width == covered[0] or format.height == covered[1]


@pytest.mark.parametrize("aspect", ["0", "-1", "wide", "1/0"])
def test_an_odd_pixel_aspect_is_refused_at_its_port(aspect):
    with pytest.raises(NodeError) as refusal:
        reformat(frame_of(noise(4, 4)), pixel_aspect=aspect)
    assert refusal.value.port == "pixel_aspect"


@pytest.mark.parametrize("fit", ["fit", "fill", "stretch", "none"])
def test_half_the_size_makes_the_same_picture(fit):
    agree(halves(reformat, frame_of(smooth(48, 64)), width=48.0, height=48.0, fit=fit), mean=0.02)
    agree(halves(reformat, frame_of(smooth(48, 64, 4)), width=96.0, height=80.0, fit=fit), mean=0.02)
