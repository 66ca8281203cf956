"""What nodes say of their parameters that groups show: entries in a field of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from nodes.api.kinds import Json

from .model import Graph, GraphNode, thawed

EXPOSED = "exposed"
LOOSE = ""
"""Stands for the group of what was shown on one that is no more: the next group of the node takes it over."""
Entry: TypeAlias = tuple[str, str, str, int]
"""Parameter, group, title and place there."""


def entries_of(node: GraphNode) -> list[Entry]:
    """Return what a node says: parameter, group, title and place; what cannot be read is passed over."""
    data = node.extra.get(EXPOSED) if node.extra else None
    return [] if not isinstance(data, list | tuple) else [found for each in data for found in _entry(each)]


def _entry(data: Json) -> Iterator[Entry]:
    if not isinstance(data, Mapping):
        return
    match data.get("param"), data.get("group", LOOSE), data.get("title", ""), data.get("place", 0):
        case str(param), str(group), str(title), int(place):
            yield param, group, title, place


def with_entries(node: GraphNode, entries: Iterable[Entry]) -> GraphNode:
    """Return the node that says this of its parameters, the node itself where it does already."""
    data = [
        {"param": param, "group": group, "place": place} | ({"title": title} if title else {})
        for param, group, title, place in entries
    ]
    if data == node.extra.get(EXPOSED, []):
        return node
    rest = {name: value for name, value in node.extra.items() if name != EXPOSED}
    return replace(node, extra={**rest, EXPOSED: data} if data else rest)


def moved_exposed(graph: Graph, ids: Iterable[str], old: str, new: str) -> Graph:
    """Return the graph in which what nodes show on one group they show on another."""
    table, changed = thawed(graph.nodes), False
    for id in ids:
        entries = entries_of(table[id])
        if any(on == old for _, on, _, _ in entries):
            changed = True
            moved = [(param, new if on == old else on, title, place) for param, on, title, place in entries]
            table[id] = with_entries(table[id], moved)
    return replace(graph, nodes=MappingProxyType(table)) if changed else graph


def exposed_on(node: GraphNode, groups: Mapping[str, str]) -> GraphNode:
    """Return the node with its parameters shown on the groups that stand in for theirs, else on none yet."""
    entries = entries_of(node)
    if not entries:
        return node
    moved = [(param, groups.get(on, LOOSE), title, place) for param, on, title, place in entries]
    return with_entries(node, moved)


def params_renamed(node: GraphNode, names: Mapping[str, str]) -> GraphNode:
    """Return the node whose parameters that groups show have other names: `names` by the old ones."""
    entries = entries_of(node)
    if not entries:
        return node
    renamed = [(names.get(param, param), on, title, place) for param, on, title, place in entries]
    return with_entries(node, renamed)
