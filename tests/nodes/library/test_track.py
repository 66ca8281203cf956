"""Clips one after another, each in its own time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import Frame, Range, Rate, Time
from nodes.library.cut.track import track

FILM, PAL = Rate(24), Rate(25)


def asked(time: Time, placed: tuple[Range, ...], starts: tuple[Time, ...]) -> list[Time | None]:
    given = {"placed": placed, "starts": starts, "speeds": (), "width": 8, "height": 4}
    return list(track.input_times(time, given)["items"])


def test_exactly_the_clip_on_screen_is_asked_for():
    placed = (Range.frames_of(2, 3, FILM), Range.frames_of(5, 2, FILM), Range.frames_of(9, 1, FILM))
    starts = (Time(10, FILM), Time(0, FILM), Time(100, FILM))
    nothing = [None, None, None]
    assert asked(Time(1, FILM), placed, starts) == nothing == asked(Time(7, FILM), placed, starts)
    assert asked(Time(2, FILM), placed, starts) == [Time(10, FILM), None, None]
    assert asked(Time(4, FILM), placed, starts) == [Time(12, FILM), None, None]
    assert asked(Time(5, FILM), placed, starts) == [None, Time(0, FILM), None]
    assert asked(Time(9, FILM), placed, starts) == [None, None, Time(100, FILM)]
    assert asked(Time(10, FILM), placed, starts) == nothing


@given(
    st.integers(0, 200),
    st.integers(-1000, 100_000),
    st.sampled_from([FILM, PAL, Rate(30000, 1001), Rate(60)]),
    st.sampled_from([FILM, PAL, Rate(24000, 1001), Rate(48)]),
)
def test_a_clip_of_another_rate_is_asked_for_the_frame_on_screen(frame, start, cut, own):
    """The media frame whose stretch of time holds the instant at which the cut's frame begins."""
    placed, first = (Range.frames_of(3, 300, cut),), (Time(start, own),)
    (wanted,) = asked(Time(3 + frame, cut), placed, first)
    instant = Fraction(start) / own.fraction + Fraction(frame) / cut.fraction
    assert wanted is not None and wanted.rate == own and wanted.is_whole
    assert wanted.seconds <= instant < (wanted + Time(1, own)).seconds


@pytest.mark.parametrize("items", [None, []])
def test_between_clips_is_what_lies_beneath_and_without_that_nothing(items):
    frame = track(Time(4, FILM), items, width=8, height=4)
    assert frame.rgb.shape == (4, 8, 3) and not frame.rgb.any()
    assert frame.alpha is not None and not frame.alpha.any() and frame.time == Time(4, FILM)
    beneath = Frame.of_pixels(np.ones((4, 8, 3)), Time(4, FILM))
    assert track(Time(4, FILM), items, beneath) is beneath


def test_what_lies_beneath_is_asked_for_only_where_nothing_stands_on_it():
    given = {
        "placed": (Range.frames_of(2, 3, FILM),),
        "starts": (Time(10, FILM),),
        "speeds": ("-1/2",),
        "width": 8,
        "height": 4,
    }
    assert track.input_times(Time(0, FILM), given) == {"items": [None], "below": Time(0, FILM)}
    asked = track.input_times(Time(4, FILM), given)
    assert asked["below"] is None and asked["items"][0] is not None


def test_a_clip_passes_as_it_is():
    frame = Frame.of_pixels(np.ones((4, 8, 3)), Time(0, FILM))
    assert track(Time(4, FILM), [frame]) is frame
