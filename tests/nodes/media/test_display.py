"""The short way to the display gives what the long way through the working space gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import ColourTags, Native
from nodes.media.colour import from_working, to_working
from nodes.media.display import displayed
from nodes.media.layouts import layout_of, plane_shapes
from nodes.media.working import WorkingSpace

DISPLAY = ColourTags("rgb", "full", "bt709", "bt709")
LIMITED = ColourTags("bt709", "limited", "bt709", "bt709")


@given(
    st.sampled_from(["yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuvj420p"]),
    st.sampled_from([("bt709", "bt709"), ("smpte170m", "smpte170m"), ("bt709", "bt2020-10")]),
    st.sampled_from(["limited", "full"]),
    st.integers(1, 90),
    st.integers(1, 150),
    st.integers(0, 1000),
)
def test_both_ways_agree_to_the_code_value(
    name: str, kinds: tuple[str, str], range: str, columns: int, rows: int, seed: int
) -> None:
    matrix, transfer = kinds
    rng = np.random.default_rng(seed)
    layout = layout_of(name)
    planes = tuple(
        rng.integers(0, 1 << layout.bits, shape, dtype=layout.dtype)
        for shape in plane_shapes(name, columns, rows)
    )
    native, tags = Native(name, planes), ColourTags(matrix, range, "bt709", transfer)
    space = WorkingSpace()
    shown = displayed(native, tags, DISPLAY)
    assert shown is not None
    expected = from_working(space, "rgba", DISPLAY)(*to_working(space)(native, tags)).planes[0]
    apart = np.abs(shown.planes[0].astype(int) - expected)
    assert apart.max() <= 1
    assert (apart != 0).mean() <= 0.01


@pytest.mark.parametrize(
    "tags",
    [
        ColourTags("bt709", "limited", "bt2020", "bt709"),
        ColourTags("bt709", "limited", "bt709", "iec61966-2-1"),
        ColourTags("bt709", "limited", "bt709", "smpte2084"),
        ColourTags("bt709", "limited", "bt709", "bt709", data=True),
    ],
)
def test_what_needs_more_than_a_matrix_goes_the_long_way(tags: ColourTags) -> None:
    planes = tuple(np.zeros(shape, np.uint8) for shape in plane_shapes("yuv420p", 8, 8))
    assert displayed(Native("yuv420p", planes), tags, DISPLAY) is None


def test_pictures_with_alpha_go_the_long_way() -> None:
    planes = tuple(np.zeros(shape, np.uint8) for shape in plane_shapes("yuva420p", 8, 8))
    assert displayed(Native("yuva420p", planes), LIMITED, DISPLAY) is None
