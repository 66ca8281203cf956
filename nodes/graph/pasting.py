"""Parts of a graph as text, and text put into a graph: JSON of the form that graphs are stored in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from .arranging import bounds, places_of, snapped
from .canvas import (
    Backdrop,
    Canvas,
    Group,
    Note,
    Point,
    canvas_of,
    free_id,
    group_of,
    in_group,
    item_of,
    put_item,
    with_canvas,
)
from .edits import add, relinked
from .errors import GraphError
from .exposures import exposed_on
from .grouping import members
from .model import Graph, Link, thawed
from .serialise import from_json, to_json

_MOST = 50_000_000
"""Characters of text that are read."""


def copied(graph: Graph, ids: Iterable[str]) -> Graph:
    """Return the part of a graph that these nodes, groups, backdrops and notes are, each where it stands."""
    ids = list(dict.fromkeys(ids))
    canvas, places = canvas_of(graph), places_of(graph)
    wanted = dict.fromkeys(id for id in ids if id in graph.nodes)
    inner: dict[str, None] = {}
    for id in ids:
        if id in canvas.groups:
            wanted |= dict.fromkeys(members(graph, id))
            inner |= dict.fromkeys(_nested(canvas, id))
    nodes = {}
    for id, node in graph.nodes.items():
        if id in wanted:
            kept = node if group_of(node) in inner else in_group(node, "")
            nodes[id] = replace(kept, position=places[id])
    part = Canvas()
    for id in (*ids, *inner):
        item = item_of(canvas, id)
        if isinstance(item, Group) and item.inside not in inner:
            item = replace(item, inside="")
        if item is not None:
            part = put_item(part, item)
    return with_canvas(Graph(nodes), part)


def _nested(canvas: Canvas, id: str) -> list[str]:
    found = [id]
    for each in found:
        found += [other.id for other in canvas.groups.values() if other.inside == each]
        if len(found) > len(canvas.groups):
            break
    return found


def as_text(graph: Graph) -> str:
    """Return a graph as text that people can read, mail and paste."""
    return json.dumps(to_json(graph), indent=1, ensure_ascii=False)


def from_text(text: str) -> Graph:
    """Return the graph that a text holds. Raises GraphError for text that is no graph."""
    if len(text) > _MOST:
        raise GraphError("Paste a graph", "the text is too long", hint="Paste a part of it.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, Mapping) or "nodes" not in data:
        raise GraphError("Paste a graph", "the text is no graph of Workprint", hint="Copy nodes first.")
    return from_json(data)


def pasted(
    graph: Graph, part: Graph, at: Point | None = None, *, level: str = "", feeds: bool = False
) -> tuple[Graph, tuple[str, ...]]:
    """Return the graph with a part put into it, and the names of what came, in its order.

    Names that are taken get a number. `at` is where its upper left corner goes, `level` the group that it
    goes into. Connections from outside the part are dropped, or with `feeds` kept where they lead to
    something. Node types that are not known here, and fields that this version does not know, are kept.
    """
    names: dict[str, str] = {}
    for id in part.nodes:
        names[id] = _free(id, graph, names)
    canvas, theirs = canvas_of(graph), canvas_of(part)
    places = places_of(part)
    items: list[Backdrop | Note | Group] = [
        *theirs.backdrops.values(),
        *theirs.notes.values(),
        *theirs.groups.values(),
    ]
    corner = bounds([*places.values(), *(item.place for item in items)])[0] if places or items else (0, 0)
    by = (0.0, 0.0) if at is None else (at[0] - corner[0], at[1] - corner[1])
    new_ids: dict[str, str] = {}
    for item in items:
        kind = type(item).__name__.lower()
        new_ids[item.id] = free_id(with_canvas(graph, canvas), kind)
        moved: Any = replace(item, id=new_ids[item.id], place=_moved(item.place, by))
        canvas = put_item(canvas, moved)
    for old, new in new_ids.items():
        if old in theirs.groups:
            inside = new_ids.get(theirs.groups[old].inside, level)
            canvas = put_item(canvas, replace(canvas.groups[new], inside=inside))

    def follow(link: Link) -> Link | None:
        if link.node in names:
            return Link(names[link.node], link.port)
        return link if feeds and link.node in graph.nodes else None

    nodes = []
    for id, node in part.nodes.items():
        home = new_ids.get(group_of(node), level)
        made = replace(node, id=names[id], position=_moved(places[id], by))
        nodes.append(in_group(exposed_on(relinked(made, follow), new_ids), home))
    return with_canvas(add(_shown(graph, bool(nodes)), *nodes), canvas), (*names.values(), *new_ids.values())


def _shown(graph: Graph, placed: bool) -> Graph:
    """Return the graph with every node where it is shown, if places are to be kept."""
    if not placed or all(node.position is not None for node in graph.nodes.values()):
        return graph
    table = thawed(graph.nodes)
    for id, at in places_of(graph).items():
        table[id] = replace(table[id], position=at)
    return replace(graph, nodes=MappingProxyType(table))


def _moved(at: Point, by: Point) -> Point:
    return snapped((at[0] + by[0], at[1] + by[1]))


def _free(id: str, graph: Graph, taken: Mapping[str, str]) -> str:
    used = set(taken.values())
    if id not in graph.nodes and id not in used:
        return id
    base, number = id.rstrip("0123456789") or id, 2
    while f"{base}{number}" in graph.nodes or f"{base}{number}" in used:
        number += 1
    return f"{base}{number}"
