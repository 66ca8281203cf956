"""Native planes to working light and back: to the code value, and without clipping between."""

from __future__ import annotations

import itertools

import numpy as np
import PyOpenColorIO as ocio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import ColourTags, Native
from nodes.media.chroma import chroma_size, downsample, upsample
from nodes.media.colour import from_working, to_working
from nodes.media.errors import MediaError
from nodes.media.pixel_layout import pixel_layout
from nodes.media.working import BUILT_IN_CONFIG, WorkingSpace

SPACE = WorkingSpace()
VIDEO = ColourTags("bt709", "limited", "bt709", "bt709")
STILL = ColourTags("rgb", "full", "bt709", "iec61966-2-1")


def round_trip(native: Native, tags: ColourTags) -> Native:
    rgb, alpha = to_working(SPACE)(native, tags)
    return from_working(SPACE, native.layout, tags)(rgb, alpha)


def furthest(native: Native, other: Native) -> int:
    assert [plane.shape for plane in native.planes] == [plane.shape for plane in other.planes]
    assert [plane.dtype for plane in native.planes] == [plane.dtype for plane in other.planes]
    pairs = zip(native.planes, other.planes, strict=True)
    return max(int(np.abs(a.astype(np.int64) - b.astype(np.int64)).max()) for a, b in pairs)


def random_planes(layout: str, width: int, height: int, seed: int = 0) -> Native:
    """Every sample anything at all, a third of them at either end."""
    rng, form = np.random.default_rng(seed), pixel_layout(layout)
    top = (1 << form.bits) - 1
    planes = []
    for name in ("all",) if form.packed else form.order:
        shape: tuple[int, ...] = (height, width)
        if form.packed:
            shape = (height, width, len(form.order))
        elif name in "UV" and form.family == "yuv":
            across, down = chroma_size(width, height, form.chroma_x, form.chroma_y)
            shape = (down, across)
        values, ends = rng.integers(0, top + 1, shape), rng.random(shape)
        values = np.where(ends < 1 / 6, 0, np.where(ends > 5 / 6, top, values))
        planes.append(np.maximum(values, 1 if name == "A" else 0).astype(form.dtype))
    if form.packed and form.has_alpha:
        np.maximum(planes[0][..., form.order.index("A")], 1, out=planes[0][..., form.order.index("A")])
    return Native(layout, tuple(planes))


def cube(levels: np.ndarray, layout: str) -> Native:
    """Every triple of the levels, as three full planes."""
    triples = np.array(list(itertools.product(levels, repeat=3)), pixel_layout(layout).dtype)
    return Native(layout, tuple(np.ascontiguousarray(triples[:, each].reshape(-1, 64)) for each in range(3)))


SUBSAMPLED = ("yuv420p", "yuvj420p", "yuv422p", "yuv440p", "yuv444p", "yuv411p", "yuv410p", "yuv420p10le")
ALPHA = (
    "yuva420p",
    "yuva444p10le",
    "yuv422p10le",
    "gbrap",
    "gbrap10le",
    "rgba",
    "bgra",
    "argb",
    "ya8",
    "ya16le",
)
GREY = ("gray", "gray10le", "gray16le")
RGB = ("rgb24", "rgb0", "gbrp", "gbrp10le")
MATRICES = ["bt709", "smpte170m", "bt470bg", "smpte240m", "fcc", "bt2020nc", "ycgco"]


@pytest.mark.parametrize("span", ["limited", "full"])
@pytest.mark.parametrize("matrix", MATRICES)
def test_a_grid_of_all_8_bit_triples_comes_back_exactly(matrix, span):
    levels = np.array(sorted({*range(0, 256, 9), 16, 128, 235, 240, 254, 255}), np.int64)[:32]
    native = cube(levels, "yuv444p")
    assert furthest(native, round_trip(native, ColourTags(matrix, span, "bt709", "bt709"))) == 0


@pytest.mark.parametrize("span", ["limited", "full"])
@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "bt2020nc"])
def test_a_grid_of_10_bit_triples_comes_back_within_one_code(matrix, span):
    levels = np.unique(np.concatenate((np.arange(0, 1024, 37), [64, 512, 940, 1023])))
    native = cube(levels[:32], "yuv444p10le")
    primaries = "bt2020" if matrix == "bt2020nc" else "bt709"
    assert furthest(native, round_trip(native, ColourTags(matrix, span, primaries, "bt709"))) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("span", ["limited", "full"])
