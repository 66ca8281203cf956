from __future__ import annotations

from typing import Any

from editor.ui.inspector.fields import fields_of
from nodes.api.hints import Slider, visible_when
from nodes.api.kinds import Kind
from nodes.api.params import Param
from nodes.api.spec import Spec
from nodes.api.times import Rate, Time
from nodes.graph.model import GraphNode, Keys, Link

COLOUR = Kind("tuple", (Kind("float"),) * 3)


def a_spec(*params: Param) -> Spec:
    return Spec("color.thing", 1, "frame", (), (), params)


def shown(spec: Spec, **fields: Any) -> dict[str, Any]:
    return {field.name: field for field in fields_of(GraphNode("it", spec.id, **fields), spec)}


def test_every_kind_has_the_control_that_suits_it() -> None:
    spec = a_spec(
        Param("amount", Kind("float"), 1.0),
        Param("count", Kind("int"), 3),
        Param("seed", Kind("seed"), None, nullable=True),
        Param("on", Kind("bool"), True),
        Param("mode", Kind("choice", choices=("soft", "hard")), "soft"),
        Param("words", Kind("str"), ""),
        Param("gain", COLOUR, [1.0, 1.0, 1.0]),
        Param("curve", Kind("curve", (Kind("float"),)), 0.5),
        Param("file", Kind("file", of="frame"), required=True),
        Param("many", Kind("tuple", (Kind("float"),), repeats=True), []),
    )
    controls = {name: field.control for name, field in shown(spec).items()}
    assert controls == {
        "amount": "number",
        "count": "whole",
        "seed": "seed",
        "on": "switch",
        "mode": "choice",
        "words": "text",
        "gain": "colour",
        "curve": "number",
        "file": "file",
        "many": "list",
    }


def test_a_value_differs_from_its_default_or_not() -> None:
    spec = a_spec(Param("gain", COLOUR, [1.0, 1.0, 1.0]))
    assert not shown(spec)["gain"].changed
    assert not shown(spec, params={"gain": 1.0})["gain"].changed
    changed = shown(spec, params={"gain": 1.5})["gain"]
    assert changed.changed
    assert changed.value == [1.5, 1.5, 1.5]
    assert changed.parts == ("red", "green", "blue")


def test_keyframes_and_drives_are_told_and_not_set_by_hand() -> None:
    spec = a_spec(Param("amount", Kind("float"), 1.0), Param("size", Kind("float"), 1.0))
    keys = Keys(((Time(0, Rate(24)), 0.0), (Time(9, Rate(24)), 1.0)))
    fields = shown(spec, drives={"amount": keys, "size": Link("curve")})
    assert (fields["amount"].control, fields["amount"].moved) == ("shown", "2 keyframes")
    assert fields["size"].moved == "driven by curve.out"
    assert fields["amount"].changed


def test_a_parameter_hides_where_its_spec_says_so() -> None:
    spec = a_spec(
        Param("mode", Kind("choice", choices=("soft", "hard")), "soft"),
        Param("edge", Kind("float"), 1.0, visible_when=visible_when(mode="hard")),
    )
    assert list(shown(spec)) == ["mode"]
    assert list(shown(spec, params={"mode": "hard"})) == ["mode", "edge"]


def test_a_slider_spans_what_the_spec_says_or_what_holds_the_default() -> None:
    spec = a_spec(
        Param("a", Kind("float"), 1.0, slider=Slider(-2, 2, "stops", hard=True)),
        Param("b", Kind("float"), 30.0),
        Param("c", Kind("float"), -30.0),
    )
    fields = shown(spec)
    assert (fields["a"].span.low, fields["a"].span.high, fields["a"].hard) == (-2, 2, True)
    for name in ("b", "c"):
        assert fields[name].span.low <= fields[name].default <= fields[name].span.high
