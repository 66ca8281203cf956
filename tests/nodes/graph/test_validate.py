"""What keeps a graph from being rendered is said by node and port."""

from __future__ import annotations

import pytest
from hypothesis import given

from nodes.api import Time
from nodes.graph import edits
from nodes.graph.errors import GraphCycle, UnknownNode
from nodes.graph.model import Graph, GraphNode, Keys, Link
from nodes.graph.order import downstream, order, reaching, upstream
from nodes.graph.validate import InvalidGraph, require_valid, validate
from tests.nodes.graph.kit import RATE, SPECS, chain, graph_of, graphs

SHOT = GraphNode("shot", "source.shot")
ROTO = GraphNode("roto", "segment.object", inputs={"shot": Link("shot")})


def grade(**fields):
    inputs = {"image": Link("shot"), **fields.pop("inputs", {})}
    return GraphNode("grade", "color.grade", fields.pop("version", 2), inputs=inputs, **fields)


def found(*nodes, out=None):
    return [(each.sort, each.node, each.port) for each in validate(graph_of(*nodes, out=out), SPECS)]


def test_a_sound_graph_has_no_problems():
    keys = Keys(((Time(0, RATE), 1), (Time(9, RATE), 2.0)))
    node = grade(
        inputs={"mask": Link("roto", "matte")},
        drives={"gain": Link("roto", "confidence"), "steps": keys, "clamp": Keys(((Time(0, RATE), True),))},
    )
    assert found(SHOT, ROTO, node) == []


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (grade(inputs={"mask": Link("shot")}), ("type", "grade", "mask")),
        (grade(inputs={"image": Link("roto", "matte")}), ("type", "grade", "image")),
        (grade(inputs={"image": (Link("shot"),)}), ("type", "grade", "image")),
        (grade(inputs={"image": Link("shot", "alpha")}), ("unknown-output", "grade", "image")),
        (grade(inputs={"image": Link("plate")}), ("missing-node", "grade", "image")),
        (grade(inputs={"plate": Link("shot")}), ("unknown-input", "grade", "plate")),
        (grade(params={"amount": 1}), ("unknown-parameter", "grade", "amount")),
        (grade(params={"gain": "much"}), ("value", "grade", "gain")),
        (grade(params={"steps": 10}), ("value", "grade", "steps")),
        (grade(params={"mode": "lin"}), ("value", "grade", "mode")),
        (grade(drives={"amount": Link("roto", "confidence")}), ("unknown-parameter", "grade", "amount")),
        (grade(drives={"note": Keys(((Time(0, RATE), "a"),))}), ("animation", "grade", "note")),
        (grade(drives={"mode": Link("roto", "confidence")}), ("animation", "grade", "mode")),
        (grade(drives={"gain": Link("roto", "matte")}), ("type", "grade", "gain")),
        (grade(drives={"gain": Keys(())}), ("value", "grade", "gain")),
        (grade(drives={"gain": Keys(((Time(0, RATE), "a"),))}), ("value", "grade", "gain")),
        (grade(drives={"gain": Keys(((Time(0, RATE), 1),) * 2)}), ("value", "grade", "gain")),
        (grade(drives={"steps": Keys(((Time(0, RATE), 10),))}), ("value", "grade", "steps")),
        (grade(version=1), ("version", "grade", "")),
        (grade(version=3), ("version", "grade", "")),
        (GraphNode("grade", "elsewhere.x", inputs={"image": Link("shot")}), ("missing-type", "grade", "")),
        (GraphNode("grade", "color.grade", 2), ("missing-input", "grade", "image")),
        (GraphNode("grade", "composite.stack"), ("missing-input", "grade", "images")),
        (GraphNode("grade", "composite.stack", inputs={"images": ()}), ("missing-input", "grade", "images")),
        (GraphNode("grade", "composite.stack", inputs={"images": Link("shot")}), ("type", "grade", "images")),
        (GraphNode("grade", "source.media"), ("value", "grade", "media")),
    ],
)
def test_one_problem_is_named_by_node_and_port(node, problem):
    assert found(SHOT, ROTO, node) == [problem]


def test_frame_and_matte_are_never_taken_for_each_other_silently():
    (problem,) = validate(graph_of(SHOT, ROTO, grade(inputs={"image": Link("roto", "matte")})), SPECS)
    assert str(problem) == "grade.image: it takes a frame, roto.matte is a matte"
    assert problem.hint == "Put a node between that makes a frame of a matte."