def test_all_8_bit_triples_come_back_exactly(span):
    u, v = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    for y in range(256):
        native = Native("yuv444p", (np.full_like(u, y), u, v))
        assert furthest(native, round_trip(native, ColourTags("bt709", span, "bt709", "bt709"))) == 0


@pytest.mark.parametrize("span", ["limited", "full"])
@pytest.mark.parametrize(
    "layout",
    [*SUBSAMPLED, *ALPHA, *GREY, *RGB],
)
@pytest.mark.parametrize("size", [(64, 32), (33, 17), (2, 2), (1, 1), (5, 1), (1, 6)])
def test_noise_of_any_layout_and_size_comes_back_within_one_code(layout, span, size):
    native = random_planes(layout, *size)
    tags = ColourTags("bt709", span, "bt709", "bt709")
    back = round_trip(native, tags)
    if "X" in pixel_layout(layout).order:
        native = Native(layout, (native.planes[0][..., :3],))
        back = Native(layout, (back.planes[0][..., :3],))
    assert furthest(native, back) <= 1


@pytest.mark.parametrize("layout", ["yuv420p", "yuv422p"])
def test_smooth_chroma_comes_back_exactly(layout):
    ramp = np.linspace(30, 220, 96)[None, :] * np.linspace(0.5, 1, 54)[:, None]
    form = pixel_layout(layout)
    chroma = ramp[:: 1 << form.chroma_y, :: 1 << form.chroma_x]
    native = Native(layout, tuple(np.rint(plane).astype(np.uint8) for plane in (ramp, chroma, 255 - chroma)))
    assert furthest(native, round_trip(native, VIDEO)) == 0


@pytest.mark.parametrize("layout", ["rgb48le", "rgba64le", "gbrp16le", "gbrp12le", "yuv444p16le", "gray16le"])
def test_deep_srgb_planes_come_back_exactly(layout):
    native = random_planes(layout, 65, 33)
    tags = ColourTags("bt709" if "yuv" in layout else "rgb", "full", "bt709", "iec61966-2-1")
    assert furthest(native, round_trip(native, tags)) <= (1 if "64" in layout else 0)


def test_deep_video_is_off_only_where_a_saturated_channel_meets_black():
    native = random_planes("gbrp12le", 65, 33)
    tags = ColourTags("rgb", "full", "bt709", "bt709")
    back = round_trip(native, tags)
    assert furthest(native, back) <= 8
    bright = np.min(native.planes, axis=0) > 200
    assert all((a[bright] == b[bright]).all() for a, b in zip(native.planes, back.planes, strict=True))


@pytest.mark.parametrize("layout", ["rgbf16le", "rgbaf16le", "rgbf32le", "rgbaf32le", "gbrpf32le", "rgbf16"])
def test_float_planes_come_back_to_their_own_precision(layout):
    form = pixel_layout(layout)
    rng = np.random.default_rng(2)
    shape = (9, 11, len(form.order)) if form.packed else (9, 11)
    planes = tuple(
        rng.uniform(-2, 50, shape).astype(form.dtype) for _ in range(1 if form.packed else len(form.order))
    )
    native = Native(layout, planes)
    back = round_trip(native, ColourTags("rgb", "full", "bt709", "linear"))
    rounding = 2e-3 if form.bits == 16 else 5e-5
    for was, came in zip(native.planes, back.planes, strict=True):
        assert was.dtype == came.dtype
        np.testing.assert_allclose(was.astype(float), came.astype(float), rtol=rounding, atol=rounding)


def test_super_whites_and_illegal_colours_live_through_the_float_stage():
    y = np.array([[255, 254, 1, 0]], np.uint8)
    u = np.array([[255, 0, 255, 0]], np.uint8)
    v = np.array([[0, 255, 255, 0]], np.uint8)
    native = Native("yuv444p", (y, u, v))
    rgb, _ = to_working(SPACE)(native, VIDEO)
    assert rgb.max() > 1 and rgb.min() < 0
    assert furthest(native, from_working(SPACE, "yuv444p", VIDEO)(rgb, None)) == 0
    doubled = from_working(SPACE, "yuv444p", VIDEO)(rgb * np.float32(2), None)
    assert doubled.planes[0].max() == 255


