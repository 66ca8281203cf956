"""Snapping picks what is nearest; the pointer finds what is drawn there; the ruler counts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.model import Cut, Marker
from editor.ui.timeline.hit import hit
from editor.ui.timeline.rows import Row, row_of
from editor.ui.timeline.ruler import ticks
from editor.ui.timeline.snap import snapped
from editor.ui.timeline.view import HEADER, RULER, View
from nodes.api.times import Rate, Time
from tests.editor.document.made import clip, cuts, frames, gap, stretch, track, transition

RATE = Rate(24)
VIEW = View(zoom=Fraction(240), width=2000, height=200, tops=(0, 60))


def rows_of(*tracks: object) -> list[Row]:
    return [row_of(each, RATE, None, lambda shot: False) for each in tracks]  # type: ignore[arg-type]


@given(
    cuts(),
    st.fractions(0, 400, max_denominator=48),
    st.fractions(1, 500, max_denominator=100),
    st.lists(st.integers(0, 400).map(frames), max_size=3),
)
def test_snapping_picks_the_nearest_within_reach(
    cut: Cut, at: Fraction, zoom: Fraction, others: list[Time]
) -> None:
    rows, view = rows_of(*cut.stack.items), View(zoom=zoom, width=1000)
    targets = [bound for row in rows for bound in row.bounds] + [other.value for other in others]
    nearest = min(targets, key=lambda target: (abs(target - at), target))
    reached = abs(nearest - at) * zoom / 24 <= 8
    assert snapped(Time(at, RATE), view, RATE, rows, (), others) == (Time(nearest, RATE) if reached else None)


def test_markers_draw_too() -> None:
    noted = clip("a", first=100, markers=(Marker("note", stretch(110, 1)),))
    (row,) = rows_of(track(noted))
    assert [mark.start for mark in row.marks] == [10]
    assert snapped(Time(Fraction(21, 2), RATE), VIEW, RATE, [row], ()) == frames(10)


@pytest.mark.parametrize(
    ("frame", "part", "name"),
    [
        (0.2, "head", "a"),
        (12, "body", "a"),
        (23.8, "tail", "a"),
        (24.2, "tail", "a"),
        (24.8, "lane", None),
        (36, "lane", None),
        (47.8, "head", "b"),
        (48.3, "head", "b"),
        (60, "body", "b"),
        (65, "transition", "x"),
        (74.5, "transition", "x"),
        (80, "body", "c"),
        (200, "lane", None),
    ],
)
def test_the_pointer_finds_bodies_edges_and_transitions(frame: float, part: str, name: str | None) -> None:
    rows = rows_of(track(clip("a"), gap("g", 24), clip("b"), transition("x", 8, 3), clip("c")))
    found = hit(HEADER + frame * 10, RULER + 40, VIEW, RATE, rows, ())
    assert (found.part, None if found.item is None else found.item.name) == (part, name)


def test_the_pointer_finds_ruler_headers_markers_and_nothing() -> None:
    rows = rows_of(track(clip("a", first=100, markers=(Marker("note", stretch(112, 1)),))))

    def part(x: float, y: float) -> str:
        return hit(x, y, VIEW, RATE, rows, ()).part

    assert part(HEADER + 50, RULER - 4) == "ruler"
    assert part(20, RULER + 10) == "header"
    assert part(HEADER + 121, RULER + 3) == "marker"
    assert part(HEADER + 121, RULER + 20) == "body"
    assert part(HEADER + 50, RULER + 190) == "nothing"


def test_narrow_clips_keep_a_body_between_their_edges() -> None:
    rows = rows_of(track(clip("a", count=1)))
    parts = [hit(HEADER + x, RULER + 20, VIEW, RATE, rows, ()).part for x in (1, 5, 9)]
    assert parts == ["head", "body", "tail"]


def test_the_ruler_labels_round_timecode() -> None:
    start = Time(86400 + 7, RATE)
    labels = [tick.label for tick in ticks(VIEW, RATE, start, "timecode") if tick.label]
    assert labels[:3] == ["01:00:00:12", "01:00:01:00", "01:00:01:12"]


@given(
    st.fractions(Fraction(1, 50), 2000, max_denominator=1000),
    st.fractions(0, 5000, max_denominator=100),
    st.sampled_from([Rate(24), Rate(25), Rate(30000, 1001), Rate(60)]),
    st.sampled_from(["timecode", "frames"]),
)
def test_labels_never_run_into_each_other(zoom: Fraction, scroll: Fraction, rate: Rate, units: str) -> None:
    view = View(zoom=zoom, scroll=scroll, width=1500)
    seen = list(ticks(view, rate, None, units))  # type: ignore[arg-type]
    labelled = [tick.x for tick in seen if tick.label]
    assert all(after - before >= 63 for before, after in pairwise(labelled))
    assert all(after.x - before.x >= 6 for before, after in pairwise(seen))
    assert len(seen) <= 400
