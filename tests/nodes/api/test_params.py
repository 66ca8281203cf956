"""Parameter values as JSON and as Python."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import (
    BadInput,
    BadValue,
    Click,
    Curve,
    Key,
    NodeError,
    Param,
    Prompts,
    Range,
    Rate,
    ShapePrompt,
    Slider,
    Time,
)
from nodes.api.kinds import Kind, decode, encode
from tests.nodes.api.authors import shapes

FLOAT, INT, PX = Kind("float"), Kind("int"), Kind("float", px=True)
RATE = Rate(24000, 1001)

times = st.builds(Time, st.fractions(max_denominator=1001), st.sampled_from([Rate(24), RATE]))
plain = st.one_of(
    st.tuples(st.just(Kind("bool")), st.booleans()),
    st.tuples(st.just(INT), st.integers()),
    st.tuples(st.just(FLOAT), st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just(Kind("str")), st.text()),
    st.tuples(st.just(Kind("seed")), st.integers(0, 2**63 - 1)),
    st.tuples(st.just(Kind("choice", choices=("a", 1, True))), st.sampled_from(["a", 1, True])),
    st.tuples(st.just(Kind("time")), times),
    st.tuples(st.just(Kind("range")), st.builds(Range, times, times)),
    st.tuples(
        st.just(Kind("prompts")),
        st.builds(Prompts, st.tuples(st.builds(Click, times, st.floats(0, 100), st.floats(0, 100)))),
    ),
)
nested = st.one_of(
    plain,
    st.lists(plain, min_size=1, max_size=3).map(
        lambda pairs: (Kind("tuple", tuple(kind for kind, _ in pairs)), tuple(value for _, value in pairs))
    ),
    plain.map(lambda pair: (Kind("tuple", (pair[0],), repeats=True), (pair[1],) * 3)),
    plain.map(lambda pair: (Kind("curve", (pair[0],)), Curve.constant(pair[1]))),
)


@given(nested)
def test_every_value_comes_back_from_json(pair):
    kind, value = pair
    back = decode(
        Kind.from_json(json.loads(json.dumps(kind.to_json()))), json.loads(json.dumps(encode(kind, value)))
    )
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FLOAT, "1"),
        (FLOAT, True),
        (FLOAT, float("nan")),
        (FLOAT, 10**400),
        (FLOAT, None),
        (INT, 1.5),
        (INT, False),
        (Kind("bool"), 1),
        (Kind("str"), 1),
        (Kind("seed"), -1),
        (Kind("seed"), 2**63),
        (Kind("choice", choices=("a", 1)), True),
        (Kind("choice", choices=("a",)), []),
        (Kind("time"), ["1"]),
        (Kind("time"), ["1", "0"]),
        (Kind("time"), ["1/0", "24"]),
        (Kind("time"), 5),
        (Kind("range"), [["0", "24"]]),
        (Kind("prompts"), []),
        (Kind("prompts"), {"clicks": [{"x": 1}]}),
        (Kind("prompts"), {"clicks": [{"time": ["0", "24"], "x": 1, "y": 1, "colour": 2}]}),
        (Kind("tuple", (FLOAT, FLOAT)), [1.0]),
        (Kind("tuple", (FLOAT,), repeats=True), [1.0, "x"]),
        (Kind("tuple", (FLOAT,), repeats=True), "12"),
        (Kind("newer"), 1),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_node_and_parameter(kind, value):
    with pytest.raises(BadValue) as caught:
        Param("amount", kind).decode(value, node="acme.gain")
    assert str(caught.value).startswith("Set 'amount' of acme.gain: it ")
    assert (caught.value.port, caught.value.exit_code) == ("amount", 2)
    assert isinstance(caught.value, NodeError | BadInput)


def test_a_slider_is_what_the_control_shows_and_a_hard_one_is_a_limit():
    assert Param("a", FLOAT, slider=Slider(0, 4)).decode(9) == 9.0
    hard = Param("a", Kind("tuple", (FLOAT, FLOAT)), slider=Slider(0, 4, "stops", hard=True))
    assert hard.decode([0, 4]) == (0.0, 4.0)
    with pytest.raises(BadValue, match="needs 0 to 4 stops, got 5"):
        hard.decode([0, 5])
    with pytest.raises(BadValue, match="needs 0 to 4 stops, got -1"):
        hard.encode((-1.0, 0.0))


def test_none_is_for_nullable_parameters_alone():
    assert shapes.soften.spec.param("limit").decode(None) is None
    with pytest.raises(BadValue):
        shapes.soften.spec.param("size").decode(None)


def test_whole_floats_are_read_as_integers():
    assert decode(INT, 3.0) == 3
    assert isinstance(decode(INT, 3.0), int)


def test_shapes_of_prompts_keep_their_points():
    outline = ShapePrompt(Time(1, RATE), ((0.0, 0.5), (3.0, 4.0)), curved=True, obj=2)
    prompts = Prompts(shapes=(outline,))
    assert Prompts.from_json(json.loads(json.dumps(prompts.to_json()))) == prompts
    assert not prompts.is_empty and Prompts().is_empty


def test_pixels_are_scaled_wherever_they_are_and_nothing_else_is():
    pair = Param("at", Kind("tuple", (PX, FLOAT)))
    assert pair.scaled((8.0, 8.0), 0.5) == (4.0, 8.0)
    many = Param("points", Kind("tuple", (Kind("tuple", (PX, PX)),), repeats=True))
    assert many.scaled(((2.0, 4.0), (6.0, 8.0)), 0.5) == ((1.0, 2.0), (3.0, 4.0))
    curve = Param("size", Kind("curve", (PX,)))
    assert curve.scaled(Curve.constant(10.0), 0.25) == Curve.constant(2.5)
    assert Param("size", PX, nullable=True).scaled(None, 0.5) is None
    assert Param("amount", FLOAT).scaled(8.0, 0.5) == 8.0


def test_a_curve_is_straight_between_keys_and_held_outside():
    curve = Curve((Key(Time(10, Rate(24)), 1.0), Key(Time(0, Rate(24)), 0.0)))
    assert [curve.at(Time(n, Rate(24))) for n in (-5, 0, 5, 10, 99)] == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_a_curve_of_whole_numbers_rounds_and_of_choices_holds():
    whole = Curve((Key(Time(0, Rate(24)), 0), Key(Time(4, Rate(24)), 2)))
    assert [whole.at(Time(n, Rate(24))) for n in range(5)] == [0, 1, 1, 2, 2]
    names = Curve((Key(Time(0, Rate(24)), "a"), Key(Time(4, Rate(24)), "b")))
    assert [names.at(Time(n, Rate(24))) for n in (3, 4)] == ["a", "b"]
    colour = Curve((Key(Time(0, Rate(24)), (0.0, 1.0)), Key(Time(2, Rate(24)), (1.0, 1.0))))
    assert colour.at(Time(1, Rate(24))) == (0.5, 1.0)
    flags = Curve((Key(Time(0, Rate(24)), False), Key(Time(2, Rate(24)), True)))
    assert flags.at(Time(1, Rate(24))) is False


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(-9, 9)), min_size=1, unique_by=lambda pair: pair[0]))
def test_a_curve_stays_within_its_keys_and_passes_through_them(pairs):
    curve = Curve(tuple(Key(Time(frame, Rate(24)), value) for frame, value in pairs))
    values = [value for _, value in pairs]
    for frame, value in pairs:
        assert curve.at(Time(frame, Rate(24))) == value
        between = curve.at(Time(2 * frame + 1, Rate(48)))
        assert min(values) - 1e-9 <= between <= max(values) + 1e-9


def test_a_curve_needs_keys_at_different_times():
    with pytest.raises(ValueError, match="at least one key"):
        Curve(())
    with pytest.raises(ValueError, match="two keys"):
        Curve((Key(Time(1, Rate(24)), 0.0), Key(Time(2, Rate(48)), 1.0)))


def test_generic_values_can_be_made_with_their_type_written_out():
    assert Curve[float]((Key[float](Time(0, RATE), 1.0),)) == Curve((Key(Time(0, RATE), 1.0),))
