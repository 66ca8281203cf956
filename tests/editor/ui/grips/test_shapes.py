"""What a drag makes of each kind of handle."""

from __future__ import annotations

import pytest

from editor.ui.grips.shapes import Held, dragged, grips_of, nudged


def test_an_angle_goes_on_beyond_a_turn_and_in_steps() -> None:
    held = Held("rotate", "rotate", "angle", (170.0,), about=(0.0, 0.0))
    assert dragged(held, 0, (-10.0, -1.0), (-10.0, 1.0), now=170.0)[0] == pytest.approx(181.42, abs=0.01)
    assert dragged(held, 0, (10.0, 0.0), (0.0, -10.0), now=600.0) == (620.0,)
    assert dragged(held, 0, (10.0, 0.0), (9.0, -2.0), constrained=True, now=170.0) == (180.0,)
    assert nudged(held, 0, 0.0, -1.0) == (171.0,)


def test_what_is_round_is_so_as_it_is_seen() -> None:
    wide = Held("size", "size", "radius", (20.0,), about=(50.0, 50.0), aspect=2.0)
    assert grips_of(wide, 1.0) == ((60.0, 50.0),)
    assert dragged(wide, 0, (60.0, 50.0), (65.0, 50.0)) == (30.0,)
    assert dragged(wide, 0, (50.0, 70.0), (50.0, 20.0)) == (30.0,)
    assert dragged(wide, 0, (60.0, 50.0), (50.0, 50.0)) == (0.0,)
    turned = Held("rotate", "rotate", "angle", (90.0,), about=(50.0, 50.0), aspect=2.0)
    assert grips_of(turned, 1.0)[0] == pytest.approx((50.0, -22.0))
    assert dragged(turned, 0, (50.0, 40.0), (45.0, 50.0), now=90.0) == (180.0,)


def test_a_line_is_held_by_its_ends_and_its_middle_and_slants_in_steps() -> None:
    held = Held("line", "line", "line", (0.0, 0.0, 10.0, 0.0))
    assert grips_of(held, 1.0) == ((0.0, 0.0), (10.0, 0.0), (5.0, 0.0))
    assert dragged(held, 1, (10.0, 0.0), (12.0, 3.0)) == (0.0, 0.0, 12.0, 3.0)
    assert dragged(held, 2, (5.0, 0.0), (6.0, 3.0)) == (1.0, 3.0, 11.0, 3.0)
    assert dragged(held, 1, (10.0, 0.0), (10.0, 9.0), constrained=True) == pytest.approx(
        (0.0, 0.0, 9.51, 9.51), abs=0.01
    )


def test_a_constrained_corner_keeps_a_boxs_shape() -> None:
    held = Held("box", "box", "box", (0.0, 0.0, 40.0, 20.0))
    assert dragged(held, 2, (40.0, 0.0), (40.0, 0.0)) == held.value
    corner = grips_of(held, 1.0).index((40.0, 20.0))
    assert dragged(held, corner, (40.0, 20.0), (60.0, 21.0), constrained=True) == (0.0, 0.0, 60.0, 30.0)
    assert dragged(held, corner, (40.0, 20.0), (50.0, 21.0)) == (0.0, 0.0, 50.0, 21.0)


def test_numbers_stay_within_what_is_allowed() -> None:
    held = Held("at", "at", "point", (0.5, 0.5), low=0.0, high=1.0)
    assert dragged(held, 0, (0.0, 0.0), (7.0, 0.123)) == (1.0, 0.62)
