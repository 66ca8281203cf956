"""Times are exact; OpenTimelineIO's own time library is the oracle where floats can be."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import Range, Rate, Time

RATES = [Rate(24), Rate(25), Rate(30), Rate(24000, 1001), Rate(30000, 1001), Rate(48000), Rate(2997, 100)]
rates = st.sampled_from(RATES)
whole_times = st.builds(Time, st.integers(-(10**6), 10**6), rates)
times = st.builds(Time, st.fractions(-(10**4), 10**4, max_denominator=1001), rates)
ranges = st.builds(lambda start, length: Range(start, Time(abs(length.value), length.rate)), times, times)


@given(times, rates)
def test_another_rate_is_the_same_instant_and_back(time, rate):
    assert time.at(rate) == time
    assert time.at(rate).at(time.rate).value == time.value
    assert hash(time.at(rate)) == hash(time)


@given(times, times)
def test_sums_and_order_are_exact(one, other):
    assert (one + other) - other == one
    assert (one < other) == (one.seconds < other.seconds)
    assert (one + other).rate == one.rate


@given(times)
def test_times_come_back_from_json(time):
    back = Time.from_json(json.loads(json.dumps(time.to_json())))
    assert (back.value, back.rate) == (time.value, time.rate)


@given(ranges)
def test_ranges_come_back_from_json(span):
    assert Range.from_json(json.loads(json.dumps(span.to_json()))) == span


@given(times)
def test_a_whole_frame_is_on_its_side(time):
    assert time.floor() <= time <= time.ceil()
    assert abs((time.rounded() - time).value) <= Fraction(1, 2)
    assert time.floor().is_whole and time.ceil().is_whole


@given(ranges)
def test_the_frames_of_a_range_lie_in_it(span):
    if span.frame_count < 500:
        frames = list(span.frames())
        assert len(frames) == span.frame_count
        assert all(frame in span for frame in frames)


@given(ranges, ranges)
def test_what_two_ranges_share_lies_in_both(one, other):
    shared = one.meet(other)
    assert shared.is_empty or (one.covers(shared) and other.covers(shared))


@given(ranges, times)
def test_a_clamped_time_lies_in_the_range(span, time):
    if span.is_empty:
        with pytest.raises(ValueError, match="empty"):
            span.clamp(time)
    else:
        assert span.clamp(time) in span
        assert span.clamp(time) == time or time not in span or time > span.clamp(time)


@given(whole_times, whole_times)
def test_opentime_agrees(one, other):
    opentime = pytest.importorskip("opentimelineio").opentime

    def theirs(time):
        return opentime.RationalTime(float(time.value), float(time.rate))

    assert theirs(one).to_seconds() == pytest.approx(float(one.seconds), abs=1e-6)
    total = theirs(one) + theirs(other)
    assert total.to_seconds() == pytest.approx(float((one + other).seconds), abs=1e-6)
    again = theirs(one).rescaled_to(float(other.rate))
    assert again.value == pytest.approx(float(one.at(other.rate).value), abs=1e-4)


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        (23.976, Rate(24000, 1001)),
        (23.98, Rate(24000, 1001)),
        (29.97, Rate(30000, 1001)),
        (59.94, Rate(60000, 1001)),
        ("30000/1001", Rate(30000, 1001)),
        (24, Rate(24)),
        (24.0, Rate(24)),
        (12.5, Rate(25, 2)),
    ],
)
def test_usual_spellings_of_a_rate_are_one_rate(given, rate):
    assert Rate.of(given) == rate


@pytest.mark.parametrize("given", [0, -24, float("nan"), float("inf"), "x", "1/0", 1e-9])
def test_absurd_rates_are_refused(given):
    with pytest.raises(ValueError):
        Rate.of(given)


def test_an_unusual_rate_keeps_its_own_quotient_through_json():
    assert Time.from_json(Time(5, Rate(2997, 100)).to_json()).rate == Rate(2997, 100)
    assert Rate.of(29.97) == Rate(30000, 1001)


def test_a_time_cannot_be_changed():
    with pytest.raises(AttributeError):
        Time(1, Rate(24)).value = 2
