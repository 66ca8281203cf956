"""What lies on the canvas beside the nodes: backdrops, notes, and which nodes are folded into one.

It is kept in the graph's field "canvas", and which group a node is in in the node's field "group". Both
are fields that versions before them keep as they came, and neither is part of any key: what a graph makes
does not depend on how it is laid out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from nodes.api.kinds import Json

from .model import Graph, GraphNode

CANVAS, GROUP = "canvas", "group"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


_LISTS = ("backdrops", "notes", "groups")

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A titled ground under nodes; `colour` is one of the canvas's names, `place` its upper left corner."""

    id: str
    title: str = ""
    colour: str = "grey"
    place: Point = (0.0, 0.0)
    size: Point = (320.0, 200.0)
    extra: Mapping[str, Json] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Note:
    """A text on the canvas."""

    id: str
    text: str = ""
    place: Point = (0.0, 0.0)
    size: Point = (200.0, 80.0)
    extra: Mapping[str, Json] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes shown as one, or in a frame while it is `open`; `inside` is the group that it lies in, if any."""

    id: str
    title: str = ""
    place: Point = (0.0, 0.0)
    inside: str = ""
    open: bool = False
    extra: Mapping[str, Json] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Canvas:
    """All of it; `outputs` are the places of the graph's outputs by name, `strange` what cannot be read."""

    backdrops: Mapping[str, Backdrop] = field(default_factory=_nothing)
    notes: Mapping[str, Note] = field(default_factory=_nothing)
    groups: Mapping[str, Group] = field(default_factory=_nothing)
    outputs: Mapping[str, Point] = field(default_factory=_nothing)
    strange: Mapping[str, Json] = field(default_factory=_nothing)


Item: TypeAlias = Backdrop | Note | Group


def canvas_of(graph: Graph) -> Canvas:
    """Return what lies on a graph's canvas; what this version cannot read is kept aside."""
    data = graph.extra.get(CANVAS, {})
    if not isinstance(data, Mapping):
        return Canvas(strange={CANVAS: data})
    strange: dict[str, Json] = {
        name: value for name, value in data.items() if name not in (*_LISTS, "outputs")
    }
    made: dict[str, dict[str, Any]] = {}
    for name, kind in zip(_LISTS, (Backdrop, Note, Group), strict=True):
        listed = data.get(name, [])
        made[name] = {}
        for each in listed if isinstance(listed, list | tuple) else [listed]:
            item = _item(kind, each)
            if item is None or item.id in made[name]:
                strange.setdefault(name, []).append(each)
            else:
                made[name][item.id] = item
    outputs = data.get("outputs", {})
    places = {name: _point(at) for name, at in outputs.items()} if isinstance(outputs, Mapping) else {}
    known = {name: at for name, at in places.items() if at is not None}
    return Canvas(made["backdrops"], made["notes"], made["groups"], known, strange)


def with_canvas(graph: Graph, canvas: Canvas) -> Graph:
    """Return the graph with this on its canvas; the field goes where nothing is."""
    if CANVAS in canvas.strange:
        return graph
    data: dict[str, Json] = {name: each for name, each in canvas.strange.items() if name not in _LISTS}
    for name in _LISTS:
        listed = [_json(item) for item in getattr(canvas, name).values()] + canvas.strange.get(name, [])
        if listed:
            data[name] = listed
    if canvas.outputs:
        data["outputs"] = {name: list(at) for name, at in canvas.outputs.items()}
    extra = {name: value for name, value in graph.extra.items() if name != CANVAS}
    return replace(graph, extra={**extra, CANVAS: data} if data else extra)


def put_item(canvas: Canvas, item: Item) -> Canvas:
    """Return the canvas with a backdrop, a note or a group, in place of the one with its id."""
    if isinstance(item, Backdrop):
        return replace(canvas, backdrops={**canvas.backdrops, item.id: item})
    if isinstance(item, Note):
        return replace(canvas, notes={**canvas.notes, item.id: item})
    return replace(canvas, groups={**canvas.groups, item.id: item})


def without_items(canvas: Canvas, *ids: str) -> Canvas:
    """Return the canvas without these backdrops, notes and groups."""

    def rest(table: Mapping[str, Any]) -> Mapping[str, Any]:
        return {id: item for id, item in table.items() if id not in ids}

    return replace(
        canvas, backdrops=rest(canvas.backdrops), notes=rest(canvas.notes), groups=rest(canvas.groups)
    )


def item_of(canvas: Canvas, id: str) -> Item | None:
    """Return the backdrop, note or group of that id, or None."""
    return canvas.backdrops.get(id) or canvas.notes.get(id) or canvas.groups.get(id)


def free_id(graph: Graph, kind: str) -> str:
    """Return an id for a new backdrop, note or group that neither another nor a node has.

    >>> free_id(Graph(), "note")
    '#note1'
    """
    canvas, number = canvas_of(graph), 1
    while item_of(canvas, f"#{kind}{number}") or f"#{kind}{number}" in graph.nodes:
        number += 1
    return f"#{kind}{number}"


def group_of(node: GraphNode) -> str:
    """Return the group that a node is in, "" for none."""
    group = node.extra.get(GROUP, "")
    return group if isinstance(group, str) else ""


def in_group(node: GraphNode, group: str) -> GraphNode:
    """Return the node in a group, or in none for ""."""
    if group == group_of(node):
        return node
    rest = {name: value for name, value in node.extra.items() if name != GROUP}
    return replace(node, extra={**rest, GROUP: group} if group else rest)


def _json(item: Item) -> dict[str, Json]:
    data: dict[str, Json] = {"id": item.id}
    if isinstance(item, Note):
        data["text"] = item.text
    else:
        data["title"] = item.title
    data["place"] = list(item.place)
    if isinstance(item, Group):
        data |= {"inside": item.inside} if item.inside else {}
        data |= {"open": True} if item.open else {}
    else:
        data["size"] = list(item.size)
    if isinstance(item, Backdrop):
        data["colour"] = item.colour
    return {**data, **item.extra}


def _item(kind: type[Item], data: Json) -> Item | None:
    if not isinstance(data, Mapping) or not isinstance(data.get("id"), str) or not data["id"]:
        return None
    words: dict[str, Any] = {
        name: data.get(name, "") for name in ("title", "text", "inside") if name in kind.__dataclass_fields__
    }
    if kind is Backdrop:
        words["colour"] = data.get("colour", "grey")
    places = {name: _point(data.get(name)) for name in ("place", "size") if name in kind.__dataclass_fields__}
    flags = {"open": data.get("open", False)} if kind is Group else {}
    told = all(isinstance(word, str) for word in words.values())
    if not told or not all(isinstance(flag, bool) for flag in flags.values()) or None in places.values():
        return None
    extra = {name: value for name, value in data.items() if name not in {"id", *words, *flags, *places}}
    return kind(id=data["id"], extra=extra, **words, **flags, **places)  # type: ignore[arg-type]


def _point(data: Json) -> Point | None:
    if not isinstance(data, list | tuple) or len(data) != 2:
        return None
    if not all(isinstance(each, int | float) and abs(each) < 1e9 for each in data):
        return None
    return float(data[0]), float(data[1])
