"""The rectangles of a row: side by side, covering what is seen, merged where narrow."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.document.layout import cut_duration, placed
from editor.document.model import Clip, Cut, Track
from editor.exchange.read import read_cut
from editor.ui.timeline.blocks import NARROW, Blocks, Laid
from editor.ui.timeline.rows import GAP, GRAPH, KIND, OFF, OFFLINE, PICTURE, RUN, Row, holders_of, row_of
from editor.ui.timeline.view import View, fitted
from nodes.api.times import Rate, Time
from tests.editor.document.made import clip, cuts, gap, stretch, track, transition

RATE = Rate(24)
VIEWS = st.builds(
    View,
    zoom=st.fractions(Fraction(1, 10), 400, max_denominator=1000),
    scroll=st.fractions(0, 20, max_denominator=1000),
    width=st.integers(1, 2600),
)


def online(shot: Clip) -> bool:
    return False


def rows_of(cut: Cut) -> list[Row]:
    return [row_of(holder, cut.rate, None, online) for holder in cut.stack.items]


def blocks_of(row: Row, view: View) -> Blocks:
    return Laid().visible([row], view, RATE, 0, view.width).blocks


@given(cuts())
def test_a_row_stands_as_the_document_says(cut: Cut) -> None:
    for holder, row in zip(cut.stack.items, rows_of(cut), strict=True):
        assert isinstance(holder, Track)
        for place, standing in enumerate(placed(holder, cut.rate)):
            assert Time(row.bounds[place], RATE) == standing.range.start
            assert Time(row.bounds[place + 1], RATE) == standing.range.end


@given(cuts(), VIEWS)
def test_rectangles_stand_side_by_side_and_cover_what_is_seen(cut: Cut, view: View) -> None:
    for row in rows_of(cut):
        blocks = blocks_of(row, view)
        assert np.all(blocks.right > blocks.left)
        assert np.array_equal(blocks.left[1:], blocks.right[:-1])
        start, end = (view.drawn(bound, RATE) for bound in (row.bounds[0], row.bounds[-1]))
        start, end = max(start, 0), min(end, view.width)
        if start < end:
            assert blocks.left[0] <= start
            assert blocks.right[-1] >= end


@given(cuts(), VIEWS)
def test_each_rectangle_says_which_items_it_is(cut: Cut, view: View) -> None:
    for row in rows_of(cut):
        blocks = blocks_of(row, view)
        for left, right, first, last, code in zip(
            blocks.left, blocks.right, blocks.first, blocks.last, blocks.code, strict=True
        ):
            assert left == view.drawn(row.bounds[first], RATE)
            assert right == view.drawn(row.bounds[last + 1], RATE)
            if not code & RUN:
                assert first == last
                assert code == row.codes[first]


@given(cuts(), VIEWS, st.integers(-300, 300))
def test_what_is_merged_stays_merged_while_panning(cut: Cut, view: View, pixels: int) -> None:
    wide = View(view.zoom, Fraction(400) / view.zoom, width=4000)
    moved = View(view.zoom, Fraction(400 + pixels) / view.zoom, width=4000)
    for row in rows_of(cut):
        here = Laid().visible([row], wide, RATE, -10_000, 60_000).blocks
        there = Laid().visible([row], moved, RATE, -10_000, 60_000).blocks
        assert np.array_equal(here.first, there.first)
        assert np.array_equal(here.left - pixels, there.left)


@given(cuts(), VIEWS)
def test_rows_laid_out_together_are_as_they_are_alone(cut: Cut, view: View) -> None:
    rows, laid = rows_of(cut), Laid()
    for seen in (rows, rows[1:], rows):
        together = laid.visible(seen, view, RATE, 0, view.width).each()
        for row, blocks in zip(seen, together, strict=True):
            alone = blocks_of(row, view)
            for name in Blocks.__slots__:
                assert np.array_equal(getattr(blocks, name), getattr(alone, name))


def test_narrow_clips_are_merged_into_one_and_wide_ones_are_not() -> None:
    row = row_of(track(*(clip(f"c{i}", count=2) for i in range(1000))), RATE, None, online)
    far = blocks_of(row, View(zoom=Fraction(12), width=1000))
    assert len(far) == 1
    assert far.code[0] == PICTURE | RUN
    near = blocks_of(row, View(zoom=Fraction(12 * NARROW), width=1000))
    assert len(near) >= 1000 // NARROW
    assert not np.any(near.code & RUN)


def test_a_gap_among_narrow_clips_is_still_seen() -> None:
    narrow = [clip(f"c{i}", count=2) for i in range(100)]
    row = row_of(track(*narrow[:50], gap("g", 40), *narrow[50:]), RATE, None, online)
    blocks = blocks_of(row, View(zoom=Fraction(12), width=1000))
    assert (blocks.code & KIND).tolist() == [PICTURE, GAP, PICTURE]


def test_a_block_tells_the_state_of_its_clip() -> None:
    shots = (clip("on"), clip("off", enabled=False), clip("lost"), clip("worked", graph="g1"))
    row = row_of(track(*shots), RATE, None, lambda shot: shot.name == "lost")
    codes = blocks_of(row, View(zoom=Fraction(100), width=1000)).code.tolist()
    assert codes == [PICTURE, PICTURE | OFF, PICTURE | OFFLINE, PICTURE | GRAPH]


def test_a_transition_spans_both_neighbours_and_takes_no_room() -> None:
    row = row_of(track(clip("a"), transition("x", 3, 5), clip("b")), RATE, None, online)
    assert row.bounds == (0, 24, 48)
    assert [(change.start, change.end) for change in row.changes] == [(21, 29)]


def test_a_trimmed_track_shows_what_is_left_of_it() -> None:
    row = row_of(track(clip("a"), clip("b"), source=stretch(12, 20)), RATE, None, online)
    assert row.bounds == (0, 12, 20)


def test_a_track_that_is_trimmed_in_another_clock_shows_its_clips() -> None:
    row = row_of(track(clip("a"), clip("b"), source=stretch(-86243, 48)), RATE, None, online)
    assert row.bounds == (0, 24, 48)


def test_only_what_is_seen_is_worked_out() -> None:
    row = row_of(track(*(clip(f"c{i}") for i in range(5000))), RATE, None, online)
    blocks = blocks_of(row, View(zoom=Fraction(48), scroll=Fraction(2500), width=480))
    assert len(blocks) <= 480 // 48 + 4
    assert 2490 <= blocks.first[0] <= 2500


def test_every_real_timeline_lies_within_its_rows(shared_data: Path) -> None:
    files = sorted((shared_data / "timelines").rglob("*.otio"))
    assert len(files) > 20
    for file in files:
        cut = read_cut(file.read_text("utf-8"), where=file.name)
        rows = [row_of(holder, cut.rate, None, online) for holder in holders_of(cut)]
        assert max((Time(row.end, cut.rate) for row in rows), default=Time(0, RATE)) == cut_duration(cut)
        view = fitted(View(width=1000, height=200), cut_duration(cut).seconds, cut.rate)
        seen = Laid().visible(rows, view, cut.rate, 0, 1000).each()
        assert max((int(blocks.right.max()) for blocks in seen if len(blocks)), default=0) == (
            max((view.drawn(row.end, cut.rate) for row in rows), default=0)
        )
