"""Retimes, freezes and offsets: which frame is shown when, and how what lies between two is made."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Box, Curve, Format, Frame, Key, Range, Rate, Time
from nodes.library.planes.light import to_display
from nodes.library.sample.scene import scene
from nodes.library.time.course import shown, stretch_of, travelled
from nodes.library.time.freeze import freeze
from nodes.library.time.offset import offset
from nodes.library.time.retime import retime
from tests.nodes.library.pictures import NOW, frame_of, noise, placed_frame, untouchable, with_layer

FILM = Rate(24)
WHOLE = Range.frames_of(100, 10, FILM)


def at(frame: int) -> Time:
    return Time(frame, FILM)


def asked(frame: int, speed: float, anchor: Time | None = None, whole: Range | None = WHOLE) -> int:
    settings = {"speed": Curve.constant(speed), "anchor": anchor, "mode": "nearest", "range": whole}
    return retime.input_times(at(frame), settings)["image"].frame


def test_the_first_frame_stays_and_speed_counts_from_there():
    assert [asked(100 + each, 0.5) for each in range(5)] == [100, 100, 101, 101, 102]
    assert [asked(100 + each, 2.0) for each in range(3)] == [100, 102, 104]
    assert [asked(100 + each, 0.0) for each in range(3)] == [100, 100, 100]
    assert [asked(each, 2.0, at(102)) for each in (101, 102, 103)] == [100, 102, 104]
    assert asked(3, 2.0, whole=None) == 6


def test_an_instant_asked_for_at_another_rate_lies_between_the_inputs_own_frames():
    settings = {"speed": Curve.constant(0.5), "anchor": None, "mode": "blend", "range": WHOLE}
    wanted = retime.input_times(Time(203, Rate(48)), settings)["image"]
    assert wanted == at(100) and wanted.rate == FILM
    one, other = frame_of(np.zeros((2, 2, 3))), frame_of(np.ones((2, 2, 3)))
    made = retime([one, other], Time(203, Rate(48)), WHOLE, Curve.constant(0.5), None, "blend")
    np.testing.assert_allclose(made.rgb, 0.75)


def test_decimal_speeds_are_the_decimals_they_are_written_as():
    assert asked(100 + 10, 0.3) == 103
    assert asked(100 + 3000, 0.1) == 400
    assert asked(100 + 3, 0.333333) == 101


def test_backwards_begins_with_the_last_frame_and_ends_with_the_first():
    assert [asked(100 + each, -1.0) for each in range(10)] == list(range(109, 99, -1))
    assert [asked(each, -1.0, at(105)) for each in (104, 105, 106)] == [106, 105, 104]


@settings(max_examples=40)
@given(st.fractions(Fraction(1, 8), 8, max_denominator=100), st.integers(1, 60), st.booleans())
def test_the_stretch_holds_every_output_frame_that_shows_a_frame_of_the_input(part, count, backwards):
    speed = float(part)
    whole = Range.frames_of(7, count, FILM)
    curve = Curve.constant(-speed if backwards else speed)
    stretch = stretch_of(whole, curve, None)
    assert stretch.start == whole.start and stretch.rate == FILM
    frames = [shown(time, curve, None, stretch).frame for time in stretch.frames()]
    assert min(frames) == 7 and max(frames) <= whole.end.frame - 1
    assert frames == sorted(frames, reverse=backwards)
    beyond = whole.start + Time(Fraction(repr(speed)) * stretch.frame_count, FILM)
    assert beyond >= whole.end - Time(Fraction(1, 50), FILM)
    counted = -(-Fraction(count) // Fraction(repr(speed)))
    assert abs(stretch.frame_count - counted) <= 1


@pytest.mark.parametrize("speed", [1.0, 2.0, 0.5, -1.0, -0.5, -2.0])
def test_a_stretch_about_an_anchor_covers_exactly_the_input(speed):
    anchor = at(104)
    stretch = stretch_of(WHOLE, Curve.constant(speed), anchor)

    def source(frame: int) -> Fraction:
        return 104 + (frame - 104) * Fraction(repr(speed))

    wanted = [frame for frame in range(60, 160) if 100 <= source(frame) < 110]
    assert [time.frame for time in stretch.frames()] == wanted


def test_a_stretch_whose_speed_stands_still_or_turns_stays():
    turning = Curve((Key(at(100), 1.0), Key(at(105), -1.0)))
    assert stretch_of(WHOLE, Curve.constant(0.0), None) == WHOLE == stretch_of(WHOLE, turning, None)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(-30, 30)), min_size=1, max_size=5, unique_by=lambda k: k[0]
    )
)
def test_a_changing_speed_is_integrated(keys):
    curve = Curve(tuple(Key(at(frame), value / 10) for frame, value in keys))
    parts = 10
    steps = [Time(Fraction(2 * step + 1, 2 * parts), FILM) for step in range(40 * parts)]
    summed = sum(curve.at(step) for step in steps) / parts
    exact = travelled(curve, at(0), at(40))
    assert float(exact.value) == pytest.approx(summed, abs=0.1)
    halves = travelled(curve, at(0), at(13)) + travelled(curve, at(13), at(40))
    assert halves == exact == -travelled(curve, at(40), at(0))


def test_a_ramp_lengthens_the_stretch_until_the_input_is_used_up():
    ramp = Curve((Key(at(100), 1.0), Key(at(110), 0.5)))
    stretch = stretch_of(WHOLE, ramp, None)
    last = shown(stretch.end - at(1), ramp, None, stretch)
    assert stretch.start == at(100) and last < at(110) <= shown(stretch.end, ramp, None, stretch)


def test_speed_is_moved_by_keyframes_and_the_anchor_is_not():
    assert retime.spec.param("speed").animatable and not retime.spec.param("anchor").animatable
    assert retime.spec.has_range and retime.spec.has_times


def between(one: Frame, other: Frame, mode: str, part: float = 0.25) -> Frame:
    time = WHOLE.start + Time(Fraction(repr(part)), FILM)
    return retime([one, other], time, WHOLE, Curve.constant(1.0), None, mode)


@pytest.mark.parametrize("mode", ["nearest", "blend", "flow"])
def test_an_instant_on_a_frame_shows_the_very_frame(mode):
    frame = untouchable()
    assert between(frame, frame_of(noise(4, 6)), mode, 0.0) is frame
    assert between(frame, frame_of(noise(4, 6)), "nearest", 0.75) is frame


def test_a_blend_mixes_in_linear_light_over_both_windows_and_keeps_layers():
    one, names = with_layer(noise(6, 8, 4))
    other, _ = with_layer(noise(6, 8, 4, seed=4), seed=5)
    made = between(frame_of(one, channels=names), frame_of(other, channels=names), "blend")
    np.testing.assert_allclose(made.pixels, 0.75 * one + 0.25 * other, rtol=1e-5, atol=1e-6)
    small = placed_frame(np.ones((2, 2, 3)), Box(0, 0, 2, 2), Box.of_size(6, 4))
    apart = placed_frame(np.ones((2, 2, 3)), Box(4, 2, 6, 4), Box.of_size(6, 4))
    joined = between(small, apart, "blend")
    assert joined.data_window == Box.of_size(6, 4)
    assert joined.alpha[0, 0] == 0.75 and joined.alpha[3, 5] == 0.25 and joined.alpha[0, 5] == 0
    bare = between(frame_of(one, channels=names), frame_of(other[..., :4]), "blend")
    np.testing.assert_array_equal(bare.channel("depth").pixels, one[..., 4])


def decibels(one: np.ndarray, other: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean((to_display(one) - to_display(other)) ** 2)))


@pytest.mark.parametrize("name", ["harbour", "meadow", "night"])
def test_flow_makes_the_frame_that_was_left_out(name):
    """Every other frame of a scene with texture and occlusion is made from its neighbours."""
    format = Format(192, 108, FILM)
    flowed, blended = [], []
    for frame in (30, 47, 64):
        one, truth, other = (scene(at(frame + each), format, name) for each in (0, 1, 2))
        flowed.append(decibels(between(one, other, "flow", 0.5).rgb, truth.rgb))
        blended.append(decibels(between(one, other, "blend", 0.5).rgb, truth.rgb))
    assert np.mean(flowed) > np.mean(blended) + 6


def test_what_one_frame_covers_is_taken_from_the_other():
    """A square moves over a ground that stands still: beside it no ghost is left."""
    ground = np.random.default_rng(2).random((80, 120, 1)).astype(np.float32).repeat(3, axis=2) * 0.3
    frames = []
    for place in (40, 46, 52):
        picture = ground.copy()
        picture[30:55, place : place + 25] = np.linspace(0.5, 1, 25, dtype=np.float32)[:, None, None]
        picture[30:55:3, place : place + 25] *= 0.7
        frames.append(picture)
    made = between(frame_of(frames[0]), frame_of(frames[2]), "flow", 0.5).rgb
    edges = np.s_[32:53, 40:72]
    mixed = between(frame_of(frames[0]), frame_of(frames[2]), "blend", 0.5).rgb
    assert np.abs(made - frames[1])[edges].mean() < 0.35 * np.abs(mixed - frames[1])[edges].mean()


def test_flow_takes_pictures_too_small_to_move_alpha_layers_and_other_windows():
    for shape in ((1, 1), (5, 9)):
        one, other = frame_of(noise(*shape)), frame_of(noise(*shape, seed=3))
        blended = between(one, other, "blend")
        np.testing.assert_allclose(between(one, other, "flow").rgb, blended.rgb, rtol=1e-4, atol=1e-5)
    pixels, names = with_layer(noise(24, 32, 4))
    same = between(frame_of(pixels, channels=names), frame_of(pixels, channels=names), "flow")
    assert same.channels == names
    np.testing.assert_allclose(same.pixels, pixels, rtol=1e-3, atol=1e-3)
    display = Box.of_size(32, 24)
    apart = [placed_frame(noise(8, 8), Box(x, 0, x + 8, 8), display) for x in (0, 20)]
    assert between(*apart, "flow").data_window == Box(0, 0, 28, 8)
    empty = placed_frame(np.zeros((0, 0, 3)), Box(0, 0, 0, 0), display)
    assert between(empty, empty, "flow").data_window.width == 0


def test_a_freeze_asks_for_one_frame_and_passes_it_on():
    frame = untouchable()
    assert freeze(frame, WHOLE) is frame
    for time in (90, 100, 109, 300):
        assert freeze.input_times(at(time), {"frame": None, "range": WHOLE})["image"] == at(100)
        assert freeze.input_times(at(time), {"frame": at(105), "range": WHOLE})["image"] == at(105)


def test_an_offset_moves_frames_and_stretch():
    assert offset(untouchable()).time == NOW
    assert offset.input_times(at(107), {"frames": 3})["image"] == at(104)
    assert offset.output_range({"image": WHOLE}, {"frames": -4}) == Range.frames_of(96, 10, FILM)
