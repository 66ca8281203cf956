"""What lies on the canvas: kept in the graph, no part of what it makes, read by older versions as it came."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.graph.arranging import CARD, aligned, distributed, lying_on, places_of, settled, with_places
from nodes.graph.canvas import Backdrop, Canvas, Group, Note, canvas_of, free_id, put_item, with_canvas
from nodes.graph.edits import add, connect, rename
from nodes.graph.errors import GraphError
from nodes.graph.grouping import grouped, members, pruned, ungrouped, units
from nodes.graph.layout import DOWN, GRID, apart, laid_out
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.pasting import as_text, copied, from_text, pasted
from nodes.graph.serialise import from_json, to_json
from tests.nodes.graph.kit import chain, extras, graphs, json_values, names

points = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
backdrops = st.builds(Backdrop, names, st.text(max_size=5), st.text(max_size=5), points, points, extras)
notes = st.builds(Note, names, st.text(max_size=5), points, points, extras)
groups = st.builds(Group, names, st.text(max_size=5), points, names, st.booleans(), extras)


def by_id(kind):
    return st.lists(kind, max_size=3, unique_by=lambda each: each.id).map(
        lambda items: {item.id: item for item in items}
    )


canvases = st.builds(
    Canvas, by_id(backdrops), by_id(notes), by_id(groups), st.dictionaries(names, points, max_size=2)
)


@settings(max_examples=25)
@given(graphs, canvases)
def test_a_canvas_comes_back_from_json_as_it_was(graph: Graph, canvas: Canvas) -> None:
    laid = with_canvas(graph, canvas)
    again = from_json(to_json(laid))
    assert canvas_of(again) == canvas
    assert again.nodes == graph.nodes
    assert with_canvas(again, Canvas()).extra == {
        name: value for name, value in graph.extra.items() if name != "canvas"
    }


@given(json_values)
def test_a_canvas_of_another_kind_is_kept_as_it_came(data) -> None:
    graph = Graph(extra={"canvas": data})
    kept = with_canvas(graph, canvas_of(graph))
    if not isinstance(data, dict):
        assert kept.extra["canvas"] == data
    else:
        assert {name: value for name, value in kept.extra.get("canvas", {}).items() if value} == {
            name: value if name != "backdrops" or isinstance(value, list) else [value]
            for name, value in data.items()
            if value and name not in ("notes", "groups", "outputs")
        }


def test_items_that_a_newer_version_made_stay_beside_those_that_are_read() -> None:
    strange = {"id": "b2", "title": 7}
    data = {"backdrops": [{"id": "b1", "title": "Key", "place": [0, 0], "size": [9, 9], "x": 1}, strange]}
    graph = Graph(extra={"canvas": data | {"arrows": [1]}})
    canvas = canvas_of(graph)
    assert canvas.backdrops["b1"].extra == {"x": 1}
    grown = with_canvas(graph, put_item(canvas, Note(free_id(graph, "note"), "hello")))
    kept = grown.extra["canvas"]
    assert strange in kept["backdrops"] and kept["arrows"] == [1]
    assert [note["text"] for note in kept["notes"]] == ["hello"]


@given(st.lists(st.lists(st.integers(0, 30), max_size=3), min_size=1, max_size=31))
def test_a_layout_puts_everything_below_what_feeds_it_and_nothing_on_another(feeds) -> None:
    boxes = [f"n{number}" for number in range(len(feeds))]
    fed = {f"n{number}": [f"n{one % len(feeds)}" for one in each] for number, each in enumerate(feeds)}
    places = laid_out(boxes, fed)
    assert list(places) == boxes
    for place, box in enumerate(boxes):
        for source in fed[box]:
            if boxes.index(source) < place:
                assert places[source][1] < places[box][1]
    cells = list(places.values())
    for index, (x, y) in enumerate(cells):
        assert (x % GRID, y % DOWN) == (0, 0)
        for other in cells[:index]:
            assert abs(other[0] - x) >= CARD[0] or abs(other[1] - y) >= CARD[1]


@given(st.lists(st.floats(-100, 100), max_size=12))
def test_numbers_are_pushed_apart_and_no_more_than_needed(wanted) -> None:
    found = apart(wanted)
    assert all(b - a >= 1 - 1e-9 for a, b in itertools.pairwise(found))
    if all(b - a >= 1 for a, b in itertools.pairwise(wanted)):
        assert found == pytest.approx(wanted)
    assert sum(found) == pytest.approx(sum(wanted), abs=1e-6)


def test_a_chain_is_laid_out_straight_down() -> None:
    places = places_of(chain(5))
    assert [places[f"n{number}"] for number in range(5)] == [(0, DOWN * number) for number in range(5)]


def test_a_thousand_feeds_a_thousand_deep_do_not_recurse() -> None:
    assert len(places_of(chain(3000))) == 3000


def test_moving_one_node_keeps_the_others_where_they_are_shown() -> None:
    graph = chain(3)
    shown = places_of(graph)
    moved = with_places(graph, {"n1": (400.0, 100.0)})
    assert places_of(moved) == {**shown, "n1": (400.0, 100.0)}
    assert all(node.position is not None for node in moved.nodes.values())


def test_a_new_node_gets_room_below_what_feeds_it() -> None:
    graph = with_places(chain(3), {})
    graph = with_places(graph, {"n0": (0.0, 0.0)})
    grown = add(graph, GraphNode("new", "color.grade", 2, inputs={"image": Link("n0")}))
    grown = settled(connect(grown, "n1", "image", Link("new")), "new")
    places = places_of(grown)
    assert [places[id][1] for id in ("n0", "new", "n1", "n2")] == [0, DOWN, 2 * DOWN, 3 * DOWN]


def test_cards_are_put_in_line_and_at_even_distances() -> None:
    places = {"a": (0.0, 0.0), "b": (100.0, 40.0), "c": (500.0, 20.0)}
    assert {x for x, _ in aligned(places, "left").values()} == {0.0}
    assert {y for _, y in aligned(places, "bottom").values()} == {40.0}
    assert [x for x, _ in distributed(places, True).values()] == [0.0, 250.0, 500.0]
    assert aligned({}, "top") == {}


def test_what_lies_on_a_backdrop_is_what_lies_on_it_wholly() -> None:
    canvas = put_item(Canvas(), Backdrop("b", place=(0, 0), size=(300, 100)))
    canvas = put_item(canvas, Note("n", place=(10, 10), size=(50, 50)))
    assert lying_on(canvas, "b", {"in": (20, 20), "out": (200, 20)}) == ["in", "n"]


def test_a_group_is_its_nodes_folded_and_ungrouping_brings_them_back() -> None:
    graph = chain(5)
    folded, id = grouped(graph, ["n1", "n2"], "Look")
    outer, outside = grouped(folded, [id, "n3"])
    assert units(outer, "") == {"n0": "n0", "n1": outside, "n2": outside, "n3": outside, "n4": "n4"}
    assert units(outer, outside) == {"n1": id, "n2": id, "n3": "n3"}
    assert members(outer, outside) == ("n1", "n2", "n3")
    back = ungrouped(ungrouped(outer, outside), id)
    assert back == graph
    assert canvas_of(pruned(outer)).groups.keys() == {id, outside}


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", *"abcdz"]), max_size=4))
def test_groups_that_lie_in_a_circle_or_nowhere_lose_no_node(inside) -> None:
    groups = {id: Group(id, inside=outer, open=id in "bd") for id, outer in inside.items()}
    canvas = Canvas(groups=groups)
    nodes = {f"n{each}": GraphNode(f"n{each}", "t", extra={"group": each}) for each in "abcdz"}
    graph = with_canvas(Graph(nodes), canvas)
    assert set(units(graph, "")) == set(nodes)
    for group in inside:
        assert set(members(graph, group)) <= set(nodes)


def test_a_group_needs_something_and_keeps_its_node_when_that_is_renamed() -> None:
    with pytest.raises(GraphError, match="none is selected"):
        grouped(chain(2), [])
    folded, id = grouped(chain(3), ["n1"])
    assert members(rename(folded, "n1", "other"), id) == ("other",)


def test_copied_nodes_are_pasted_under_new_names_with_the_lines_between_them() -> None:
    graph = with_places(chain(4), {"n0": (0.0, 0.0)})
    text = as_text(copied(graph, ["n1", "n2"]))
    grown, came = pasted(graph, from_text(text), (500.0, 500.0))
    assert came == ("n4", "n5")
    assert grown.nodes["n5"].inputs == {"image": Link("n4")}
    assert grown.nodes["n4"].inputs == {}
    assert grown.nodes["n4"].position == (500.0, 500.0)
    assert {id: grown.nodes[id] for id in graph.nodes} == dict(graph.nodes)


def test_duplicates_read_what_the_first_ones_read() -> None:
    graph = chain(3)
    grown, (name,) = pasted(graph, copied(graph, ["n1"]), feeds=True)
    assert grown.nodes[name].inputs == {"image": Link("n0")}


def test_groups_notes_and_unknown_nodes_survive_the_clipboard() -> None:
    odd = GraphNode("odd", "acme.future", 7, {"a": [1]}, extra={"x-field": {"b": 2}})
    graph = add(chain(3), odd)
    graph, id = grouped(graph, ["n1", "odd"], "Look")
    graph = with_canvas(graph, put_item(canvas_of(graph), Note("#note1", "why")))
    part = from_text(as_text(copied(graph, [id, "#note1"])))
    grown, came = pasted(graph, part)
    twin = next(name for name in came if name.startswith("#group"))
    assert members(grown, twin) == ("n3", "odd2")
    assert canvas_of(grown).groups[twin].title == "Look"
    assert grown.nodes["odd2"].params == odd.params
    assert grown.nodes["odd2"].extra == {"x-field": {"b": 2}, "group": twin}
    assert [note.text for note in canvas_of(grown).notes.values()] == ["why", "why"]


@settings(max_examples=25)
@given(graphs)
def test_what_is_copied_whole_and_pasted_into_nothing_is_the_same_graph(graph: Graph) -> None:
    graph = replace(graph, outputs={}, extra={})
    small = {
        id: replace(node, position=None, extra={}) for id, node in graph.nodes.items()
    }  # a place far out of any canvas is no matter of the clipboard
    graph = Graph(small)
    grown, _ = pasted(Graph(), from_text(as_text(copied(graph, graph.nodes))))
    assert set(grown.nodes) == set(graph.nodes)
    for id, node in graph.nodes.items():
        inner = [(name, link) for name, link in node.feeds() if link.node in graph.nodes]
        assert list(grown.nodes[id].feeds()) == inner
        assert grown.nodes[id].params == node.params


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "nodes", '{"nodes": 1}', '{"nodes": [{"id": ""}]}', "[" * 9999]
)
def test_text_that_is_no_graph_is_told(text: str) -> None:
    with pytest.raises(GraphError):
        from_text(text)
