"""A proxy's samples by FFmpeg's scaler are those of the way through light, within a code value or so."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import ColourTags, Format, Native, Rate, Time
from nodes.library.cut.fitting import resize
from nodes.library.sample.scene import scene
from nodes.media.colour import from_working, to_working
from nodes.media.layouts import plane_shapes
from nodes.media.rescale import rescaled
from nodes.media.working import WorkingSpace

SPACE = WorkingSpace()
SIZE = (160, 96)
JPEG = ColourTags("bt470bg", "full")
RGB = ColourTags("rgb", "full", "bt709", "bt709")


def picture(layout: str, tags: ColourTags) -> Native:
    drawn = scene(Time(20, Rate(24)), Format(*SIZE, Rate(24)), "meadow")
    return from_working(SPACE, layout, tags)(drawn.rgb, None)


@pytest.mark.parametrize("to", [SIZE, (80, 48)])
@pytest.mark.parametrize(
    ("layout", "tags"),
    [
        ("yuv420p", ColourTags()),
        ("yuv420p", ColourTags("smpte170m")),
        ("yuv422p10le", ColourTags()),
        ("yuv444p12le", ColourTags(range="full")),
        ("gbrp", RGB),
        ("rgb24", RGB),
        ("rgb48le", RGB),
    ],
)
def test_it_looks_as_it_does_by_the_way_through_light(layout, tags, to):
    native = picture(layout, tags)
    quick = rescaled(native, tags, SIZE, "yuvj420p", JPEG, to)
    rgb, _ = to_working(SPACE)(native, tags)
    exact = from_working(SPACE, "yuvj420p", JPEG)(resize(rgb, *to), None)
    assert quick.layout == "yuvj420p"
    assert [plane.shape for plane in quick.planes] == list(plane_shapes("yuvj420p", *to))
    apart = [one.astype(int) - two for one, two in zip(quick.planes, exact.planes, strict=True)]
    luma, *chroma = (np.abs(plane).mean() for plane in apart)
    # Halving in light and on the signal differ where there is contrast.
    assert luma < (0.7 if to == SIZE else 2.0) and max(chroma) < 1.2
    assert abs(apart[0].mean()) < (0.6 if to == SIZE else 2.0)


@pytest.mark.parametrize(
    ("layout", "tags", "wanted"),
    [
        ("yuva420p", ColourTags(), JPEG),
        ("gray", ColourTags(), JPEG),
        ("gbrpf32le", RGB, JPEG),
        ("yuv420p", ColourTags(primaries="bt2020"), JPEG),
        ("yuv420p", ColourTags(transfer="smpte2084"), JPEG),
        ("yuv420p", ColourTags(data=True), JPEG),
        ("yuv420p", ColourTags("ycgco"), JPEG),
    ],
)
def test_what_would_be_another_picture_is_left_to_the_way_through_light(layout, tags, wanted):
    planes = tuple(np.zeros(shape, np.uint8) for shape in plane_shapes("yuv420p", *SIZE))
    assert rescaled(Native(layout, planes), tags, SIZE, "yuvj420p", wanted, SIZE) is None
