"""Every frame comes in its turn, forwards, backwards and round and round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.playback.course import Course
from nodes.api import Range, Rate

RATE = Rate(24)


def simply(course: Course, beats: int) -> list[int]:
    """The frames of the first beats, one step at a time."""
    frames, frame = [], course.start
    while len(frames) < beats:
        frames.append(frame)
        frame += course.direction
        if not course.first <= frame <= course.last:
            if not course.loop:
                break
            frame = course.first if course.speed > 0 else course.last
    return frames


courses = st.builds(
    lambda first, count, start, speed, loop: Course(
        start, speed, Range.frames_of(first, count, RATE), loop=loop
    ),
    st.integers(0, 50),
    st.integers(1, 20),
    st.integers(-5, 80),
    st.sampled_from([-8, -2, -1, 1, 2, 8]),
    st.booleans(),
)


@given(courses)
def test_each_beat_is_the_next_frame(course: Course) -> None:
    expected = simply(course, 60)
    assert [course.frame(beat) for beat in range(len(expected))] == expected
    assert course.beats is None if course.loop else course.beats == len(expected)


@given(courses)
def test_stretches_follow_each_other_without_a_gap(course: Course) -> None:
    frames: list[int] = []
    while len(frames) < 40 and (stretch := course.stretch(len(frames))) is not None:
        numbers = [time.frame for time in course.frames(stretch).frames()]
        frames += numbers if course.speed > 0 else numbers[::-1]
    assert frames[:40] == simply(course, 40)


def test_a_start_beside_the_span_is_brought_into_it() -> None:
    assert Course(90, 1, Range.frames_of(10, 5, RATE)).start == 14


@pytest.mark.parametrize("speed", [0, 9, -9])
def test_a_speed_that_is_none_is_refused(speed: int) -> None:
    with pytest.raises(ValueError, match="speed"):
        Course(0, speed, Range.frames_of(0, 5, RATE))
