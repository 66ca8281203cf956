"""CDL, saturation and conversion, beside OpenColorIO and plain arithmetic."""

from __future__ import annotations

import numpy as np
import PyOpenColorIO as ocio
import pytest

from nodes.api import Box, ColourSpace, NodeError
from nodes.library.color.cdl import cdl
from nodes.library.color.convert import convert
from nodes.library.color.grade import grade
from nodes.library.color.saturation import saturation
from nodes.library.planes.spaces import luminance_weights
from tests.nodes.library.halves import agree, halves, over_display
from tests.nodes.library.pictures import (
    frame_of,
    matte_of,
    noise,
    placed_frame,
    smooth,
    untouchable,
    with_layer,
)

CONFIG = "ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
ACESCG = ColourSpace(CONFIG, "ACEScg")
GRADE = {
    "slope": (1.2, 0.9, 1.0),
    "offset": (0.02, -0.05, 0.1),
    "power": (1.1, 0.8, 1.6),
    "saturation": 0.7,
}


def opencolorios_cdl(pixels: np.ndarray, style: ocio.CDLStyle) -> np.ndarray:
    transform = ocio.CDLTransform()
    transform.setSlope(GRADE["slope"])
    transform.setOffset(GRADE["offset"])
    transform.setPower(GRADE["power"])
    transform.setSat(GRADE["saturation"])
    transform.setStyle(style)
    processor = ocio.Config.CreateRaw().getProcessor(transform)
    made = np.array(pixels, np.float32, order="C")
    processor.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS).applyRGB(made)
    return made


@pytest.mark.parametrize(("clamp", "style"), [(False, ocio.CDL_NO_CLAMP), (True, ocio.CDL_ASC)])
def test_a_cdl_is_opencolorios(clamp, style):
    pixels = noise(20, 30)
    made = cdl(frame_of(pixels), **GRADE, clamp=clamp)
    np.testing.assert_allclose(made.rgb, opencolorios_cdl(pixels, style), rtol=2e-5, atol=2e-6)
    one = cdl(frame_of(pixels), power=(1.3, 1.3, 1.3)).rgb
    each = cdl(frame_of(pixels), power=(1.3, 1.3, 1.2999999)).rgb
    np.testing.assert_allclose(one, each, rtol=1e-4, atol=1e-5)


