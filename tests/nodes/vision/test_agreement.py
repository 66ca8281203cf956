"""J and F against worked examples."""

import numpy as np
import pytest

from nodes.vision.agreement import area_agreement, outline_agreement


def square(x: int, y: int, side: int, shape: tuple[int, int] = (100, 100)) -> np.ndarray:
    made = np.zeros(shape, bool)
    made[y : y + side, x : x + side] = True
    return made


def test_a_mask_agrees_with_itself_and_nothing_with_nothing():
    one, none = square(20, 20, 40), np.zeros((100, 100), bool)
    assert (area_agreement(one, one), outline_agreement(one, one)) == (1, 1)
    assert (area_agreement(none, none), outline_agreement(none, none)) == (1, 1)
    assert (area_agreement(one, none), outline_agreement(one, none)) == (0, 0)


def test_area_is_what_both_cover_over_what_either_covers():
    assert area_agreement(square(0, 0, 40), square(20, 0, 40)) == pytest.approx(20 / 60)


def test_outlines_may_lie_apart_by_the_tolerance_and_no_more():
    # 0.008 of the diagonal of 100x100 is 1.13, rounded up to 2 pixels.
    true = square(20, 20, 40)
    assert outline_agreement(square(22, 20, 40), true) == 1
    assert outline_agreement(square(26, 20, 40), true) < 0.8
    assert outline_agreement(square(60, 60, 30), true) < 0.1
