"""Nodes that read a whole clip: lazily, at any time, and yield each frame once in any order."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest

from nodes.api import At, Clip, Context, Curve, Frame, Matte, Px, Range, Time, node
from nodes.engine.errors import NodeFault
from nodes.engine.held import Held
from tests.nodes.engine.kit import MEANS, RATE, WHOLE, at, flat, grey, greys, job_of, made, run_of

READ: list[int] = []


@node("test.reverse")
def reverse(shot: Clip[Frame]) -> Iterator[At[Frame]]:
    """Play the shot backwards, from its last frame on."""
    for time in reversed(list(shot.range.frames())):
        READ.append(time.frame)
        mirrored = shot.range.start + (shot.range.end - time) - Time(1, RATE)
        yield At(time, flat(grey(shot.frame(mirrored)), time))


@pytest.fixture(autouse=True)
def nothing_read() -> None:
    READ.clear()


BACKWARDS = job_of(made("a", "test.count"), made("r", "test.reverse", {"shot": "a"}))


@pytest.fixture
def tight(monkeypatch) -> None:
    """Almost nothing is held in memory."""
    monkeypatch.setitem(Held.__init__.__kwdefaults__, "memory", 200)


def test_frames_come_in_the_nodes_order_and_are_found_in_any():
    assert greys(BACKWARDS, [7, 2, 9, 0, 7], reverse, cache=0) == [2.0, 7.0, 0.0, 9.0, 2.0]
    assert READ == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]


def test_it_is_asked_no_further_than_somebody_looks():
    assert greys(BACKWARDS, [8], reverse) == [1.0]
    assert READ == [9, 8]


def test_what_came_early_lies_in_scratch_files_that_go_with_the_run(tmp_path, tight):
    with run_of(BACKWARDS, reverse, cache=0, scratch=lambda: tmp_path) as run:
        assert grey(run.frame(at(0))) == 9.0
        (folder,) = tmp_path.iterdir()
        assert len(list(folder.iterdir())) == 8  # two of ten fit into memory
        assert [grey(run.frame(at(time))) for time in (5, 9, 1)] == [4.0, 0.0, 8.0]
    assert len(READ) == 10 and not list(tmp_path.iterdir())


def test_what_was_dropped_is_made_again(tmp_path, tight, monkeypatch):
    monkeypatch.setitem(Held.__init__.__kwdefaults__, "disk", 4000)
    with run_of(BACKWARDS, reverse, cache=0, scratch=lambda: tmp_path) as run:
        assert [grey(run.frame(at(time))) for time in (0, 9, 4, 8, 0)] == [9.0, 0.0, 5.0, 1.0, 9.0]
    assert len(READ) > 10


def test_a_clip_knows_its_stretch_and_format_and_holds_its_edges():
    seen = []

    @node("test.looks")
    def looks(shot: Clip[Frame]) -> Iterator[At[Frame]]:
        """Look far to both sides."""
        seen.append((shot.range, shot.format.width))
        for time in shot.range.frames():
            early, late = shot.frame(time - Time(100, RATE)), shot.frame(time + Time(100, RATE))
            assert early.time == time - Time(100, RATE)
            total = grey(early) + grey(late) + sum(map(grey, shot.frames(Range.frames_of(2, 3, RATE))))
            yield At(time, flat(total, time))

    job = job_of(made("a", "test.count"), made("l", "test.looks", {"shot": "a"}))
    assert greys(job, [4], looks) == [18.0]
    assert seen == [(WHOLE, 4)]


class Roto(NamedTuple):
    matte: Matte
    confidence: float


def test_clips_feed_clips_and_streams_with_mattes_and_numbers():
    @node("test.roto")
    def roto(shot: Clip[Frame]) -> Iterator[At[Roto]]:
        """Make a matte of each frame, odd ones first."""
        times = sorted(shot.range.frames(), key=lambda time: (time.frame % 2 == 0, time))
        for time in times:
            value = grey(shot.frame(time))
            yield At(time, Roto(Matte.of_pixels(np.full((2, 4), value), time), value / 10))

    @node("test.over")
    def over(mattes: Clip[Matte], level: Curve[float] = Curve.constant(1.0)) -> Iterator[At[Frame]]:
        """Show the matte two frames later, and how sure that was."""
        for time in mattes.range.frames():
            matte = mattes.frame(time + Time(2, RATE))
            yield At(time, flat(float(matte.pixels[0, 0]) + level.at(time), time))

    nodes = [
        made("a", "test.count"),
        made("r", "test.roto", {"shot": "a"}),
        made("o", "test.over", {"mattes": "r.matte"}, drives={"level": ["r", "confidence"]}),
    ]
    expected = [min(time + 2, 9) + time / 10 for time in range(10)]
    assert greys(job_of(*nodes), range(10), roto, over, cache=0) == pytest.approx(expected)
    mean = made("m", "test.mean", {"images": "o"})
    assert greys(job_of(*nodes, mean), [3], roto, over) == pytest.approx([sum(expected[:4]) / 4])
    deep = [made("m0", "test.mean", {"images": "a"})]
    assert greys(job_of(nodes[0], *deep), [9]) == [MEANS[9]]


def test_forty_clips_deep():
    @node("test.same")
    def same(shot: Clip[Frame]) -> Iterator[At[Frame]]:
        """Hand on."""
        for time in shot.range.frames():
            yield At(time, shot.frame(time))

    nodes = [made("n0", "test.count")]
    nodes += [made(f"n{place}", "test.same", {"shot": f"n{place - 1}"}) for place in range(1, 41)]
    assert greys(job_of(*nodes), [3, 9], same) == [3.0, 9.0]


def yields(*given):
    @node("test.bad")
    def bad(shot: Clip[Frame]) -> Iterator[At[Frame]]:
        """Yield what was said."""
        yield from given

    return bad


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([At(at(1), flat(1, at(1)))], "it ended after 1 frames and had not made this one"),
        ([At(at(1), flat(1, at(1)))] * 2, "it yielded frame 1 twice"),
        ([At(at(12), flat(1, at(1)))], "it yielded frame 12, which its clip does not have"),
        ([flat(1, at(1))], r"it has to yield At\(time, value\), it yielded a Frame"),
        ([At(at(1), 1.0)], "its output 'out' has to be a frame"),
    ],
)
def test_what_a_clip_node_may_not_do_is_said(given, why):
    job = job_of(made("a", "test.count"), made("b", "test.bad", {"shot": "a"}))
    with pytest.raises(NodeFault, match=why):
        greys(job, [3], yields(*given))


def test_its_scratch_folder_and_its_finally_last_as_long_as_its_run(tmp_path):
    log = []

    @node("test.scratch")
    def scratch(shot: Clip[Frame], range: Range, context: Context) -> Iterator[At[Frame]]:
        """Keep a file while it runs."""
        try:
            (context.scratch / "x").write_text("x")
            for time in range.frames():
                assert (context.scratch / "x").exists()
                yield At(time, shot.frame(time))
        finally:
            log.append("closed")

    job = job_of(made("a", "test.count"), made("s", "test.scratch", {"shot": "a"}))
    with run_of(job, scratch, scratch=lambda: tmp_path) as run:
        assert grey(run.frame(at(4))) == 4.0
        assert not log
    assert log == ["closed"] and not list(tmp_path.iterdir())


def test_lengths_that_a_number_drives_are_in_the_pixels_of_the_proxy():
    @node("test.wide")
    def wide(shot: Clip[Frame], size: Curve[Px] = Curve.constant(0.0)) -> Iterator[At[Frame]]:
        """Show a length as it is given."""
        for time in shot.range.frames():
            yield At(time, shot.frame(time).with_rgb(np.full_like(shot.frame(time).rgb, size.at(time))))

    nodes = [
        made("a", "test.count"),
        made("l", "test.split", {"image": "a"}),
        made("w", "test.wide", {"shot": "a"}, drives={"size": ["l", "level"]}),
    ]
    assert greys(job_of(*nodes), [8], wide) == [8.0]
    assert greys(job_of(*nodes, scale=Fraction(1, 2)), [8], wide) == [4.0]
