"""Edits return new graphs and share what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import Time
from nodes.graph import edits
from nodes.graph.chain import append, free_name
from nodes.graph.errors import GraphError, UnknownNode
from nodes.graph.model import Graph, GraphNode, Keys, Link
from tests.nodes.graph.kit import RATE, SPECS, chain, graph_of

SHOT = GraphNode("shot", "source.shot")
GRADE = GraphNode("grade", "color.grade", 2, {"gain": 1.5}, {"image": Link("shot")})
ROTO = GraphNode("roto", "segment.object", inputs={"shot": Link("shot")})
STACK = GraphNode("stack", "composite.stack", inputs={"images": (Link("shot"), Link("grade"))})
GRAPH = graph_of(SHOT, GRADE)


def test_an_edit_leaves_the_old_graph_and_shares_its_nodes():
    edited = edits.set_params(GRAPH, "grade", {"gain": 2.0})
    assert GRAPH.nodes["grade"].params == {"gain": 1.5}
    assert edited.nodes["grade"].params == {"gain": 2.0}
    assert edited.nodes["shot"] is SHOT
    assert list(edited.nodes) == ["shot", "grade"]


def test_a_taken_or_empty_name_is_refused():
    with pytest.raises(GraphError, match="the name is taken"):
        edits.add(GRAPH, SHOT)
    with pytest.raises(GraphError, match="no name"):
        edits.add(GRAPH, GraphNode("", "a.b"))


def test_every_edit_of_a_node_that_is_not_there_says_what_there_is():
    for edit in (
        lambda: edits.remove(GRAPH, "x"),
        lambda: edits.connect(GRAPH, "x", "image", Link("shot")),
        lambda: edits.connect(GRAPH, "grade", "image", Link("x")),
        lambda: edits.connect(GRAPH, "grade", "image", (Link("shot"), Link("x"))),
        lambda: edits.disconnect(GRAPH, "x", "image"),
        lambda: edits.set_params(GRAPH, "x", {}),
        lambda: edits.drive(GRAPH, "grade", "gain", Link("x")),
        lambda: edits.rename(GRAPH, "x", "y"),
        lambda: edits.bypass(GRAPH, "x"),
        lambda: edits.set_output(GRAPH, "out", Link("x")),
    ):
        with pytest.raises(UnknownNode, match=r"Find node 'x'.*It has: shot, grade"):
            edit()


def test_removing_a_node_reconnects_what_it_fed():
    graph = edits.remove(edits.add(GRAPH, STACK), "grade", specs=SPECS)
    assert graph.outputs == {"out": Link("shot")}
    assert graph.nodes["stack"].inputs == {"images": (Link("shot"), Link("shot"))}


def test_removing_several_nodes_in_a_row_reconnects_past_all_of_them():
    graph = edits.remove(chain(5), "n1", "n2", "n3", specs=SPECS)
    assert list(graph.nodes) == ["n0", "n4"]
    assert graph.nodes["n4"].inputs == {"image": Link("n0")}


def test_removing_never_puts_a_picture_where_a_matte_was():
    graph = edits.connect(edits.add(GRAPH, ROTO), "grade", "mask", Link("roto", "matte"))
    graph = edits.drive(graph, "grade", "gain", Link("roto", "confidence"))
    graph = edits.remove(graph, "roto", specs=SPECS)
    assert graph.nodes["grade"] == GRADE


def test_removing_a_node_that_is_not_installed_passes_its_first_input_through():
    strange = GraphNode("strange", "elsewhere.x", inputs={"a": Link("shot")})
    graph = graph_of(SHOT, strange, GraphNode("end", "color.grade", 2, inputs={"image": Link("strange")}))
    assert edits.remove(graph, "strange").nodes["end"].inputs == {"image": Link("shot")}


def test_removing_a_source_leaves_what_it_fed_open():
    graph = edits.remove(GRAPH, "shot", specs=SPECS)
    assert graph.nodes["grade"].inputs == {}
    assert edits.remove(graph_of(SHOT), "shot").outputs == {}


def test_removing_nodes_that_feed_each_other_ends():
    a = GraphNode("a", "color.grade", 2, inputs={"image": Link("b")})
    b = GraphNode("b", "color.grade", 2, inputs={"image": Link("a")})
    graph = edits.remove(
        graph_of(a, b, GraphNode("c", "color.grade", 2, inputs={"image": Link("b")})), "a", "b"
    )
    assert graph.nodes["c"].inputs == {}


def test_a_constant_replaces_keyframes_and_reset_takes_both_away():
    keyed = edits.drive(GRAPH, "grade", "gain", Keys(((Time(0, RATE), 1.0),)))
    assert keyed.nodes["grade"].params == {"gain": 1.5}
    assert edits.undrive(keyed, "grade", "gain") == GRAPH
    assert edits.set_params(keyed, "grade", {"gain": 2.0}).nodes["grade"].drives == {}
    assert edits.reset_params(keyed, "grade", "gain").nodes["grade"].params == {}


def test_a_renamed_node_keeps_its_place_and_its_links_follow():
    graph = edits.drive(edits.add(GRAPH, STACK, ROTO), "grade", "gain", Link("roto", "confidence"))
    graph = edits.rename(edits.rename(edits.rename(graph, "grade", "look"), "roto", "r"), "shot", "plate")
    assert list(graph.nodes) == ["plate", "look", "stack", "r"]
    assert graph.nodes["look"].id == "look"
    assert graph.nodes["look"].inputs == {"image": Link("plate")}
    assert graph.nodes["look"].drives == {"gain": Link("r", "confidence")}
    assert graph.nodes["stack"].inputs == {"images": (Link("plate"), Link("look"))}
    assert graph.outputs == {"out": Link("look")}
    with pytest.raises(GraphError, match="empty or taken"):
        edits.rename(graph, "look", "plate")


@given(st.data())
def test_renaming_there_and_back_changes_nothing(data):
    graph = chain(6)
    old = data.draw(st.sampled_from(sorted(graph.nodes)))
    assert edits.rename(edits.rename(graph, old, "other"), "other", old) == graph


def test_connect_disconnect_bypass_and_keep():
    graph = edits.disconnect(GRAPH, "grade", "image")
    assert graph.nodes["grade"].inputs == {}
    assert edits.connect(graph, "grade", "image", Link("shot")) == GRAPH
    assert edits.bypass(GRAPH, "grade").nodes["grade"].bypass
    assert edits.bypass(edits.bypass(GRAPH, "grade"), "grade", on=False) == GRAPH
    assert edits.keep(GRAPH, "grade").nodes["grade"].keep is True


def test_appending_extends_the_chain_that_feeds_the_output():
    graph, first = append(Graph(), "source.shot", SPECS)
    graph, second = append(graph, "color.grade", SPECS)
    graph, third = append(graph, "color.grade", SPECS, params={"gain": 2.0})
    assert (first, second, third) == ("shot", "grade", "grade2")
    assert graph.nodes["grade2"].inputs == {"image": Link("grade")}
    assert graph.nodes["grade2"].version == 2
    assert graph.outputs == {"out": Link("grade2")}


def test_what_makes_no_picture_or_reads_none_stays_beside_the_chain():
    graph, roto = append(GRAPH, "segment.object", SPECS, name="roto")
    graph, plate = append(graph, "source.media", SPECS, params={"media": "plate"})
    assert graph.nodes[roto].inputs == {"shot": Link("grade")}
    assert graph.nodes[plate].inputs == {}
    assert graph.outputs == GRAPH.outputs


def test_a_node_with_many_inputs_takes_the_chain_as_its_first():
    graph, name = append(GRAPH, "composite.stack", SPECS)
    assert graph.nodes[name].inputs == {"images": (Link("grade"),)}
    graph, name = append(GRAPH, "composite.over", SPECS)
    assert graph.nodes[name].inputs == {"top": Link("grade")}


def test_an_unknown_node_cannot_be_appended():
    with pytest.raises(GraphError, match="there is no such node"):
        append(GRAPH, "color.gradde", SPECS)


@given(st.sets(st.integers(2, 40)))
def test_a_free_name_is_free(taken):
    nodes = {f"grade{number}": GRADE for number in taken} | {"grade": GRADE}
    assert free_name(Graph(nodes), "color.grade") not in nodes


@pytest.mark.timeout(60)
def test_a_large_graph_is_edited_in_no_time_to_speak_of():
    graph = chain(10_000)
    for index in range(100):
        graph = edits.set_params(graph, f"n{index + 1}", {"gain": 2.0})
    more = edits.add(graph, *(GraphNode(f"m{index}", "color.grade") for index in range(100_000)))
    assert len(more.nodes) == 110_000
