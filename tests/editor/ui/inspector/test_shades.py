"""Colours of the working space as a display shows them, against the engine's own way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from editor.engine import start_engine
from editor.ui.inspector.shades import Display
from nodes.api import ColourTags
from nodes.media.working import WorkingSpace, conversion

ACESCG = Display(
    tuple(
        tuple(row)
        for row in conversion(WorkingSpace(), ColourTags("rgb", "full", "bt709", "bt709")).inverse.tolist()  # type: ignore[attr-defined]
    )
)
unit = some.floats(0, 1)


def test_the_engine_tells_how_the_working_space_is_shown() -> None:
    with start_engine() as engine:
        assert np.allclose(engine.to_display(WorkingSpace().to_json()), ACESCG.matrix, atol=1e-6)


@given(unit, unit, unit)
def test_codes_lead_back_to_the_colour(red: float, green: float, blue: float) -> None:
    assert ACESCG.codes(ACESCG.light((red, green, blue))) == pytest.approx((red, green, blue), abs=0.01)


@given(some.floats(0, 0.999), some.floats(0.05, 1), some.floats(0.2, 1))
def test_hue_saturation_and_value_lead_back(hue: float, saturation: float, value: float) -> None:
    back = ACESCG.hsv(ACESCG.of_hsv(hue, saturation, value))
    assert back[1:] == pytest.approx((saturation, value), abs=0.02)
    assert min(abs(back[0] - hue), 1 - abs(back[0] - hue)) < 0.01


def test_codes_are_those_that_the_viewer_shows() -> None:
    tags = ColourTags("rgb", "full", "bt709", "bt709")
    light = np.array([[[0.18, 0.3, 0.05]]], np.float32)
    signal = conversion(WorkingSpace(), tags).back(light)[0, 0]
    assert ACESCG.codes((0.18, 0.3, 0.05)) == pytest.approx(tuple(signal), abs=1e-4)


def test_hex_is_read_short_and_long_and_nothing_else() -> None:
    light = ACESCG.of_hex("#33ffaa")
    assert light is not None and ACESCG.hex(light) == "#33ffaa"
    assert ACESCG.of_hex(" 3fa") == light
    assert ACESCG.of_hex("red") is None and ACESCG.of_hex("#12345") is None


def test_what_the_display_cannot_show_is_known_and_cut_off() -> None:
    assert ACESCG.is_beyond((4.0, 4.0, 4.0)) and ACESCG.is_beyond((0.0, 1.0, 0.0))
    assert not ACESCG.is_beyond((0.5, 0.5, 0.5))
    assert ACESCG.hex((4.0, 4.0, 4.0)) == "#ffffff"
