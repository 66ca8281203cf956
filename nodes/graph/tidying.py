"""Laying out what a level of the canvas shows; backdrops and notes put there, and what moves with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from nodes.api.spec import Spec

from .arranging import bounds, lying_on, places_of, run_order, snapped, with_places
from .canvas import Backdrop, Item, Note, Point, canvas_of, free_id, item_of, put_item, with_canvas
from .errors import GraphError
from .grouping import members, units
from .layout import GRID, laid_out
from .model import Graph, GraphNode

COLOURS = ("grey", "blue", "green", "red", "yellow", "purple")
"""What a backdrop can be coloured, by name."""
_AROUND, _ABOVE = 40.0, 30.0
_NO_SPECS: Mapping[str, Spec] = MappingProxyType({})


def shown_places(graph: Graph, level: str = "") -> dict[str, Point]:
    """Return where the nodes and folded groups stand that a level shows."""
    groups, places = canvas_of(graph).groups, places_of(graph)
    shown = dict.fromkeys(units(graph, level).values())
    return {id: groups[id].place if id in groups else places[id] for id in shown}


def tidied(
    graph: Graph, level: str = "", only: Collection[str] = (), *, specs: Mapping[str, Spec] = _NO_SPECS
) -> Graph:
    """Return the graph with what a level shows put into layers, each below what feeds it.

    Where there are two or more of them, `only` these are moved, and stay where they are as a whole. With
    `specs` what feeds a node stands in the order of its inputs.
    """
    places = shown_places(graph, level)
    chosen = {id: at for id, at in places.items() if id in only} if len(only) > 1 else places
    if not chosen:
        return graph
    shown, ranks = units(graph, level), {}
    feeds: dict[str, list[str]] = {id: [] for id in chosen}
    for rank, id in enumerate(run_order(graph)):
        if id not in shown:
            continue
        ranks[shown[id]] = rank
        for source in _fed_by(graph.nodes[id], specs):
            if shown[id] in feeds and shown.get(source) in feeds and shown[source] != shown[id]:
                feeds[shown[id]].append(shown[source])
    new = laid_out(sorted(chosen, key=lambda id: ranks.get(id, 0)), feeds)
    if chosen is places:
        canvas = canvas_of(graph)
        return with_places(with_canvas(graph, replace(canvas, outputs={})), new)
    old, corner = bounds(chosen.values())[0], bounds(new.values())[0]
    by = snapped((old[0] - corner[0], old[1] - corner[1]))
    return with_places(graph, {id: (x + by[0], y + by[1]) for id, (x, y) in new.items()})


def _fed_by(node: GraphNode, specs: Mapping[str, Spec]) -> list[str]:
    spec = specs.get(node.type)
    ports = {port.name: place for place, port in enumerate(spec.inputs)} if spec is not None else {}
    links = sorted(node.feeds(), key=lambda one: ports.get(one[0], len(ports)))
    return [link.node for _, link in links]


def with_backdrop(
    graph: Graph,
    title: str = "Backdrop",
    *,
    under: Collection[str] = (),
    at: Point = (0.0, 0.0),
    size: Point | None = None,
    colour: str = "grey",
    level: str = "",
) -> tuple[Graph, str]:
    """Return the graph with a backdrop on a level, and its id: `under` cards, else `at` a place.

    Raises GraphError for cards that the level does not show, and for an unknown colour.
    """
    _check_colour(colour)
    ground = Backdrop(free_id(graph, "backdrop"), title, colour, snapped(at), size or Backdrop("").size)
    if under:
        corner, wide = bounds(_standing(graph, under, level), _AROUND)
        place = (corner[0], corner[1] - _ABOVE)
        ground = replace(ground, place=place, size=size or (wide[0], wide[1] + _ABOVE))
    return _with_item(graph, ground, level), ground.id


def with_note(
    graph: Graph, text: str, *, beside: Collection[str] = (), at: Point = (0.0, 0.0), level: str = ""
) -> tuple[Graph, str]:
    """Return the graph with a note on a level, and its id: `beside` cards, else `at` a place; raises so."""
    place = snapped(at)
    if beside:
        corner, wide = bounds(_standing(graph, beside, level))
        place = (corner[0] + wide[0] + GRID, corner[1])
    note = Note(free_id(graph, "note"), text, place)
    return _with_item(graph, note, level), note.id


def _with_item(graph: Graph, item: Backdrop | Note, level: str) -> Graph:
    # Every node stays where it is shown: what is put beside it shall stay beside it.
    graph = with_places(graph, places_of(graph))
    item = replace(item, extra={"inside": level} if level else {})
    return with_canvas(graph, put_item(canvas_of(graph), item))


def changed_item(graph: Graph, id: str, **changes: object) -> Graph:
    """Return the graph with a backdrop, note or group changed, by the names of its fields.

    Raises GraphError for what is none of those, has no such field, or an unknown colour.
    """
    canvas = canvas_of(graph)
    item = item_of(canvas, id)
    if item is None:
        there = ", ".join((*canvas.backdrops, *canvas.notes, *canvas.groups)) or "nothing"
        raise GraphError(f"Change '{id}'", "nothing on the canvas is called so", hint=f"There is: {there}.")
    unknown = [name for name in changes if name not in type(item).__dataclass_fields__]
    if unknown:
        raise GraphError(f"Change '{id}'", f"a {type(item).__name__.lower()} has no {unknown[0]}")
    _check_colour(str(changes.get("colour", "grey")))
    changed: Item = replace(item, **changes)  # type: ignore[arg-type]
    return with_canvas(graph, put_item(canvas, changed))


def carried(graph: Graph, ids: Iterable[str], level: str = "") -> dict[str, Point]:
    """Return what moves along with these, with its place: what lies on a backdrop, and in an open group."""
    canvas, cards, shown = canvas_of(graph), shown_places(graph, level), units(graph, level)
    found = dict.fromkeys(ids)
    for id in list(found):
        if id in canvas.backdrops:
            found |= dict.fromkeys(lying_on(canvas, id, cards))
        elif id in canvas.groups and canvas.groups[id].open:
            found |= dict.fromkeys(shown[name] for name in members(graph, id) if name in shown)
    places = dict(cards)
    for table in (canvas.backdrops, canvas.notes, canvas.groups):
        places |= {id: item.place for id, item in table.items()}
    return {id: places[id] for id in found if id in places}


def _standing(graph: Graph, ids: Iterable[str], level: str) -> list[Point]:
    shown = shown_places(graph, level)
    for id in ids:
        if id not in shown:
            there = ", ".join(list(shown)[:20]) or "nothing"
            raise GraphError(
                f"Find '{id}' on the canvas", "it is not shown there", hint=f"There is: {there}."
            )
    return [shown[id] for id in ids]


def _check_colour(colour: str) -> None:
    if colour not in COLOURS:
        raise GraphError(
            f"Colour it '{colour}'", "there is no such colour", hint=f"Use {', '.join(COLOURS)}."
        )
