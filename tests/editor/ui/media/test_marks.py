"""In and out of media: what they keep of each other, and what an edit takes of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from editor.ui.media.marks import Marks
from nodes.api.times import Rate, Time

RATE = Rate(25)
ends = some.one_of(some.none(), some.integers(0, 99))


def lasts(frames: int) -> Time:
    return Time(frames, RATE)


def test_a_mark_beyond_the_other_takes_it_away() -> None:
    assert Marks().begun(10).ended(19) == Marks(10, 19)
    assert Marks(10, 19).begun(25) == Marks(25, None)
    assert Marks(10, 19).ended(4) == Marks(None, 4)
    assert Marks(10, 19).begun(19) == Marks(19, 19)


def test_three_points_make_an_edit() -> None:
    assert Marks(10).taken(100, lasts(5)) == (10, 14)
    assert Marks(None, 19).taken(100, lasts(5)) == (15, 19)
    assert Marks(10, 19).taken(100, lasts(5)) == (10, 19)
    assert Marks(98).taken(100, lasts(5)) == (98, 99)
    assert Marks().taken(100, lasts(5)) == (0, 4)


@given(ends, ends, some.one_of(some.none(), some.integers(1, 300)))
def test_what_is_taken_is_always_there(first: int | None, last: int | None, frames: int | None) -> None:
    if first is not None and last is not None and last < first:
        first, last = last, first
    begin, end = Marks(first, last).taken(100, None if frames is None else lasts(frames))
    assert 0 <= begin <= end < 100
