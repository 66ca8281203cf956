"""What every tool makes of a hand's presses and moves, and of a prompt it takes hold of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from editor.ui.pointing.gestures import begun
from editor.ui.pointing.grips import Grip, grip_at, pulled
from editor.ui.pointing.hands import Held, Spot, Tool
from editor.ui.pointing.outlines import away_from, thinned
from editor.ui.pointing.prompts import added, moved, of, swapped
from nodes.api import BoxPrompt, Click, Lock, Rate, ShapePrompt, Stroke, Time

HERE = Time(7, Rate(24))
HELD = Held(HERE, obj=2, width=8.0)


def dragged(tool: Tool, *places: tuple[float, float], held: Held = HELD, pressure: float = 1.0) -> object:
    gesture = begun(tool, held)
    gesture.press(Spot(*places[0], pressure))
    for place in places[1:]:
        gesture.move(Spot(*place, pressure), held=True)
    gesture.release(Spot(*places[-1], pressure))
    assert gesture.done
    return gesture.made


def test_a_click_counts_where_it_began() -> None:
    assert dragged("click", (3.25, 4.5), (9, 9)) == (Click(HERE, 3.25, 4.5, True, 2),)


def test_a_box_is_the_same_from_any_corner_and_nothing_where_it_has_no_size() -> None:
    wanted = (BoxPrompt(HERE, 10, 20, 40, 60, 2),)
    assert dragged("box", (10, 20), (40, 60)) == wanted
    assert dragged("box", (40, 20), (10, 60)) == wanted
    assert dragged("box", (10, 20), (11, 60)) == ()


def test_a_brush_paints_as_wide_as_it_is_and_an_eraser_what_is_not() -> None:
    line = ((0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (20.0, 10.0))
    thin = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0))
    assert dragged("brush", *line) == (Stroke(HERE, thin, 8.0, True, 2),)
    assert dragged("eraser", *line) == (Stroke(HERE, thin, 8.0, False, 2),)


def test_a_pen_that_is_pressed_less_paints_thinner() -> None:
    gesture = begun("brush", HELD)
    gesture.press(Spot(0, 0, 1.0))
    gesture.move(Spot(10, 0, 1.0), held=True)
    gesture.move(Spot(20, 0, 0.5), held=True)
    gesture.release(Spot(30, 0, 0.5))
    wide, narrow = gesture.made
    assert isinstance(wide, Stroke)
    assert isinstance(narrow, Stroke)
    assert (wide.width, narrow.width) == (8.0, 4.0)
    assert wide.points[-1] == narrow.points[0], "no gap between the two"


def test_a_lasso_is_a_closed_outline() -> None:
    (shape,) = dragged("lasso", (0, 0), (30, 0), (30, 30), (0, 30))  # type: ignore[misc]
    assert shape == ShapePrompt(HERE, ((0, 0), (30, 0), (30, 30), (0, 30)), False, 2)
    assert dragged("lasso", (0, 0), (2, 0)) == ()


def cornered(tool: Tool, *corners: tuple[tuple[float, float], tuple[float, float]]) -> tuple[object, ...]:
    gesture = begun(tool, HELD)
    for at, to in corners:
        gesture.press(Spot(*at))
        gesture.move(Spot(*to), held=True)
        gesture.release(Spot(*to))
        assert not gesture.done
    gesture.finish()
    return gesture.made


def test_a_curve_bends_where_a_corner_is_dragged() -> None:
    (curve,) = cornered("bezier", ((0, 0), (10, 0)), ((50, 0), (50, 0)), ((50, 50), (50, 60)))
    assert curve == ShapePrompt(
        HERE,
        ((-10, 0), (0, 0), (10, 0), (50, 0), (50, 0), (50, 0), (50, 40), (50, 50), (50, 60)),
        True,
        2,
    )


def test_an_outline_closes_at_its_first_corner_and_takes_corners_back() -> None:
    gesture = begun("shape", HELD)
    for place in ((0, 0), (40, 0), (90, 90)):
        gesture.press(Spot(*place))
        gesture.release(Spot(*place))
    assert gesture.back()
    for place in ((40, 40), (0, 40)):
        gesture.press(Spot(*place))
        gesture.release(Spot(*place))
    gesture.press(Spot(1, 2))
    assert gesture.done
    assert gesture.made == (ShapePrompt(HERE, ((0, 0), (40, 0), (40, 40), (0, 40)), False, 2),)


def test_two_corners_are_no_outline() -> None:
    assert cornered("shape", ((0, 0), (0, 0)), ((40, 0), (40, 0))) == ()


points = some.lists(some.tuples(some.floats(-500, 500), some.floats(-500, 500)), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(points, some.floats(0.1, 20))
def test_a_thinned_line_keeps_its_ends_and_stays_near_every_point(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    thin = thinned(line, tolerance)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    pieces = list(pairwise(thin)) or [(thin[0], thin[0])]
    for point in line:
        assert min(away_from(point, *piece) for piece in pieces) <= tolerance + 1e-6


def test_the_newest_prompt_under_the_hand_is_taken_of_this_frame_and_of_what_is_shown() -> None:
    old, new = Click(HERE, 50, 50), Click(HERE, 52, 50, obj=2)
    later = Click(HERE + Time(1, HERE.rate), 50, 50)
    prompts = of((old, new, later))
    assert grip_at(prompts, HERE, (1, 2), Spot(51, 50)) == Grip(new, None, Spot(51, 50))
    assert grip_at(prompts, HERE, (1,), Spot(51, 50)) == Grip(old, None, Spot(51, 50))
    assert grip_at(prompts, HERE, (1, 2), Spot(80, 50)) is None


def test_a_box_is_pulled_by_a_corner_and_a_click_as_a_whole() -> None:
    box = BoxPrompt(HERE, 10, 10, 30, 30)
    assert pulled(Grip(box, 2, Spot(30, 30)), Spot(50, 40)) == BoxPrompt(HERE, 10, 10, 50, 40)
    assert pulled(Grip(box, 0, Spot(10, 10)), Spot(40, 40)) == BoxPrompt(HERE, 30, 30, 40, 40)
    click = Click(HERE, 10, 10)
    assert pulled(Grip(click, None, Spot(11, 11)), Spot(21, 31)) == Click(HERE, 20, 30)


@pytest.mark.parametrize("broken", [False, True])
def test_a_handle_turns_the_other_one_unless_it_is_broken(broken: bool) -> None:
    flat = ((0.0, 0.0), (10.0, 0.0), (20.0, 0.0))
    shape = ShapePrompt(HERE, flat * 3, True)
    made = pulled(Grip(shape, 2, Spot(20, 0)), Spot(10, 10), broken=broken)
    assert isinstance(made, ShapePrompt)
    assert made.points[:3] == (flat[0] if broken else (10.0, -10.0), (10.0, 0.0), (10.0, 10.0))
    corner = pulled(Grip(shape, 1, Spot(10, 0)), Spot(15, 5))
    assert isinstance(corner, ShapePrompt)
    assert corner.points[:3] == ((5.0, 5.0), (15.0, 5.0), (25.0, 5.0))


def test_prompts_are_added_swapped_moved_and_taken_away_one_by_one() -> None:
    click, box = Click(HERE, 1, 2), BoxPrompt(HERE, 0, 0, 9, 9)
    prompts = added(of((click,)), (box,))
    assert prompts.everything == (click, box)
    assert swapped(prompts, click, moved(click, 3, -1)).everything == (Click(HERE, 4, 1), box)
    assert swapped(prompts, box, None).everything == (click,)
    one, other = Lock(HERE, "a.png"), Lock(HERE, "b.png")
    assert added(of((one,)), (other,)).locks == (other,), "a frame is locked once"
