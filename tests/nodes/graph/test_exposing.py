"""Parameters that groups show: references to the nodes inside, which follow whatever is done to those."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.graph.canvas import CANVAS, canvas_of
from nodes.graph.edits import remove, rename
from nodes.graph.errors import GraphError, UnknownNode
from nodes.graph.exposing import Exposed, expose, exposed, hidden, shown_as, with_exposed
from nodes.graph.exposures import EXPOSED
from nodes.graph.grouping import grouped, ungrouped
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.pasting import as_text, copied, from_text, pasted
from nodes.graph.serialise import from_json, to_json
from tests.nodes.graph.kit import json_values


def folded() -> tuple[Graph, str, str]:
    """a → b → c, b in a group in a group with c."""
    nodes = {"a": GraphNode("a", "t"), "b": GraphNode("b", "t", inputs={"in": Link("a")})}
    nodes["c"] = GraphNode("c", "t", inputs={"in": Link("b")})
    graph, inner = grouped(Graph(nodes, {"out": Link("c")}), ["b"], "inner")
    graph, outer = grouped(graph, [inner, "c"], "outer")
    return graph, inner, outer


def names(graph: Graph, group: str) -> list[str]:
    return [each.name for each in exposed(graph, group)]


def test_a_parameter_is_shown_under_a_name_and_in_an_order_of_its_own() -> None:
    graph, inner, outer = folded()
    graph = expose(graph, "c", "blur_radius")
    graph = expose(graph, "b", "gain", group=outer, title="Punch", place=0)
    graph = expose(graph, "b", "gain")
    assert names(graph, outer) == ["Punch", "blur radius"] and names(graph, inner) == ["gain"]
    graph = expose(graph, "c", "blur_radius", group=outer, title="Softness", place=0)
    assert names(graph, outer) == ["Softness", "Punch"]
    assert shown_as(graph.nodes["c"]) == {"blur_radius": "Softness"}
    graph = hidden(graph, "b", "gain", group=outer)
    assert names(graph, outer) == ["Softness"] and names(graph, inner) == ["gain"]


def test_what_cannot_be_shown_is_refused() -> None:
    graph, inner, outer = folded()
    with pytest.raises(GraphError, match="lies in none"):
        expose(graph, "a", "gain")
    with pytest.raises(GraphError, match="does not lie in"):
        expose(graph, "c", "gain", group=inner)
    with pytest.raises(GraphError, match="no such group"):
        expose(graph, "c", "gain", group="b")
    with pytest.raises(UnknownNode):
        expose(graph, "d", "gain")
    with pytest.raises(GraphError, match="not shown there"):
        hidden(graph, "c", "gain", group=outer)


def test_what_is_shown_follows_renaming_removing_and_json() -> None:
    graph, _, outer = folded()
    graph = with_exposed(graph, outer, [Exposed("b", "gain", "Punch"), Exposed("c", "x"), Exposed("b", "y")])
    graph = rename(graph, "b", "warm")
    assert exposed(graph, outer) == (
        Exposed("warm", "gain", "Punch"),
        Exposed("c", "x"),
        Exposed("warm", "y"),
    )
    assert exposed(from_json(to_json(graph)), outer) == exposed(graph, outer)
    assert names(remove(graph, "c"), outer) == ["Punch", "y"]


def test_pasted_groups_show_what_they_showed_and_are_apart_from_the_first() -> None:
    graph, _, outer = folded()
    graph = expose(graph, "b", "gain", group=outer, title="Punch")
    graph = expose(graph, "b", "gain", title="Inner")
    both, came = pasted(graph, from_text(as_text(copied(graph, [outer]))))
    new_outer, new_inner = (id for id in came if id in canvas_of(both).groups)
    assert exposed(both, new_outer) == (Exposed("b2", "gain", "Punch"),)
    assert exposed(both, new_inner) == (Exposed("b2", "gain", "Inner"),)
    assert exposed(both, outer) == exposed(graph, outer)
    alone, (name, *_) = pasted(graph, copied(graph, ["b"]), level=outer)
    assert exposed(alone, outer) == exposed(graph, outer) and shown_as(alone.nodes[name])


def test_what_was_shown_survives_ungrouping_and_grouping_again() -> None:
    graph, inner, outer = folded()
    graph = expose(graph, "c", "x", title="Softness")
    graph = expose(graph, "b", "gain", title="Punch")
    parted = ungrouped(graph, outer)
    assert names(parted, inner) == ["Punch"] and outer not in canvas_of(parted).groups
    again, new = grouped(parted, ["a", "c"])
    assert names(again, new) == ["Softness"]


@settings(max_examples=30)
@given(json_values, st.booleans())
def test_what_cannot_be_read_shows_nothing_and_stops_nothing(data: object, listed: bool) -> None:
    graph, _, outer = folded()
    node = GraphNode("d", "t", extra={"group": outer, EXPOSED: [data] if listed else data})
    graph = Graph({**graph.nodes, "d": node}, graph.outputs, graph.extra)
    assert all(each.node == "d" for each in exposed(graph, outer))
    assert names(expose(graph, "d", "gain", title="Gain"), outer)[-1] == "Gain"
    assert CANVAS in graph.extra
