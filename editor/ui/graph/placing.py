"""Moving, aligning, laying out what is on the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nodes.graph.arranging import (
    Edge,
    aligned,
    bounds,
    distributed,
    lying_on,
    run_order,
    snapped,
    with_places,
)
from nodes.graph.canvas import Point, canvas_of, with_canvas
from nodes.graph.grouping import members, units
from nodes.graph.layout import GRID, laid_out
from nodes.graph.model import Graph

from .model import GraphModel
from .scene import OUTPUT_PREFIX, is_output


def move(model: GraphModel, places: Mapping[str, Point], verb: str = "move nodes") -> None:
    """Put cards, backdrops and notes where they were dragged to."""
    if places:
        model.edit(verb, lambda graph: _put(graph, places), node=", ".join(named(places)))


def _put(graph: Graph, places: Mapping[str, Point]) -> Graph:
    canvas = canvas_of(graph)
    outputs = {id.removeprefix(OUTPUT_PREFIX): at for id, at in places.items() if is_output(id)}
    if outputs:
        graph = with_canvas(graph, replace(canvas, outputs={**canvas.outputs, **outputs}))
    return with_places(graph, {id: at for id, at in places.items() if not is_output(id)})


def named(ids: Iterable[str]) -> list[str]:
    """Return names for what is told of an edit, no more than four of them."""
    names = [id.replace(OUTPUT_PREFIX, "output ") for id in ids]
    return names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]


def carried(model: GraphModel, ids: Iterable[str]) -> dict[str, Point]:
    """Return what moves when these are dragged, with its place: what lies on a backdrop goes with it."""
    graph, scene = model.graph.value, model.scene.value
    if graph is None:
        return {}
    canvas = canvas_of(graph)
    cards = {card.id: card.place for card in scene.cards}
    found = dict.fromkeys(ids)
    for id in list(found):
        if id in canvas.backdrops:
            found |= dict.fromkeys(lying_on(canvas, id, cards))
        elif id in canvas.groups and canvas.groups[id].open:
            shown = units(graph, scene.level)
            found |= dict.fromkeys(shown[name] for name in members(graph, id) if name in shown)
    places = {id: scene.place_of(id) for id in found}
    return {id: place for id, place in places.items() if place is not None}


def nudge(model: GraphModel, across: int, down: int) -> None:
    """Move what is selected by so many steps of the grid."""
    by = across * GRID, down * GRID
    places = carried(model, model.picked.value)
    move(model, {id: (x + by[0], y + by[1]) for id, (x, y) in places.items()})


def lay_out(model: GraphModel) -> None:
    """Put the selected cards, or all of them where it is one or none, into layers."""
    graph, scene = model.graph.value, model.scene.value
    if graph is None or not scene.cards:
        return
    picked = [card.id for card in scene.cards if card.id in model.picked.value]
    chosen = picked if len(picked) > 1 else [card.id for card in scene.cards]
    chosen = [id for id in chosen if not is_output(id)]
    feeds: dict[str, list[str]] = {id: [] for id in chosen}
    for wire in scene.wires:
        target, source = scene.cards[wire.target].id, scene.cards[wire.source].id
        if target in feeds and source in feeds:
            feeds[target].append(source)
    shown, ranks = units(graph, scene.level), {}
    for rank, id in enumerate(run_order(graph)):
        if id in shown:
            ranks[shown[id]] = rank
    places = laid_out(sorted(chosen, key=lambda id: ranks.get(id, 0)), feeds)
    if len(picked) > 1:
        old = [scene.place_of(id) or (0.0, 0.0) for id in chosen]
        corner, new = bounds(old)[0], bounds(places.values())[0]
        by = snapped((corner[0] - new[0], corner[1] - new[1]))
        places = {id: (x + by[0], y + by[1]) for id, (x, y) in places.items()}

    def make(graph: Graph) -> Graph:
        canvas = canvas_of(graph)
        if len(picked) <= 1:
            graph = with_canvas(graph, replace(canvas, outputs={}))
        return with_places(graph, places)

    model.edit("lay out", make)
    if len(picked) <= 1:
        model.fit()


def align(model: GraphModel, edge: Edge) -> None:
    """Put the selected cards in line."""
    move(model, aligned(places_picked(model), edge), "align nodes")


def distribute(model: GraphModel, across: bool) -> None:
    """Put the selected cards at even distances."""
    places = distributed(places_picked(model), across)
    move(model, {id: snapped(at) for id, at in places.items()}, "distribute nodes")


def places_picked(model: GraphModel) -> dict[str, Point]:
    """Return where the selected cards stand."""
    return {card.id: card.place for card in model.scene.value.cards if card.id in model.picked.value}
