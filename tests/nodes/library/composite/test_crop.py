from __future__ import annotations

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import Box, Format, NodeError, Rate
from nodes.library.composite.crop import crop
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import frame_of, noise, placed_frame, smooth, untouchable, with_layer


def test_a_box_around_everything_passes_the_very_frame_on():
    frame = untouchable(4, 6)
    for settings in ({}, {"box": (0.0, 0.0, 6.0, 4.0)}, {"box": (-0.5, -3.0, 7.0, 4.0)}):
        assert crop(frame, **settings) is frame
    assert crop(frame, box=(0.0, 0.0, 6.0, 4.0), reformat=True) is frame


def test_a_box_of_whole_pixels_is_openimageios_crop():
    pixels, names = with_layer(noise(12, 16, 4))
    made = crop(frame_of(pixels, channels=names), box=(3.0, 2.0, 11.0, 9.0))
    assert made.data_window == Box(3, 2, 11, 9) and made.display_window == Box.of_size(16, 12)
    source = oiio.ImageBuf(oiio.ImageSpec(16, 12, 5, "float"))
    source.set_pixels(oiio.ROI(), pixels)
    cut = oiio.ImageBufAlgo.crop(source, oiio.ROI(3, 11, 2, 9))
    np.testing.assert_array_equal(made.pixels, cut.get_pixels(oiio.FLOAT))
    assert made.channels == names
    assert crop(frame_of(pixels[..., :3]), box=(3.0, 2.0, 11.0, 9.0)).alpha is None


def test_an_edge_inside_a_pixel_keeps_it_in_part():
    made = crop(frame_of(np.full((4, 6, 3), 2.0)), box=(1.25, 0.0, 4.5, 4.0))
    np.testing.assert_allclose(over_display(made)[0, :, 3], [0, 0.75, 1, 1, 0.5, 0])
    np.testing.assert_allclose(over_display(made)[0, :, 0], [0, 1.5, 2, 2, 1, 0])
    one = crop(frame_of(np.full((4, 6, 3), 2.0)), box=(2.25, 1.0, 2.5, 2.0))
    assert one.data_window == Box(2, 1, 3, 2) and one.alpha[0, 0] == pytest.approx(0.25)


def test_reformatting_makes_the_box_the_picture_and_says_so_beforehand():
    pixels = noise(8, 10)
    made = crop(frame_of(pixels), box=(2.4, 1.0, 7.5, 20.0), reformat=True)
    assert made.display_window == Box.of_size(6, 19) and made.data_window == Box(0, 0, 6, 7)
    np.testing.assert_array_equal(made.rgb, pixels[1:, 2:8])
    whole = Format(10, 8, Rate(24))
    settings = {"box": (2.4, 1.0, 7.5, 20.0), "reformat": True}
    assert crop.output_format({"image": whole}, settings) == Format(6, 19, Rate(24))
    assert crop.output_format({"image": whole}, {"box": None, "reformat": True}) == whole
    assert crop.output_format({"image": whole}, settings | {"reformat": False}) == whole


def test_a_box_beside_the_pixels_leaves_nothing():
    frame = placed_frame(noise(2, 2), Box(1, 1, 3, 3), Box.of_size(6, 4))
    made = crop(frame, box=(3.0, 3.0, 6.0, 4.0))
    assert made.data_window.width == 0 and not over_display(made).any()
    assert crop(made, box=(0.5, 0.5, 2.0, 2.0)) is made


def test_a_box_the_wrong_way_round_is_refused_at_its_port():
    with pytest.raises(NodeError, match="is not beyond") as refusal:
        crop(frame_of(noise(4, 4)), box=(3.0, 0.0, 1.0, 4.0))
    assert refusal.value.port == "box"


def test_half_the_size_makes_the_same_picture():
    agree(halves(crop, frame_of(smooth(24, 32, 4)), box=(5.0, 3.0, 21.0, 18.0)), mean=0.01)
    agree(halves(crop, frame_of(smooth(24, 32)), box=(6.0, 2.0, 20.0, 18.0), reformat=True), mean=1e-6)
