from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Box, ColourTags, Frame, Native, NodeError, Rate, Time
from nodes.library.color.grade import grade

NOW = Time(0, Rate(24))


def frame_of(pixels: np.ndarray) -> Frame:
    return Frame.of_pixels(pixels.astype(np.float32), NOW)


def expected(x, lift, gamma, gain, offset):
    """The formula once more, channel by channel in float64."""
    made = np.empty_like(x, dtype=np.float64)
    for channel in range(3):
        y = (
            x[..., channel].astype(np.float64) * (gain[channel] - lift[channel])
            + lift[channel]
            + offset[channel]
        )
        made[..., channel] = np.sign(y) * np.abs(y) ** (1.0 / gamma[channel])
    return made


def test_each_channel_follows_the_stated_formula_below_zero_and_above_one():
    rng = np.random.default_rng(5)
    pixels = rng.uniform(-0.5, 8.0, (40, 60, 3)).astype(np.float32)
    values = {
        "lift": (0.02, -0.01, 0.0),
        "gamma": (1.2, 0.8, 1.0),
        "gain": (1.1, 0.9, 2.0),
        "offset": (0.0, 0.05, -0.1),
    }
    np.testing.assert_allclose(
        grade(frame_of(pixels), **values).rgb, expected(pixels, **values), rtol=2e-5, atol=1e-6
    )


@pytest.mark.parametrize(
    ("name", "value", "at_black", "at_white"),
    [("lift", 0.1, 0.1, 1.0), ("gain", 2.0, 0.0, 2.0), ("offset", 0.1, 0.1, 1.1), ("gamma", 2.0, 0.0, 1.0)],
)
def test_black_and_white_go_where_a_colourist_expects(name, value, at_black, at_white):
    ends = np.stack([np.zeros((1, 3)), np.ones((1, 3))])
    graded = grade(frame_of(ends), **{name: (value, value, value)}).rgb
    np.testing.assert_allclose(graded[:, 0, 0], [at_black, at_white], atol=1e-6)


def test_a_gamma_above_one_lifts_the_middle():
    assert grade(frame_of(np.full((1, 1, 3), 0.25)), gamma=(2.0, 2.0, 2.0)).rgb[0, 0, 0] == pytest.approx(0.5)


def test_one_number_stands_for_all_three_channels():
    pixels = np.random.default_rng(1).random((4, 5, 3))
    one = grade(frame_of(pixels), gain=1.5)  # type: ignore[arg-type]
    three = grade(frame_of(pixels), gain=(1.5, 1.5, 1.5))
    assert (one.rgb == three.rgb).all()
    assert grade.spec.param("gain").decode(1.5) == (1.5, 1.5, 1.5)


def test_defaults_return_the_very_frame_without_reading_its_colour():
    def never(native, tags):
        raise AssertionError("colour was read")

    planes = tuple(np.zeros(shape, np.uint8) for shape in ((4, 6), (2, 3), (2, 3)))
    window = Box.of_size(6, 4)
    untouched = Frame(
        window, window, NOW, native=Native("yuv420p", planes), colour=ColourTags(), to_working=never
    )
    assert grade(untouched) is untouched


def test_colour_is_graded_before_alpha_and_alpha_is_kept():
    straight, alpha = np.array([0.25, 0.5, 1.0]), np.array([[0.5, 1.0, 0.0]])
    rgb = straight * alpha[..., None]
    rgb[0, 2] = (0.3, 0.2, 0.1)
    graded = grade(frame_of(np.dstack((rgb, alpha))), offset=(0.1, 0.1, 0.1), gamma=(2.0, 2.0, 2.0))
    wanted = np.sqrt(straight + 0.1)
    np.testing.assert_allclose(graded.rgb[0, 0], wanted * 0.5, rtol=1e-5)
    np.testing.assert_allclose(graded.rgb[0, 1], wanted, rtol=1e-5)
    np.testing.assert_array_equal(graded.rgb[0, 2], np.float32((0.3, 0.2, 0.1)))
    np.testing.assert_array_equal(graded.alpha, alpha.astype(np.float32))


@pytest.mark.parametrize("gamma", [0.0, -1.0])
def test_a_gamma_that_has_no_power_is_refused_at_its_port(gamma):
    with pytest.raises(NodeError) as refusal:
        grade(frame_of(np.zeros((1, 1, 3))), gamma=(1.0, gamma, 1.0))
    assert refusal.value.port == "gamma"


def test_every_control_can_be_keyframed():
    assert {param.name: param.animatable for param in grade.spec.params} == dict.fromkeys(
        ("lift", "gamma", "gain", "offset", "mix"), True
    )
