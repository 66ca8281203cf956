"""Backdrops, notes and groups: making, changing, looking into them."""

from __future__ import annotations

from dataclasses import replace

from nodes.graph import edits
from nodes.graph.arranging import bounds, places_of, snapped, with_places
from nodes.graph.canvas import Backdrop, Note, Point, canvas_of, free_id, item_of, put_item, with_canvas
from nodes.graph.grouping import grouped, ungrouped, units
from nodes.graph.layout import GRID
from nodes.graph.model import Graph

from .model import GraphModel
from .placing import named, places_picked
from .scene import is_output

COLOURS = ("grey", "blue", "green", "red", "yellow", "purple")
"""What a backdrop can be coloured, by name."""
_AROUND = 40.0
_ABOVE = 30.0


def add_backdrop(model: GraphModel) -> None:
    """Put a backdrop under what is selected, else where there is room on the screen."""
    graph, places = model.graph.value, list(places_picked(model).values())
    if graph is None:
        return
    id = free_id(graph, "backdrop")
    if places:
        corner, size = bounds(places, _AROUND)
        ground = Backdrop(
            id, "Backdrop", "grey", (corner[0], corner[1] - _ABOVE), (size[0], size[1] + _ABOVE)
        )
    else:
        ground = Backdrop(id, "Backdrop", place=snapped(middle(model, (320, 200))))
    _put_on(model, ground, "add backdrop")


def add_note(model: GraphModel, text: str = "") -> None:
    """Put a note beside what is selected, else in the middle of the screen."""
    graph, places = model.graph.value, list(places_picked(model).values())
    if graph is None:
        return
    if places:
        corner, size = bounds(places)
        place = (corner[0] + size[0] + GRID, corner[1])
    else:
        place = snapped(middle(model, (200, 80)))
    _put_on(model, Note(free_id(graph, "note"), text, place), "add note")


def middle(model: GraphModel, size: Point) -> Point:
    """Return where something of a size stands in the middle of what is seen."""
    x, y = model.view.value.to_canvas(model.room[0] / 2, model.room[1] / 2)
    return x - size[0] / 2, y - size[1] / 2


def _put_on(model: GraphModel, item: Backdrop | Note, verb: str) -> None:
    inside = model.level.value
    item = replace(item, extra={"inside": inside} if inside else {})
    if model.edit(verb, lambda graph: with_canvas(_kept(graph), put_item(canvas_of(graph), item))):
        model.select(item.id)


def _kept(graph: Graph) -> Graph:
    """Return the graph with every node where it is shown: what is put beside it shall stay beside it."""
    return with_places(graph, places_of(graph))


def change_item(model: GraphModel, id: str, **changes: object) -> None:
    """Change a backdrop's title, colour or size, a note's text, a group's title, a node's label."""
    graph = model.graph.value
    if graph is None:
        return
    item = item_of(canvas_of(graph), id)
    if item is not None:
        changed = replace(item, **changes)  # type: ignore[arg-type]
        if changed != item:
            kind = type(item).__name__.lower()
            model.edit(
                f"change {kind}", lambda graph: with_canvas(graph, put_item(canvas_of(graph), changed)), of=id
            )
    elif id in graph.nodes:
        label = str(changes.get("title", ""))
        said = "" if label == id else label
        model.edit(
            "label node", lambda graph: edits.put(graph, replace(graph.nodes[id], label=said)), node=id
        )


def next_colour(model: GraphModel) -> None:
    """Give the selected backdrop the next colour."""
    item = model.scene.value.item(model.selected.value)
    if isinstance(item, Backdrop):
        place = COLOURS.index(item.colour) if item.colour in COLOURS else -1
        change_item(model, item.id, colour=COLOURS[(place + 1) % len(COLOURS)])


def group(model: GraphModel) -> None:
    """Fold the selected nodes into one."""
    ids = sorted(id for id in model.picked.value if not is_output(id))
    made: list[str] = []

    def make(graph: Graph) -> Graph:
        new, id = grouped(with_places(graph, places_of(graph)), ids)
        made.append(id)
        return new

    if model.edit("group nodes", make, node=", ".join(named(ids))):
        model.select(made[0])


def ungroup(model: GraphModel) -> None:
    """Unfold the selected groups."""
    graph = model.graph.value
    if graph is None:
        return
    wanted = [id for id in model.picked.value if id in canvas_of(graph).groups]
    inside = [id for id, unit in units(graph, model.level.value).items() if unit in wanted]

    def make(graph: Graph) -> Graph:
        for id in wanted:
            graph = ungrouped(graph, id)
        return graph

    if wanted and model.edit("ungroup", make):
        model.pick(inside)


def fold(model: GraphModel) -> None:
    """Fold the selected group into one card, or open it in place."""
    graph, id = model.graph.value, model.selected.value or ""
    group = None if graph is None else canvas_of(graph).groups.get(id)
    if group is not None:
        change_item(model, id, open=not group.open)
        model.select(id)


def enter(model: GraphModel) -> None:
    """Look into the selected group."""
    graph, id = model.graph.value, model.selected.value
    if graph is not None and id is not None and id in canvas_of(graph).groups:
        model.look_into(id)


def leave(model: GraphModel) -> None:
    """Look at what the group lies in."""
    path = model.path()
    if path:
        model.look_into(path[-2][0] if len(path) > 1 else "")
