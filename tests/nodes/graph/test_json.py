"""A graph goes to JSON and back with nothing lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from nodes.graph.errors import GraphError
from nodes.graph.model import Foreign, Graph, GraphNode, Keys, Link
from nodes.graph.serialise import from_json, to_json
from nodes.graph.upgrade import upgrade
from nodes.graph.validate import validate
from tests.nodes.graph.kit import NODES, SPECS, chain, graphs

NEWER = {
    "nodes": [
        {
            "id": "shot",
            "type": "source.shot",
            "version": 1,
            "position": [10, -4.5],
            "colour": "#ff0000",
        },
        {
            "id": "mystery",
            "type": "elsewhere.mystery",
            "version": 7,
            "params": {"deep": [{"a": None}], "n": 1e300},
            "inputs": {
                "image": ["shot", "out"],
                "many": [["shot", "out"], ["shot", "alpha"]],
                "odd": {"from": 3},
            },
            "drives": {
                "amount": {"expression": "sin(t)"},
                "size": {"keys": [[["5/2", "24"], 3]], "smooth": True},
            },
            "bypass": True,
            "keep": False,
            "label": "what is this",
            "frozen": {"by": "x"},
        },
        {"id": "later", "type": "color.grade", "version": 99, "params": {"curve": [1, 2]}},
    ],
    "outputs": {"out": ["mystery", "out"], "audio": ["mystery", "sound"]},
    "notes": ["keep me"],
}


@given(graphs)
def test_a_graph_comes_back_equal(graph):
    data = json.loads(json.dumps(to_json(graph)))
    back = from_json(data)
    assert back == graph
    assert list(back.nodes) == list(graph.nodes)
    assert to_json(back) == data


def test_unknown_nodes_newer_versions_and_unknown_fields_come_back_as_they_were():
    assert to_json(from_json(NEWER)) == NEWER
    assert to_json(upgrade(from_json(NEWER), NODES)) == NEWER


def test_forms_of_a_newer_version_are_kept_and_named():
    graph = from_json(NEWER)
    assert graph.nodes["mystery"].inputs["odd"] == Foreign({"from": 3})
    data = {
        "nodes": [{"id": "a", "type": "color.grade", "version": 2, "drives": {"gain": {"expression": "1"}}}]
    }
    problems = {(each.sort, each.node, each.port) for each in validate(from_json(data), SPECS)}
    assert ("unreadable", "a", "gain") in problems


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "the graph is no object"),
        ([], "the graph is no object"),
        ({"nodes": {}}, "its nodes are no list"),
        ({"nodes": [1]}, "node 1 is no object"),
        ({"nodes": [{"type": "a.b"}]}, "node 1 has no id"),
        ({"nodes": [{"id": "", "type": "a.b"}]}, "node 1 has no id"),
        ({"nodes": [{"id": "a"}]}, "node 'a' has no type"),
        ({"nodes": [{"id": "a", "type": "a.b", "version": "2"}]}, "the version of node 'a' is '2'"),
        ({"nodes": [{"id": "a", "type": "a.b", "version": True}]}, "the version of node 'a' is True"),
        ({"nodes": [{"id": "a", "type": "a.b", "params": []}]}, "the params of node 'a' is no object"),
        ({"nodes": [{"id": "a", "type": "a.b", "bypass": 1}]}, "node 'a' has a keep, bypass or label"),
        ({"nodes": [{"id": "a", "type": "a.b", "position": [1]}]}, "the position of node 'a'"),
        ({"nodes": [{"id": "a", "type": "a.b"}] * 2}, "two nodes are called 'a'"),
        ({"outputs": {"out": "a"}}, "output 'out' is no [node, port]"),
        ({"outputs": 1}, "its outputs is no object"),
    ],
)
def test_what_is_no_graph_is_refused_by_node_and_field(data, why):
    with pytest.raises(GraphError) as caught:
        from_json(data)
    assert why in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "keys", [[[["1", "0"], 1]], [[[1, 24], 1]], [1], 5, [[["x", "24"], 1]], [[["1", "24"]]]]
)
def test_keyframes_that_cannot_be_read_are_kept(keys):
    data = {
        "nodes": [{"id": "a", "type": "a.b", "version": 1, "drives": {"v": {"keys": keys}}}],
        "outputs": {},
    }
    assert isinstance(from_json(data).nodes["a"].drives["v"], Foreign)
    assert to_json(from_json(data)) == data


def test_a_very_long_chain_is_written_and_read():
    graph = chain(20_000)
    assert from_json(json.loads(json.dumps(to_json(graph)))) == graph


def test_values_are_frozen():
    graph = Graph({"a": GraphNode("a", "a.b", params={"x": 1}, drives={"x": Keys(())})}, {"out": Link("a")})
    with pytest.raises(TypeError):
        graph.nodes["b"] = graph.nodes["a"]
    with pytest.raises(TypeError):
        graph.nodes["a"].params["x"] = 2
    assert hash(graph) == hash(from_json(to_json(graph)))
