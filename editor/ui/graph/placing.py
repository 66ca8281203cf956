"""Moving, aligning, laying out what is on the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nodes.graph.arranging import Edge, aligned, distributed, snapped, with_places
from nodes.graph.canvas import Point, canvas_of, with_canvas
from nodes.graph.layout import GRID
from nodes.graph.model import Graph
from nodes.graph.tidying import carried, tidied

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


def nudge(model: GraphModel, across: int, down: int) -> None:
    """Move what is selected by so many steps of the grid."""
    by = across * GRID, down * GRID
    places = carried_here(model, model.picked.value)
    move(model, {id: (x + by[0], y + by[1]) for id, (x, y) in places.items()})


def carried_here(model: GraphModel, ids: Iterable[str]) -> dict[str, Point]:
    """Return what moves when these are dragged, with its place: what lies on a backdrop goes with it."""
    graph, scene = model.graph.value, model.scene.value
    if graph is None:
        return {}
    outputs = {id: place for id in ids if is_output(id) and (place := scene.place_of(id)) is not None}
    return outputs | carried(graph, ids, scene.level)


def lay_out(model: GraphModel) -> None:
    """Put the selected cards, or all of them where it is one or none, into layers."""
    scene, specs = model.scene.value, model.specs.value
    if not scene.cards:
        return
    picked = [card.id for card in scene.cards if card.id in model.picked.value and not is_output(card.id)]
    model.edit("lay out", lambda graph: tidied(graph, scene.level, picked, specs=specs))
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
