"""Passing nodes by, keeping results, taking nodes out."""

from __future__ import annotations

from nodes.graph import edits
from nodes.graph.arranging import run_order
from nodes.graph.canvas import canvas_of, item_of, with_canvas, without_items
from nodes.graph.grouping import pruned
from nodes.graph.model import Graph

from .connecting import disconnect
from .model import GraphModel
from .walking import picked_nodes


def bypass(model: GraphModel) -> None:
    """Pass the selected nodes by; where all are already, no more."""
    graph, names = model.graph.value, [id for id in picked_nodes(model) if not _is_source(model, id)]
    if graph is None or not names:
        return
    on = not all(graph.nodes[id].bypass for id in names)

    def make(graph: Graph) -> Graph:
        for id in names:
            graph = edits.bypass(graph, id, on)
        return graph

    model.edit("bypass node" if len(names) == 1 else "bypass nodes", make, node=", ".join(names), on=on)


def keep(model: GraphModel) -> None:
    """Store the results of the selected nodes from now on, or no more."""
    graph, names = model.graph.value, [id for id in picked_nodes(model) if not _is_source(model, id)]
    if graph is None or not names:
        return
    cards = [model.scene.value.card(id) for id in names]
    on = not all(card is not None and card.keep for card in cards)

    def make(graph: Graph) -> Graph:
        for id in names:
            graph = edits.keep(graph, id, on)
        return graph

    model.edit("keep results" if on else "keep no results", make, node=", ".join(names))


def _is_source(model: GraphModel, id: str) -> bool:
    graph = model.graph.value
    return graph is not None and graph.nodes[id].type == "source.shot"


def remove(model: GraphModel) -> None:
    """Take out what is selected: a connection, or nodes (what they fed is fed by what fed them), groups
    with what is in them, backdrops, notes. A shot's only source stays.
    """
    graph = model.graph.value
    if graph is None or not model.can_change.value:
        return
    if model.wire.value is not None:
        disconnect(model)
        return
    names = [id for id in picked_nodes(model) if not _is_only_source(graph, id)]
    items = [id for id in model.picked.value if item_of(canvas_of(graph), id)]
    if not names and not items:
        return
    after = _neighbour(graph, names, items)
    specs = model.specs.value

    def make(graph: Graph) -> Graph:
        graph = with_canvas(graph, without_items(canvas_of(graph), *items))
        return pruned(edits.remove(graph, *names, specs=specs))

    model.edit("remove node" if len(names) == 1 else "remove", make, node=", ".join([*names, *items]))
    if after is not None:
        model.select(after)


def _is_only_source(graph: Graph, id: str) -> bool:
    type = graph.nodes[id].type
    return type == "source.shot" and sum(node.type == type for node in graph.nodes.values()) == 1


def _neighbour(graph: Graph, names: list[str], items: list[str]) -> str | None:
    """Return what is selected once these are gone: what fed the first of them."""
    gone = {*names, *items}
    for id in names:
        for _, link in graph.nodes[id].feeds():
            if link.node not in gone and link.node in graph.nodes:
                return link.node
    return next((id for id in run_order(graph) if id not in gone), None)