def test_saturation_is_the_distance_from_luminance():
    pixels = noise(12, 16)
    weights = np.array(luminance_weights(ACESCG))
    # What the primaries of AP1 give to luminance, as published for ACEScg.
    np.testing.assert_allclose(weights, (0.2722287, 0.6740818, 0.0536895), atol=2e-6)
    for luma, parts in (("luminance", weights), ("rec709", (0.2126, 0.7152, 0.0722)), ("mean", (1 / 3,) * 3)):
        grey = (pixels * np.array(parts)).sum(axis=-1, keepdims=True)
        for amount in (0.0, 0.3, 2.5, -1.0):
            made = saturation(frame_of(pixels), ACESCG, amount=amount, luma=luma)
            np.testing.assert_allclose(made.rgb, grey + (pixels - grey) * amount, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("target", ["ACEScct", "ACES2065-1", "sRGB - Texture", "lin_rec709_srgb"])
def test_a_conversion_is_opencolorios_there_and_back(target):
    pixels = noise(8, 9)
    made = convert(frame_of(pixels), ACESCG, target=target)
    wanted = np.array(pixels, order="C")
    config = ocio.Config.CreateFromBuiltinConfig("studio-config-v5.0.0_aces-v2.1_ocio-v2.6")
    config.getProcessor("ACEScg", target).getDefaultCPUProcessor().applyRGB(wanted)
    np.testing.assert_allclose(made.rgb, wanted, rtol=1e-3, atol=1e-4)
    back = convert(made, ACESCG, source=target)
    np.testing.assert_allclose(back.rgb, pixels, rtol=1e-4, atol=1e-4)


def test_an_unknown_space_is_refused_with_close_ones_at_its_port():
    with pytest.raises(NodeError, match="ACEScct") as refusal:
        convert(frame_of(noise(2, 2)), ACESCG, source="ACESct")
    assert refusal.value.port == "source"
    with pytest.raises(NodeError, match="nowhere"):
        convert(frame_of(noise(2, 2)), ColourSpace("/nowhere.ocio", "x"))


def test_defaults_and_no_mask_at_all_pass_the_very_frame_on():
    frame = untouchable()
    nothing = matte_of(np.ones((1, 1)), data=Box(50, 50, 51, 51))
    assert grade(frame) is frame is grade(frame, gain=(2.0, 1.0, 1.0), mix=0.0)
    assert cdl(frame) is frame is cdl(frame, slope=(2.0, 1.0, 1.0), mix=0.0)
    assert saturation(frame, ACESCG) is frame is saturation(frame, ACESCG, nothing, amount=2.0)
    assert convert(frame, ACESCG) is frame is convert(frame, ACESCG, target="ACEScg")
    assert convert(frame, ACESCG, source="ACES - ACEScg", target="ACEScg") is frame
    assert convert(frame, ACESCG, target="ACEScct", mix=0.0) is frame


CHANGES = {
    "grade": lambda frame, *mask, **rest: grade(
        frame, *mask, gain=(1.5, 1.0, 0.5), gamma=(1.2, 1.0, 1.0), **rest
    ),
    "cdl": lambda frame, *mask, **rest: cdl(frame, *mask, **GRADE, **rest),
    "saturation": lambda frame, *mask, **rest: saturation(frame, ACESCG, *mask, amount=0.25, **rest),
    "convert": lambda frame, *mask, **rest: convert(frame, ACESCG, *mask, target="ACEScct", **rest),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_colour_is_changed_before_alpha_and_everything_else_is_kept(change):
    rng = np.random.default_rng(1)
    solid = rng.uniform(0.1, 1, (6, 7, 3)).astype(np.float32)
    alpha = np.round(rng.random((6, 7, 1)) * 2).astype(np.float32) / 2
    pixels, names = with_layer(np.concatenate([solid * alpha, alpha], axis=-1))
    pixels[0, 0, :4] = (0.5, 0.25, 0.125, 0)
    pixels = np.ascontiguousarray(pixels)
    made = change(frame_of(pixels, channels=names))
    alone = change(frame_of(solid)).rgb
    covered = pixels[..., 3] > 0
    np.testing.assert_allclose(made.rgb[covered], (alone * alpha)[covered], rtol=1e-4, atol=1e-5)
    assert made.channels == names
    np.testing.assert_array_equal(made.pixels[..., 3:], pixels[..., 3:])


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_outside_a_mask_nothing_changes_and_inside_it_mixes(change):
    pixels = noise(8, 9)
    full = change(frame_of(pixels)).rgb
    cover = np.zeros((4, 5), np.float32)
    cover[1:3] = (0.25, 0.5, 1, 1, 0)
    made = change(frame_of(pixels), matte_of(cover, data=Box(2, 3, 7, 7), display=Box.of_size(9, 8))).rgb
    whole = np.zeros((8, 9, 1), np.float32)
    whole[3:7, 2:7, 0] = cover
    np.testing.assert_allclose(made, pixels + (full - pixels) * whole, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(made[whole[..., 0] == 0], pixels[whole[..., 0] == 0])
    np.testing.assert_array_equal(made[whole[..., 0] == 1], full[whole[..., 0] == 1])
    halfway = change(frame_of(pixels), mix=0.5).rgb
    np.testing.assert_allclose(halfway, (pixels + full) / 2, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_smallest_pictures_empty_ones_and_other_windows_pass(change):
    assert change(frame_of(noise(1, 1))).rgb.shape == (1, 1, 3)
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), Box.of_size(6, 4))
    assert not over_display(change(empty)).any()
    apart = placed_frame(noise(3, 4), Box(-2, 5, 2, 8), Box.of_size(6, 4))
    assert change(apart).data_window == Box(-2, 5, 2, 8)
    odd = noise(3, 3)
    odd[1, 1] = np.nan
    assert np.isfinite(change(frame_of(odd)).rgb).sum() >= 24


@pytest.mark.parametrize(
    ("name", "value"), [("slope", (-1.0, 1.0, 1.0)), ("power", (0.0, 1.0, 1.0)), ("saturation", -0.5)]
)
def test_what_the_list_does_not_know_is_refused_at_its_port(name, value):
    with pytest.raises(NodeError) as refusal:
        cdl(frame_of(noise(2, 2)), **{name: value})
    assert refusal.value.port == name


def test_half_the_size_makes_the_same_picture():
    agree(halves(cdl, frame_of(smooth(24, 32)), **GRADE), mean=0.01)
    for made in (lambda frame: saturation(frame, ACESCG, amount=2.0),):
        full = over_display(made(frame_of(smooth(24, 32)))).reshape(12, 2, 16, 2, 3).mean(axis=(1, 3))
        half = over_display(made(frame_of(smooth(24, 32).reshape(12, 2, 16, 2, 3).mean(axis=(1, 3)))))
        np.testing.assert_allclose(full, half, atol=1e-5)
