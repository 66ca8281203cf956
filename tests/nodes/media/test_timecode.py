from __future__ import annotations

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import BadInput, Rate
from nodes.media.timecode import can_drop, frame_of_timecode, is_drop_timecode, timecode_of_frame

DROPPING = [Rate(30000, 1001), Rate(60000, 1001)]
RATES = [
    Rate(24),
    Rate(25),
    Rate(30),
    Rate(48),
    Rate(50),
    Rate(60),
    Rate(120),
    Rate(24000, 1001),
    *DROPPING,
]
DAY = 24 * 3600


@given(rate=st.sampled_from(RATES), frame=st.integers(-(DAY * 100), DAY * 120))
def test_a_frame_number_survives_the_way_through_timecode(rate: Rate, frame: int) -> None:
    assert frame_of_timecode(timecode_of_frame(frame, rate), rate) == frame


@given(rate=st.sampled_from(DROPPING), frame=st.integers(-(DAY * 30), DAY * 60))
def test_a_frame_number_survives_the_way_through_drop_frame_timecode(rate: Rate, frame: int) -> None:
    text = timecode_of_frame(frame, rate, drop=True)
    assert is_drop_timecode(text)
    assert frame_of_timecode(text, rate) == frame


@given(rate=st.sampled_from(DROPPING), frame=st.integers(0, DAY * 29))
def test_drop_frame_timecode_is_what_the_oracle_writes(rate: Rate, frame: int) -> None:
    said = otio.opentime.to_timecode(
        otio.opentime.RationalTime(frame, float(rate)), float(rate), drop_frame=True
    )
    assert timecode_of_frame(frame, rate, drop=True) == said


@given(rate=st.sampled_from([Rate(24), Rate(25), Rate(30), Rate(60)]), frame=st.integers(0, DAY * 24 - 1))
def test_timecode_is_what_the_oracle_writes_and_reads(rate: Rate, frame: int) -> None:
    text = timecode_of_frame(frame, rate)
    assert text == otio.opentime.to_timecode(otio.opentime.RationalTime(frame, float(rate)), float(rate))
    assert otio.opentime.from_timecode(text, float(rate)).value == frame_of_timecode(text, rate)


@given(rate=st.sampled_from(DROPPING), minutes=st.integers(0, 24 * 60 - 1))
def test_drop_frame_timecode_keeps_pace_with_the_clock(rate: Rate, minutes: int) -> None:
    second = minutes * 60
    frame = frame_of_timecode(f"{minutes // 60:02d}:{minutes % 60:02d}:30;00", rate)
    assert abs(frame / rate.fraction - (second + 30)) < 0.15


@pytest.mark.parametrize(
    ("text", "rate", "frame"),
    [
        ("00:00:00:00", Rate(24), 0),
        ("01:00:00:00", Rate(24000, 1001), 86400),
        ("00:00:59;29", Rate(30000, 1001), 1799),
        ("00:01:00;02", Rate(30000, 1001), 1800),
        ("00:10:00;00", Rate(30000, 1001), 17982),
        ("00:10:00.00", Rate(30000, 1001), 17982),
        ("00:10:00:00", Rate(30000, 1001), 18000),
        ("00:01:00;04", Rate(60000, 1001), 3600),
        ("01:00:00.12", Rate(24), 86412),
        ("25:00:00:00", Rate(25), 2_250_000),
        (" 1:02:03:04 ", Rate(25), 93079),
        ("-00:00:01:00", Rate(25), -25),
        ("00:00:00:119", Rate(120), 119),
    ],
)
def test_timecodes_as_suites_write_them_are_read(text: str, rate: Rate, frame: int) -> None:
    assert frame_of_timecode(text, rate) == frame


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("", Rate(24)),
        ("01:00:00", Rate(24)),
        ("hh:mm:ss:ff", Rate(24)),
        ("٠١:00:00:00", Rate(24)),
        ("01:00:00:24", Rate(24)),
        ("01:60:00:00", Rate(24)),
        ("01:00:60:00", Rate(24)),
        ("01:00:00;00", Rate(24)),
        ("01:00:00;00", Rate(24000, 1001)),
        ("00:01:00;00", Rate(30000, 1001)),
        ("00:01:00;03", Rate(60000, 1001)),
        ("1e9:00:00:00", Rate(24)),
        ("00:00:00:00\n00:00:00:00", Rate(24)),
    ],
)
def test_a_timecode_that_cannot_be_is_refused_by_name(text: str, rate: Rate) -> None:
    with pytest.raises(BadInput) as refused:
        frame_of_timecode(text, rate)
    assert repr(text) in refused.value.attempted
    assert refused.value.hint


def test_drop_frame_counting_exists_only_beside_thirty() -> None:
    assert [rate for rate in RATES if can_drop(rate)] == DROPPING
    with pytest.raises(BadInput, match="30000/1001"):
        timecode_of_frame(0, Rate(24), drop=True)
