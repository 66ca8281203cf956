"""Connecting by hand: what fits, what does not and why, nodes put between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.graph.edits import add
from nodes.graph.errors import GraphError
from nodes.graph.inserting import (
    converted,
    inserted_after,
    inserted_from,
    inserted_into,
    inserted_on,
    link_at,
    readers,
)
from nodes.graph.joining import converters, joined, parted, refusal, swapped
from nodes.graph.model import GraphNode, Link
from nodes.graph.validate import validate
from tests.nodes.graph.kit import SPECS, chain, graph_of

SHOT = GraphNode("shot", "source.shot")
GRADE = GraphNode("grade", "color.grade", 2, inputs={"image": Link("shot")})
ROTO = GraphNode("roto", "segment.object", inputs={"shot": Link("shot")})
OVER = GraphNode("over", "composite.over", inputs={"top": Link("grade"), "below": Link("shot")})
STACK = GraphNode("stack", "composite.stack", inputs={"images": (Link("shot"), Link("grade"))})
GRAPH = graph_of(SHOT, GRADE, ROTO, OVER, STACK, out="over")


def test_what_fits_is_not_refused_and_connects() -> None:
    assert refusal(GRAPH, SPECS, Link("roto", "matte"), "grade", "mask") is None
    masked = joined(GRAPH, SPECS, Link("roto", "matte"), "grade", "mask")
    assert masked.nodes["grade"].inputs["mask"] == Link("roto", "matte")
    assert not validate(masked, SPECS, ["grade"])


def test_a_curve_drives_a_number_and_nothing_else_does() -> None:
    driven = joined(GRAPH, SPECS, Link("roto", "confidence"), "grade", "gain")
    assert driven.nodes["grade"].drives == {"gain": Link("roto", "confidence")}
    assert parted(driven, "grade", "gain") == GRAPH
    assert "a matte cannot move a number" in str(
        refusal(GRAPH, SPECS, Link("roto", "matte"), "grade", "gain")
    )
    assert "no number" in str(refusal(GRAPH, SPECS, Link("roto", "confidence"), "grade", "note"))


def test_what_does_not_fit_says_why_and_what_would_make_it_fit() -> None:
    wrong = refusal(GRAPH, SPECS, Link("grade"), "grade2", "mask")
    assert wrong is not None and "no node 'grade2'" in wrong.why
    graph = add(GRAPH, GraphNode("other", "color.grade", 2))
    wrong = refusal(graph, SPECS, Link("grade"), "other", "mask")
    assert wrong is not None
    assert wrong.why == "a picture cannot go into a matte"
    assert wrong.hint == "`segment.object` makes one of it" and wrong.by == ("segment.object",)
    between, name = converted(graph, wrong.by[0], SPECS, Link("grade"), "other", "mask")
    assert between.nodes[name].inputs == {"shot": Link("grade")}
    assert between.nodes["other"].inputs["mask"] == Link(name, "matte")


def test_no_circle_can_be_made() -> None:
    assert "cannot feed itself" in str(refusal(GRAPH, SPECS, Link("grade"), "grade", "image"))
    wrong = refusal(GRAPH, SPECS, Link("over"), "grade", "image")
    assert wrong is not None and wrong.why == "'grade' already feeds 'over'"
    with pytest.raises(GraphError, match="already feeds"):
        joined(GRAPH, SPECS, Link("over"), "grade", "image")


def test_inputs_of_many_grow_and_single_connections_of_theirs_are_changed_and_taken() -> None:
    grown = joined(GRAPH, SPECS, Link("over"), "stack", "images")
    assert grown.nodes["stack"].inputs["images"] == (Link("shot"), Link("grade"), Link("over"))
    other = joined(grown, SPECS, Link("over"), "stack", "images", 0)
    assert other.nodes["stack"].inputs["images"] == (Link("over"), Link("grade"), Link("over"))
    assert parted(grown, "stack", "images", 2) == GRAPH
    assert "images" not in parted(GRAPH, "stack", "images").nodes["stack"].inputs


def test_inputs_of_one_type_swap_and_swap_back() -> None:
    turned = swapped(GRAPH, "over", SPECS)
    assert turned.nodes["over"].inputs == {"top": Link("shot"), "below": Link("grade")}
    assert swapped(turned, "over", SPECS).nodes["over"].inputs == OVER.inputs
    many = swapped(GRAPH, "stack", SPECS)
    assert many.nodes["stack"].inputs["images"] == (Link("grade"), Link("shot"))
    with pytest.raises(GraphError, match="no two inputs"):
        swapped(GRAPH, "grade", SPECS)


@given(st.integers(0, 6), st.integers(1, 7))
def test_a_node_added_after_another_keeps_the_chain(after: int, length: int) -> None:
    after %= length
    grown, name = inserted_after(chain(length), "color.grade", SPECS, f"n{after}")
    assert grown.nodes[name].inputs == {"image": Link(f"n{after}")}
    if after == length - 1:
        assert grown.outputs == {"out": Link(name)}
    else:
        assert grown.nodes[f"n{after + 1}"].inputs == {"image": Link(name)}
        assert grown.outputs == chain(length).outputs
    assert not validate(grown, SPECS)


def test_a_node_that_makes_something_else_stays_beside_the_chain() -> None:
    grown, name = inserted_after(chain(3), "segment.object", SPECS, "n1")
    assert grown.nodes[name].inputs == {"shot": Link("n1")}
    assert {id: grown.nodes[id] for id in ("n0", "n1", "n2")} == dict(chain(3).nodes)


def test_a_node_is_put_on_one_connection_and_the_others_stay() -> None:
    grown, name = inserted_on(GRAPH, "color.grade", SPECS, "over", "below")
    assert grown.nodes["over"].inputs == {"top": Link("grade"), "below": Link(name)}
    assert list(readers(grown, Link("shot"))) == [
        ("grade", "image", None),
        ("roto", "shot", None),
        ("stack", "images", 0),
        (name, "image", None),
    ]
    many, name = inserted_on(GRAPH, "color.grade", SPECS, "stack", "images", 1)
    assert link_at(many, "stack", "images", 1) == Link(name)
    shown, name = inserted_on(GRAPH, "color.grade", SPECS, "", "out")
    assert shown.outputs == {"out": Link(name)} and shown.nodes[name].inputs == {"image": Link("over")}
    with pytest.raises(GraphError, match="nothing is connected"):
        inserted_on(GRAPH, "color.grade", SPECS, "grade", "mask")


def test_a_line_drawn_into_nothing_ends_in_the_node_that_is_chosen() -> None:
    grown, name = inserted_from(GRAPH, "color.grade", SPECS, Link("roto", "matte"))
    assert grown.nodes[name].inputs == {"mask": Link("roto", "matte")}
    fed, name = inserted_into(GRAPH, "segment.object", SPECS, "grade", "mask")
    assert fed.nodes["grade"].inputs["mask"] == Link(name, "matte")


def test_converters_are_offered_from_the_simplest_on() -> None:
    assert converters(SPECS, "frame", "matte") == ("segment.object",)
    assert converters(SPECS, "matte", "audio") == ()
    with pytest.raises(GraphError, match="no such node"):
        inserted_after(GRAPH, "acme.none", SPECS, "grade")