def test_a_plain_value_of_a_stream_node_cannot_be_animated_but_its_curve_can():
    keys = Keys(((Time(0, RATE), 1.0),))
    echo = GraphNode("echo", "time.echo", inputs={"images": Link("shot")}, drives={"gain": keys})
    assert found(SHOT, echo) == []
    (problem,) = validate(edits.drive(graph_of(SHOT, echo), "echo", "decay", keys), SPECS)
    assert (problem.sort, problem.port) == ("animation", "decay")
    assert "Curve[float]" in problem.hint


def test_a_circle_is_named_with_its_nodes():
    a = GraphNode("a", "color.grade", 2, inputs={"image": Link("c")})
    b = GraphNode("b", "color.grade", 2, inputs={"image": Link("a")})
    c = GraphNode("c", "color.grade", 2, inputs={"image": Link("b")})
    d = GraphNode("d", "color.grade", 2, inputs={"image": Link("c")})
    (problem,) = validate(graph_of(d, a, b, c, out="d"), SPECS)
    assert (problem.sort, problem.port) == ("cycle", "image")
    assert set(problem.why.split(": ")[1].split(" ← ")) == {"a", "b", "c"}
    with pytest.raises(GraphCycle):
        order(graph_of(a, b, c))


def test_a_node_that_feeds_itself_is_a_circle():
    a = GraphNode("a", "color.grade", 2, inputs={"image": Link("a")})
    assert found(a) == [("cycle", "a", "image")]


def test_a_drive_closes_a_circle_too():
    roto = GraphNode("roto", "segment.object", inputs={"shot": Link("grade")})
    assert [each[0] for each in found(SHOT, roto, grade(drives={"gain": Link("roto", "confidence")}))] == [
        "cycle"
    ]


def test_an_output_of_nothing_is_named():
    assert found(SHOT, out="x") == [("missing-node", "", "out")]
    assert found(SHOT, out=Link("shot", "alpha")) == [("unknown-output", "", "out")]
    assert [each.sort for each in validate(Graph({"shot": SHOT}), SPECS)] == ["no-output"]
    assert validate(Graph(), SPECS) == ()


def test_a_bypassed_node_needs_something_to_pass_through():
    assert found(SHOT, grade(bypass=True)) == []
    off = GraphNode("shot", "source.shot", bypass=True)
    assert found(off, grade()) == [("missing-input", "grade", "image")]
    assert found(GraphNode("shot", "source.shot", bypass=True)) == [("missing-input", "", "out")]
    half = GraphNode("over", "composite.over", inputs={"below": Link("shot")}, bypass=True)
    assert found(SHOT, half) == []


def test_a_half_made_node_beside_the_chain_can_be_left_out():
    graph = edits.add(graph_of(SHOT, grade()), GraphNode("loose", "composite.over"))
    assert [each.node for each in validate(graph, SPECS)] == ["loose", "loose"]
    assert validate(graph, SPECS, reaching(graph)) == ()
    require_valid(graph, SPECS, reaching(graph))


def test_an_invalid_graph_is_one_message_with_all_problems_behind_it():
    nodes = [GraphNode(f"g{index}", "color.grade", 2) for index in range(7)]
    with pytest.raises(InvalidGraph) as caught:
        require_valid(graph_of(*nodes), SPECS)
    assert len(caught.value.problems) == 7
    assert "g0.image: it needs a frame" in str(caught.value)
    assert "and 2 more" in str(caught.value)
    assert caught.value.exit_code == 2


def test_order_puts_each_node_after_what_feeds_it():
    graph = graph_of(grade(drives={"gain": Link("roto", "confidence")}), ROTO, SHOT, out="grade")
    assert order(graph) == ("shot", "roto", "grade")
    assert order(graph, ["roto"]) == ("shot", "roto")
    assert upstream(graph, "roto") == {"shot", "roto"}
    assert downstream(graph, "roto") == {"roto", "grade"}
    with pytest.raises(UnknownNode):
        order(graph, ["x"])
    with pytest.raises(UnknownNode):
        downstream(graph, "x")


def test_a_very_long_chain_is_ordered_and_checked():
    graph = chain(20_000)
    assert order(graph)[0] == "n0"
    assert order(graph, ["n19999"])[-1] == "n19999"
    assert len(upstream(graph, "n19999")) == len(downstream(graph, "n0")) == 20_000
    assert validate(graph, SPECS) == ()
    looped = edits.connect(graph, "n1", "image", Link("n19999"))
    assert [each.sort for each in validate(looped, SPECS)] == ["cycle"]


@given(graphs)
def test_any_graph_at_all_can_be_checked(graph):
    for problem in validate(graph, SPECS):
        assert problem.node in graph.nodes or problem.node == ""
        assert problem.why