def bt1886_to_ap1(codes: np.ndarray) -> np.ndarray:
    """Published numbers alone: BT.1886's power, and the matrix Rec.709 to AP1 by Bradford."""
    to_ap1 = np.array(
        [
            [0.6130974024, 0.3395231462, 0.0473794514],
            [0.0701937225, 0.9163538791, 0.0134523985],
            [0.0206155929, 0.1095697729, 0.8698146342],
        ]
    )
    return (codes.astype(np.float64) / 255) ** 2.4 @ to_ap1.T


def test_video_is_decoded_as_bt_1886_and_rec_709_to_ap1():
    codes = np.random.default_rng(4).integers(0, 256, (40, 50, 3), np.uint8)
    rgb, _ = to_working(SPACE)(Native("rgb24", (codes,)), ColourTags("rgb", "full", "bt709", "bt709"))
    np.testing.assert_allclose(rgb, bt1886_to_ap1(codes), atol=2e-6)


@pytest.mark.parametrize(
    ("matrix", "triple", "rgb"),
    [
        ("bt709", (235, 128, 128), (1, 1, 1)),
        ("bt709", (63, 102, 240), (1, 0, 0)),
        ("smpte170m", (81, 90, 240), (1, 0, 0)),
        ("smpte170m", (145, 54, 34), (0, 1, 0)),
        ("bt2020nc", (29, 240, 119), (0, 0, 1)),
    ],
)
def test_the_bars_of_the_standards_have_their_codes(matrix, triple, rgb):
    """White, red, green and blue as BT.709, BT.601 and BT.2020 code them in 8 bits."""
    light = np.array([[rgb]], np.float32)
    tags = ColourTags(matrix, "limited", "bt709", "bt709")
    working, _ = to_working(SPACE)(Native("rgbf32le", (light,)), ColourTags("rgb", "full", "bt709", "linear"))
    coded = from_working(SPACE, "yuv444p", tags)(working, None)
    assert [int(plane[0, 0]) for plane in coded.planes] == pytest.approx(triple, abs=1)


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        (ColourTags("rgb", "full", "bt709", "bt709"), "Rec.1886 Rec.709 - Display"),
        (STILL, "sRGB - Display"),
        (ColourTags("rgb", "full", "smpte432", "iec61966-2-1"), "Display P3 - Display"),
        (ColourTags("rgb", "full", "bt709", "gamma22"), "Gamma 2.2 Rec.709 - Display"),
        (ColourTags("rgb", "full", "bt2020", "linear"), "Linear Rec.2020"),
        (ColourTags("rgb", "full", "ap0", "linear"), "ACES2065-1"),
        (ColourTags("rgb", "full", "ap1", "linear"), "ACEScg"),
        (ColourTags("rgb", "full", "bt2020", "smpte2084"), "Rec.2100-PQ - Display"),
        (ColourTags("rgb", "full", "bt2020", "arib-std-b67"), "Rec.2100-HLG - Display"),
        (ColourTags("rgb", "full", "bt709", "ARRI LogC4"), "ARRI LogC4"),
    ],
)
def test_tags_mean_what_the_configurations_own_space_means(tags, name):
    signal = np.random.default_rng(6).random((30, 40, 3)).astype(np.float32)
    rgb, _ = to_working(SPACE)(Native("rgbf32le", (signal,)), tags)
    config = ocio.Config.CreateFromFile(BUILT_IN_CONFIG)
    theirs = signal.copy()
    processor = config.getProcessor(name, "ACEScg").getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS)
    processor.applyRGB(theirs)
    np.testing.assert_allclose(rgb, theirs, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize(
    "tags",
    [ColourTags("bt2020nc", "limited", "bt2020", transfer) for transfer in ("smpte2084", "arib-std-b67")],
)
def test_high_dynamic_range_video_comes_back_within_one_code(tags):
    levels = np.arange(64, 941, 28)[:32]
    native = Native(
        "yuv444p10le", (np.tile(levels, (2, 1)).astype(np.uint16),) + (np.full((2, 32), 512, np.uint16),) * 2
    )
    assert furthest(native, round_trip(native, tags)) <= 1


def test_straight_alpha_is_multiplied_in_light_and_divided_out_again():
    pixels = np.array([[[255, 128, 0, 128], [200, 100, 50, 0], [10, 20, 30, 255]]], np.uint8)
    native = Native("rgba", (pixels,))
    rgb, alpha = to_working(SPACE)(native, STILL)
    opaque, _ = to_working(SPACE)(Native("rgb24", (np.ascontiguousarray(pixels[..., :3]),)), STILL)
    assert alpha is not None
    np.testing.assert_allclose(rgb, opaque * (pixels[..., 3:] / np.float32(255)), rtol=1e-6)
    back = from_working(SPACE, "rgba", STILL)(rgb, alpha).planes[0]
    np.testing.assert_array_equal(back[0, [0, 2]], pixels[0, [0, 2]])
    assert back[0, 1].tolist() == [0, 0, 0, 0]


def test_float_colour_is_premultiplied_already():
    pixels = np.array([[[0.5, 0.25, 0.125, 0.5]]], np.float32)
    native = Native("rgbaf32le", (pixels,))
    rgb, _ = to_working(SPACE)(native, ColourTags("rgb", "full", "ap1", "linear"))
    np.testing.assert_allclose(rgb, pixels[..., :3], rtol=1e-6)


def test_a_layout_with_alpha_is_opaque_where_there_is_none():
    rgb = np.full((2, 2, 3), 0.2, np.float32)
    assert (from_working(SPACE, "yuva444p", VIDEO)(rgb, None).planes[3] == 255).all()
    assert (from_working(SPACE, "rgba64le", STILL)(rgb, None).planes[0][..., 3] == 65535).all()


def test_data_is_never_colour_managed():
    codes = np.arange(256, dtype=np.uint8).reshape(16, 16)
    tags = ColourTags("bt709", "full", "bt709", "iec61966-2-1", data=True)
    rgb, _ = to_working(SPACE)(Native("gray", (codes,)), tags)
    np.testing.assert_allclose(rgb[..., 1], codes / np.float32(255), rtol=1e-6)
    assert furthest(Native("gray", (codes,)), from_working(SPACE, "gray", tags)(rgb, None)) == 0


def test_values_that_are_no_numbers_become_black_in_an_integer_plane():
    rgb = np.full((1, 2, 3), np.nan, np.float32)
    rgb[0, 1] = np.inf
    made = from_working(SPACE, "rgb24", STILL)(rgb, None).planes[0]
    assert made[0, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    "tags",
    [
        ColourTags("ictcp", "limited", "bt2020", "smpte2084"),
        ColourTags("bt709", "limited", "bt709", "log100"),
        ColourTags("bt709", "limited", "nonsense", "bt709"),
        ColourTags("bt709", "limited", "xy:1,2,3", "bt709"),
        ColourTags("bt709", "limited", "xy:0,0,0,0,0,0,0,0", "bt709"),
        ColourTags("bt709", "limited", "bt709", "smpte2084"),
    ],
)
def test_tags_that_cannot_be_read_are_refused_by_name(tags):
    native = Native("yuv444p", tuple(np.zeros((2, 2), np.uint8) for _ in range(3)))
    with pytest.raises(MediaError):
        to_working(SPACE)(native, tags)


@pytest.mark.parametrize(
    "layout", ["nv12", "pal8", "gbrp10be", "yuyv422", "rgb565le", "yuv999p", "", "rgb", "xyz12le"]
)
def test_a_layout_that_is_not_read_is_refused_by_name(layout):
    with pytest.raises(MediaError, match=f"'{layout}'"):
        pixel_layout(layout)


@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    halvings=st.sampled_from([(1, 1), (1, 0), (0, 1), (2, 0), (2, 2)]),
    seed=st.integers(0, 2**32 - 1),
)
def test_chroma_down_undoes_chroma_up(width, height, halvings, seed):
    across, down = chroma_size(width, height, *halvings)
    chroma = np.random.default_rng(seed).uniform(-1, 1, (down, across)).astype(np.float32)
    raised = upsample(chroma, width, height, *halvings)
    assert raised.shape == (height, width)
    np.testing.assert_allclose(downsample(raised, *halvings), chroma, atol=2e-5)


def test_raised_chroma_lies_where_h264_puts_it():
    """On every second column, halfway between rows: a ramp in each direction stays that ramp."""
    across = np.tile(np.arange(8, dtype=np.float32) * 2, (4, 1))
    np.testing.assert_allclose(upsample(across, 16, 8, 1, 1)[3, :15], np.arange(15))
    down = np.tile((np.arange(8, dtype=np.float32) * 2 + 0.5)[:, None], (1, 4))
    np.testing.assert_allclose(upsample(down, 8, 16, 1, 1)[1:15, 3], np.arange(1, 15))
