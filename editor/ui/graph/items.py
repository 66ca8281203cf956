"""Backdrops, notes and groups: making, changing, looking into them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nodes.graph import edits
from nodes.graph.arranging import places_of, with_places
from nodes.graph.canvas import Backdrop, Point, canvas_of, item_of
from nodes.graph.grouping import grouped, ungrouped, units
from nodes.graph.model import Graph
from nodes.graph.tidying import COLOURS, changed_item, with_backdrop, with_note

from .model import GraphModel
from .placing import named, places_picked
from .scene import is_output


def add_backdrop(model: GraphModel) -> None:
    """Put a backdrop under what is selected, else where there is room on the screen."""
    under, level = _cards(model), model.level.value
    at = middle(model, (320, 200))
    _put_on(model, "add backdrop", lambda graph: with_backdrop(graph, under=under, at=at, level=level))


def add_note(model: GraphModel, text: str = "") -> None:
    """Put a note beside what is selected, else in the middle of the screen."""
    beside, level = _cards(model), model.level.value
    at = middle(model, (200, 80))
    _put_on(model, "add note", lambda graph: with_note(graph, text, beside=beside, at=at, level=level))


def _cards(model: GraphModel) -> list[str]:
    return [id for id in places_picked(model) if not is_output(id)]


def middle(model: GraphModel, size: Point) -> Point:
    """Return where something of a size stands in the middle of what is seen."""
    x, y = model.view.value.to_canvas(model.room[0] / 2, model.room[1] / 2)
    return x - size[0] / 2, y - size[1] / 2


def _put_on(model: GraphModel, verb: str, make: Callable[[Graph], tuple[Graph, str]]) -> None:
    made: list[str] = []

    def put(graph: Graph) -> Graph:
        new, id = make(graph)
        made.append(id)
        return new

    if model.edit(verb, put):
        model.select(made[0])


def change_item(model: GraphModel, id: str, **changes: object) -> None:
    """Change a backdrop's title, colour or size, a note's text, a group's title, a node's label."""
    graph = model.graph.value
    if graph is None:
        return
    item = item_of(canvas_of(graph), id)
    if item is not None:
        kind = type(item).__name__.lower()
        model.edit(f"change {kind}", lambda graph: changed_item(graph, id, **changes), of=id)
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
