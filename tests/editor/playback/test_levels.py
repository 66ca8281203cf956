"""Levels are found by when their samples are heard."""

from __future__ import annotations

from editor.playback.levels import Levels
from nodes.engine.metering import SPAN


def test_levels_of_a_stretch_are_those_of_its_spans() -> None:
    levels = Levels()
    levels.add(0, [[[0.1, 0.2], [0.01, 0.02]], [[0.5, 0.1], [0.03, 0.0]]], {"a": [[0.1, 0.2], [0.3, 0.1]]})
    levels.add(2 * SPAN, [[[0.9, 0.9], [0.4, 0.4]]], {"a": [[0.0, 0.0]], "b": [[0.9, 0.9]]})
    found = levels.between(0, 2 * SPAN)
    assert found is not None and found.peaks == (0.5, 0.2) and found.squares == (0.02, 0.01)
    assert found.tracks == {"a": (0.3, 0.2)}
    later = levels.between(2 * SPAN, 2 * SPAN + 1)
    assert later is not None and later.peaks == (0.9, 0.9) and later.samples == 1
    assert later.tracks == {"a": (0.0, 0.0), "b": (0.9, 0.9)}
    assert levels.between(3 * SPAN, 9 * SPAN) is None and levels.between(5, 5) is None
