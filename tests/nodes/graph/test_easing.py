"""Keyframes: how values go from one to the next, and their setting, moving and removing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api.curves import Curve, Key
from nodes.api.kinds import Kind
from nodes.api.params import Param
from nodes.api.times import Rate, Time
from nodes.graph.animation import curve_of
from nodes.graph.easing import EASES, eased, moved_key, with_ease, with_key, without_key
from nodes.graph.model import Foreign, Graph, GraphNode, Keys
from nodes.graph.serialise import from_json, to_json

RATE = Rate(24)
PARAM = Param("size", Kind("float"), 0.0, animatable=True)


def at(frame: int) -> Time:
    return Time(frame, RATE)


def keys(*said: tuple[int, float, str]) -> Keys:
    return Keys(tuple((at(frame), value) for frame, value, _ in said), tuple(ease for *_, ease in said))


@pytest.mark.parametrize(
    ("ease", "quarter", "half"),
    [("linear", 25, 50), ("hold", 0, 0), ("smooth", 15.625, 50), ("start", 6.25, 25), ("end", 43.75, 75)],
)
def test_each_ease_is_its_formula_at_whole_frames(ease: str, quarter: float, half: float) -> None:
    curve = curve_of(PARAM, keys((0, 0.0, ease), (8, 100.0, "linear")))
    assert [curve.at(at(frame)) for frame in (0, 2, 4, 8, 9)] == pytest.approx([0, quarter, half, 100, 100])


def test_a_held_value_stays_until_the_next_key_between_frames_too() -> None:
    curve = curve_of(PARAM, keys((0, 0.0, "hold"), (8, 100.0, "linear")))
    assert curve.at(Time(7, RATE) + Time(1, Rate(48))) == 0
    assert curve.at(at(8)) == 100


def test_straight_keys_stay_the_keys_they_are() -> None:
    straight = Curve((Key(at(0), 0.0), Key(at(8), 1.0)))
    assert eased(straight, ("linear", "linear")) is straight
    assert Keys(((at(0), 1.0),), ("linear",)) == Keys(((at(0), 1.0),))


@given(st.sampled_from(sorted(EASES)), st.integers(1, 40), st.floats(-5, 5), st.floats(-5, 5))
def test_eases_begin_and_end_at_the_keys_and_never_go_beyond(
    ease: str, length: int, low: float, high: float
) -> None:
    curve = curve_of(PARAM, keys((3, low, ease), (3 + length, high, "linear")))
    assert curve.at(at(3)) == low and curve.at(at(3 + length)) == high
    least, most = min(low, high) - 1e-9, max(low, high) + 1e-9
    assert all(least <= curve.at(at(frame)) <= most for frame in range(length + 8))


def test_eases_survive_json_and_unknown_ones_are_set_aside() -> None:
    said = keys((0, 0.0, "smooth"), (8, 1.0, "linear"))
    graph = Graph({"a": GraphNode("a", "filter.blur", drives={"size": said})}, {})
    data = to_json(graph)
    assert from_json(data) == graph
    assert data["nodes"][0]["drives"]["size"]["keys"][0][2] == "smooth"
    assert len(data["nodes"][0]["drives"]["size"]["keys"][1]) == 2
    data["nodes"][0]["drives"]["size"]["keys"][0][2] = "bounce"
    by = from_json(data).nodes["a"].drives["size"]
    assert isinstance(by, Foreign) and to_json(from_json(data)) == data


def test_keys_are_set_moved_eased_and_removed() -> None:
    made = with_key(with_key(None, at(10), 1.0), at(0), 0.0)
    assert made == keys((0, 0.0, "linear"), (10, 1.0, "linear"))
    made = with_ease(made, at(0), "smooth")
    between = with_key(made, at(5), 0.25)
    assert between == keys((0, 0.0, "smooth"), (5, 0.25, "smooth"), (10, 1.0, "linear"))
    assert with_key(between, at(0), 2.0) == keys((0, 2.0, "smooth"), (5, 0.25, "smooth"), (10, 1.0, "linear"))
    moved = moved_key(between, at(5), at(10), 3.0)
    assert moved == keys((0, 0.0, "smooth"), (10, 3.0, "smooth"))
    assert without_key(moved, at(10)) == keys((0, 0.0, "smooth"))
    assert without_key(keys((0, 0.0, "linear")), at(0)) is None
