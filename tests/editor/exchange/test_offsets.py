from __future__ import annotations

import pytest

from editor.document.model import MediaReference
from editor.exchange.offsets import contradiction, find_offset, fits
from nodes.api import Range, Rate, Time
from nodes.media.refs import SequenceRef
from tests.editor.exchange.media import RATE, info

HOUR = 86400


def file(start: int | None = None, frames: int = 100, rate: Rate = RATE) -> MediaReference:
    available = None if start is None else Range.frames_of(start, frames, rate)
    return MediaReference("file", url="a.mov", available=available)


def frames(start: int, count: int = 10, rate: Rate = RATE) -> Range:
    return Range.frames_of(start, count, rate)


@pytest.mark.parametrize(
    ("said", "media_start", "used", "media_frame"),
    [
        ("available from 0, media with a timecode", (0, HOUR), frames(5), HOUR + 5),
        ("available and media from the timecode", (HOUR, HOUR), frames(HOUR + 5), HOUR + 5),
        ("available from a timecode the media lost", (HOUR, 0), frames(HOUR + 5), 5),
        ("available says nothing, source by timecode", (None, HOUR), frames(HOUR + 5), HOUR + 5),
        ("available says nothing, source from 0", (None, HOUR), frames(5), HOUR + 5),
        ("available by timecode, source from 0", (HOUR, HOUR), frames(5), HOUR + 5),
        ("available from 0, source by timecode", (0, HOUR), frames(HOUR + 5), HOUR + 5),
    ],
)
def test_a_movie_s_time_is_read_as_what_fits(
    said: str, media_start: tuple[int | None, int], used: Range, media_frame: int
) -> None:
    available, start = media_start
    found = find_offset(file(available), info(start=start, timecode="01:00:00:00"), [used])
    assert (used.start + found.time).at(RATE).value == media_frame, said
    assert found.fitting == 1


def test_a_part_of_the_media_that_is_available_is_in_media_time() -> None:
    reference = file(HOUR + 20, 50)
    found = find_offset(reference, info(start=HOUR, timecode="01:00:00:00"), [frames(HOUR + 30)])
    assert found.time.value == 0


@pytest.mark.parametrize(
    ("available", "source", "picture"),
    [(0, 5, 5), (1001, 1006, 5), (HOUR, HOUR + 5, 5), (0, 1006, 5), (None, 1006, 5), (None, 5, 5)],
)
def test_a_sequence_counts_from_its_first_file(available: int | None, source: int, picture: int) -> None:
    ref = SequenceRef("/plates", "p.", ".exr", 4, 1001, 1100, rate=RATE)
    span = None if available is None else Range.frames_of(available, 100, RATE)
    reference = MediaReference("sequence", url="/plates", available=span, first=1001)
    facts = info(ref)
    found = find_offset(reference, facts, [frames(source)])
    assert (Time(source, RATE) + found.time - facts.start).value == picture


def test_a_sequence_with_a_timecode_of_its_own_is_met_from_file_numbers() -> None:
    ref = SequenceRef("/plates", "p.", ".exr", 4, 1001, 1100, rate=RATE)
    reference = MediaReference("sequence", url="/plates", available=Range.frames_of(0, 100, RATE), first=1001)
    facts = info(ref, start=HOUR, timecode="01:00:00:00")
    found = find_offset(reference, facts, [frames(1006)])
    assert (Time(1006, RATE) + found.time).value == HOUR + 5
    assert "file numbers" in found.why


def test_source_time_in_another_rate_is_the_same_instant() -> None:
    """A source range in the timeline's rate, with a fraction, on media that counts in its own."""
    reference = file(87399, 101)
    used = Range(Time(91046, Rate(25)), Time(74, Rate(25)))
    found = find_offset(reference, info(start=87399, frames=101, timecode="01:00:41:15"), [used])
    assert found.time.value == 0
    assert found.fitting == 1


def test_the_convention_under_which_most_clips_fit_wins() -> None:
    facts = info(start=HOUR, timecode="01:00:00:00")
    uses = [frames(5), frames(50), frames(HOUR + 5)]
    assert find_offset(file(HOUR), facts, uses).time.value == HOUR
    assert find_offset(file(HOUR), facts, []).time.value == 0


def test_the_end_may_run_over_by_less_than_a_frame() -> None:
    facts = info(frames=100)
    assert fits(frames(0, 100), facts)
    assert fits(Range(Time(0, Rate(30)), Time(125, Rate(30))), facts)
    assert not fits(frames(0, 101), facts)
    assert not fits(frames(-1, 10), facts)
    assert fits(frames(-1, 10_000), info(kind="still"))


def test_a_match_by_name_is_refused_where_duration_or_timecode_contradict() -> None:
    facts = info(frames=100)
    assert contradiction(file(0, 100), facts, [frames(5)]) == ""
    assert contradiction(file(0, 101), facts, [frames(5)]) == ""
    assert "says 200" in contradiction(file(0, 200), facts, [frames(5)])
    assert "says 40" in contradiction(file(0, 40), facts, [frames(5)])
    assert "outside" in contradiction(file(None), facts, [frames(500)])
    part = info(start=HOUR, frames=100, timecode="01:00:00:00")
    assert contradiction(file(HOUR + 10, 40), part, [frames(HOUR + 12)]) == ""
