"""Older nodes are carried over when they are loaded."""

from __future__ import annotations

import pytest

from nodes.api import BadInput, Time
from nodes.graph.model import GraphNode, Keys, Link
from nodes.graph.upgrade import upgrade
from tests.nodes.graph.kit import NODES, RATE, graph_of

FIRST, LAST = Time(0, RATE), Time(9, RATE)


def test_parameters_keyframes_and_drives_follow_a_new_name():
    old = GraphNode("grade", "color.grade", 1, {"mult": 2.0}, drives={"mult": Link("roto", "confidence")})
    new = upgrade(graph_of(old), NODES).node("grade")
    assert (new.version, new.params, new.drives) == (2, {"gain": 2.0}, {"gain": Link("roto", "confidence")})


def test_a_change_of_values_is_done_to_every_keyframe():
    keys = Keys(((FIRST, 1.0), (LAST, 3.0)))
    old = GraphNode("d", "math.double", 1, {"half": 5.0}, drives={"half": keys})
    new = upgrade(graph_of(old), NODES).node("d")
    assert new.params == {"whole": 10.0}
    assert new.drives == {"whole": Keys(((FIRST, 2.0), (LAST, 6.0)))}


def test_a_graph_that_is_up_to_date_is_the_same_value():
    graph = graph_of(GraphNode("grade", "color.grade", 2), GraphNode("x", "elsewhere.x", 4))
    assert upgrade(graph, NODES) is graph


def test_a_migration_that_fails_names_the_node_and_changes_nothing():
    graph = graph_of(GraphNode("d", "math.double", 1, {"half": None}))
    with pytest.raises(
        BadInput, match=r"Update node 'd' from version 1 of math.double: the step to version 2"
    ):
        upgrade(graph, NODES)
    assert graph.node("d").params == {"half": None}
