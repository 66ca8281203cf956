"""At which size a model works for a picture of another size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from nodes.api import Format, Rate
from nodes.models.sizes import working_size

WAN = {"sizes": [[832, 480], [1280, 720]], "multiple": 16}


def size(width: int, height: int, aspect: Fraction = Fraction(1), card: Any = WAN) -> tuple[int, int]:
    return working_size(card, Format(width, height, Rate(24), aspect))


def test_a_size_that_the_model_makes_stays() -> None:
    assert size(832, 480) == (832, 480)
    assert size(1280, 720) == (1280, 720)
    assert size(960, 544) == (960, 544)


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_larger_pictures_are_made_smaller_in_their_shape(scale: int) -> None:
    width, height = size(1920 * scale, 1080 * scale)
    assert (width, height) == (1280, 720)


def test_smaller_pictures_are_made_larger_in_their_shape() -> None:
    width, height = size(160, 90)
    assert width * height == pytest.approx(832 * 480, rel=0.1)
    assert width / height == pytest.approx(16 / 9, rel=0.03)


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1000, 1000), (2048, 858), (777, 313)])
def test_any_shape_is_kept_within_a_few_parts_in_a_hundred(width: int, height: int) -> None:
    made = size(width, height)
    assert made[0] % 16 == made[1] % 16 == 0
    assert made[0] / made[1] == pytest.approx(width / height, rel=0.04)
    assert 832 * 480 * 0.9 <= made[0] * made[1] <= 1280 * 720 * 1.1


def test_the_shape_counts_as_it_is_seen() -> None:
    made = size(1440, 1080, Fraction(4, 3))
    assert made[0] / made[1] == pytest.approx(16 / 9, rel=0.02)


def test_without_sizes_the_nearest_multiple_is_taken() -> None:
    assert size(50, 33, card={"sizes": [], "multiple": 8}) == (48, 32)
    assert size(3, 2, card={"sizes": [], "multiple": 8}) == (8, 8)
