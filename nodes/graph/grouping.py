"""Several nodes folded into one. The graph that runs stays flat: a group says only how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from .arranging import places_of, snapped
from .canvas import (
    Group,
    canvas_of,
    free_id,
    group_of,
    in_group,
    put_item,
    with_canvas,
    without_items,
)
from .errors import GraphError
from .exposures import LOOSE, moved_exposed
from .model import Graph, thawed


def grouped(graph: Graph, ids: Iterable[str], title: str = "") -> tuple[Graph, str]:
    """Return the graph with nodes and groups folded into a new group, and its id.

    The group lies in the group that the first of them lay in. Raises GraphError for nothing to group.
    """
    ids = list(dict.fromkeys(ids))
    canvas = canvas_of(graph)
    inner = [id for id in ids if id in graph.nodes]
    folded = [id for id in ids if id in canvas.groups]
    if not inner and not folded:
        raise GraphError("Group nodes", "none is selected", hint="Select the nodes first.")
    levels = [group_of(graph.nodes[id]) for id in inner] + [canvas.groups[id].inside for id in folded]
    level = levels[0] if levels[0] in canvas.groups else ""
    places = places_of(graph)
    points = [places[id] for id in inner] + [canvas.groups[id].place for id in folded]
    middle = snapped((sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)))
    id = free_id(graph, "group")
    canvas = put_item(canvas, Group(id, title or f"Group of {len(points)}", middle, level))
    for each in folded:
        canvas = put_item(canvas, replace(canvas.groups[each], inside=id))
    table = thawed(graph.nodes)
    for each in inner:
        table[each] = in_group(table[each], id)
    graph = with_canvas(replace(graph, nodes=MappingProxyType(table)), canvas)
    return moved_exposed(graph, inner, LOOSE, id), id


def ungrouped(graph: Graph, id: str) -> Graph:
    """Return the graph without a group: what was in it lies where the group lay. Raises GraphError.

    The parameters that it showed are shown by the next group that their nodes are folded into.
    """
    canvas = canvas_of(graph)
    group = canvas.groups.get(id)
    if group is None:
        raise GraphError(f"Ungroup '{id}'", "there is no such group", hint="Select a group.")
    for other in canvas.groups.values():
        if other.inside == id:
            canvas = put_item(canvas, replace(other, inside=group.inside))
    canvas = without_items(canvas, id)
    graph = moved_exposed(graph, members(graph, id), id, LOOSE)
    table = thawed(graph.nodes)
    for name, node in table.items():
        if group_of(node) == id:
            table[name] = in_group(node, group.inside)
    return with_canvas(replace(graph, nodes=MappingProxyType(table)), canvas)


def members(graph: Graph, id: str) -> tuple[str, ...]:
    """Return every node in a group, those of groups inside it too."""
    homes = units(graph, id)
    return tuple(name for name in graph.nodes if name in homes)


def unfolded(graph: Graph, level: str) -> tuple[str, ...]:
    """Return the open groups that show at a level, outer ones before those inside them."""
    groups = canvas_of(graph).groups
    found: list[str] = []
    waiting = [level if level in groups else ""]
    while waiting:
        outer = waiting.pop(0)
        inner = [
            id for id, group in groups.items() if group.open and group.inside == outer and id not in found
        ]
        found += inner
        waiting += inner
    return tuple(found)


def units(graph: Graph, level: str) -> Mapping[str, str]:
    """Return as what each node shows at a level ("" the whole graph, else a group's id).

    That is its own name, or the outermost folded group that it lies in there; nodes that lie elsewhere are
    not listed. A group that is not there, or lies in itself, counts for nothing.
    """
    groups = canvas_of(graph).groups
    homes: dict[str, str | None] = {"": None, level: ""}

    def home(group: str) -> str | None:
        """Return the group as which a group shows, "" for the level itself, None elsewhere."""
        path: list[str] = []
        while group not in homes and group in groups and group not in path:
            path.append(group)
            group = groups[group].inside
        above = homes.get(group, homes[""])
        for each in reversed(path):
            if above == "" and each in groups and not groups[each].open:
                above = each
            homes[each] = above
        return above

    shown: dict[str, str] = {}
    for id, node in graph.nodes.items():
        found = home(group_of(node)) if node.extra else homes[""]
        if found is not None:
            shown[id] = found or id
    return shown


def pruned(graph: Graph) -> Graph:
    """Return the graph without groups in which no node lies any more."""
    canvas = canvas_of(graph)
    used = {group_of(node) for node in graph.nodes.values()}
    while True:
        wanted = used | {group.inside for group in canvas.groups.values()}
        empty = [id for id in canvas.groups if id not in wanted]
        if not empty:
            return with_canvas(graph, canvas)
        canvas = without_items(canvas, *empty)
