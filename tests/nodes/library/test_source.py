"""Sources show the picture that is on screen, and hold the edges."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nodes.api import Rate, Time
from nodes.engine.readers import Readers
from nodes.library.source.media import media
from nodes.library.source.shot import shot
from nodes.media.colour import to_working
from nodes.media.working import WorkingSpace
from tests.nodes.engine.footage import pictures
from tests.nodes.engine.rendering import bound
from tests.support.movies import number_of, numbered, write_movie

PAL = Rate(25)


@pytest.mark.parametrize("source", [media, shot])
def test_the_picture_on_screen_at_an_instant_is_shown_and_edges_are_held(tmp_path, source):
    write_movie(
        tmp_path / "a.mkv",
        [numbered("yuv420p", index) for index in range(8)],
        rate=PAL,
        timecode="01:00:00:00",
    )
    info = bound(tmp_path / "a.mkv")
    with Readers(to_working(WorkingSpace())) as readers:
        clip = readers.clip(info)
        start = clip.range.start
        assert start == Time(90000, PAL) and clip.format.width == 160

        def seen(time: Time) -> int:
            frame = source(time, clip)
            assert frame.time == time
            return number_of(frame.native)

        assert [seen(start + Time(index, PAL)) for index in (0, 5, 7, 3)] == [0, 5, 7, 3]
        assert [seen(start + Time(index, PAL)) for index in (-1, -100, 8, 10_000)] == [0, 0, 7, 7]
        assert seen(start + Time(Fraction(11, 2), PAL)) == 5
        assert seen(start + Time(1, Rate(24))) == 1 and seen(start + Time(3, Rate(24))) == 3


def test_a_still_stands_for_any_time(tmp_path):
    pictures(tmp_path, ".png", 3, np.uint8, count=1)
    info = bound(tmp_path / "p000.png")
    with Readers(to_working(WorkingSpace())) as readers:
        clip = readers.clip(info)
        first = media(Time(0, PAL), clip)
        for time in (Time(-5, PAL), Time(1000, Rate(30))):
            frame = media(time, clip)
            assert frame.time == time and (frame.native.planes[0] == first.native.planes[0]).all()


def test_files_are_opened_when_they_are_read_and_closed_when_nobody_reads_them(tmp_path):
    names = [tmp_path / f"{index}.mkv" for index in range(4)]
    for name in names:
        write_movie(name, [numbered("yuv420p", index) for index in range(4)], rate=PAL)
    infos = [bound(name) for name in names]

    def open_now() -> int:
        return sum(1 for link in Path("/proc/self/fd").iterdir() if str(link.resolve()).endswith(".mkv"))

    with Readers(to_working(WorkingSpace()), patience=3) as readers:
        clips = [readers.clip(info) for info in infos]
        assert open_now() == 0
        for clip in clips:
            clip.frame(clip.range.start)
        assert open_now() == 4
        for _ in range(5):
            clips[1].frame(clips[1].range.start)
            readers.pass_by()
        assert open_now() == 1
        clips[0].frame(clips[0].range.start)
        assert open_now() == 2
    assert open_now() == 0
