"""Parameters of nodes in a group that are shown on the group, under a name and in an order of a person's own.

What is kept is no copy of a value: the node says in its field "exposed" on which groups which of its
parameters are shown. So it goes along when the node is renamed, copied or pasted, and setting it on the group
sets it in the node. Like all that lies on the canvas it is part of no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from .canvas import canvas_of, group_of
from .errors import GraphError
from .exposures import entries_of, with_entries
from .grouping import members
from .model import Graph, GraphNode, thawed

_HINT = "Group the node first: workprint graph PROJECT SHOT group nodes=A,B"


@dataclass(frozen=True, slots=True)
class Exposed:
    """A node's parameter as a group shows it: under `title`, "" for its own name."""

    node: str
    param: str
    title: str = ""

    @property
    def name(self) -> str:
        """What it is called where nothing is said: its title, else the parameter in words."""
        return self.title or self.param.replace("_", " ")


def exposed(graph: Graph, group: str) -> tuple[Exposed, ...]:
    """Return the parameters that a group shows, in its order; none for what is no group."""
    if group not in canvas_of(graph).groups:
        return ()
    found = [
        (place, Exposed(id, param, title))
        for id in members(graph, group)
        for param, on, title, place in entries_of(graph.nodes[id])
        if on == group
    ]
    return tuple(each for _, each in sorted(found, key=lambda one: one[0]))


def shown_as(node: GraphNode) -> Mapping[str, str]:
    """Return the names that people gave a node's parameters on its groups, by parameter."""
    return {param: title for param, _, title, _ in entries_of(node) if title}


def with_exposed(graph: Graph, group: str, wanted: Iterable[Exposed]) -> Graph:
    """Return the graph in which a group shows these parameters, in this order, and no others.

    Raises GraphError for what is no group, and for a node that does not lie in it.
    """
    _group(graph, group)
    listed = list(dict.fromkeys(wanted))
    inside = set(members(graph, group))
    places: dict[str, dict[str, tuple[str, int]]] = {}
    for place, each in enumerate(listed):
        graph.node(each.node)
        if each.node not in inside:
            why = f"it does not lie in the group '{group}'"
            raise GraphError(f"Show '{each.param}' of '{each.node}' on a group", why, hint=_HINT)
        places.setdefault(each.node, {})[each.param] = each.title, place
    table = thawed(graph.nodes)
    for id in inside:
        others = [entry for entry in entries_of(table[id]) if entry[1] != group]
        own = [(param, group, title, place) for param, (title, place) in places.get(id, {}).items()]
        table[id] = with_entries(table[id], [*others, *own])
    return replace(graph, nodes=MappingProxyType(table))


def expose(
    graph: Graph, node: str, param: str, *, group: str = "", title: str = "", place: int | None = None
) -> Graph:
    """Return the graph in which a node's parameter is shown on a group, the one it lies in by default.

    `place` counts from 0, the end by default; what is shown already is renamed or moved. Raises UnknownNode,
    GraphError for a node that lies in no group, or not in that one.
    """
    group = group or group_of(graph.node(node))
    if not group:
        raise GraphError(f"Show '{param}' of '{node}' on a group", "it lies in none", hint=_HINT)
    _group(graph, group)
    listed = exposed(graph, group)
    before = [at for at, each in enumerate(listed) if (each.node, each.param) == (node, param)]
    others = [each for each in listed if (each.node, each.param) != (node, param)]
    at = place if place is not None else before[0] if before else len(others)
    kept = listed[before[0]].title if before else ""
    made = Exposed(node, param, title or kept)
    return with_exposed(graph, group, [*others[:at], made, *others[at:]])


def hidden(graph: Graph, node: str, param: str, *, group: str = "") -> Graph:
    """Return the graph in which a group, the one the node lies in by default, shows a parameter no more.

    Raises UnknownNode, GraphError for one that is not shown there.
    """
    group = group or group_of(graph.node(node))
    listed = exposed(graph, group)
    rest = [each for each in listed if (each.node, each.param) != (node, param)]
    if len(rest) == len(listed):
        shown = ", ".join(f"{each.node}.{each.param}" for each in listed) or "nothing"
        attempted = f"Take '{param}' of '{node}' off its group"
        raise GraphError(attempted, "it is not shown there", hint=f"Shown are: {shown}.")
    return with_exposed(graph, group, rest)


def assigned(graph: Graph, name: str, words: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return which words (`key=value`) set which node: those for a group go to the nodes it shows.

    A group is named by id or title, its parameters as it names them, small or capital. What is no group is
    returned as it is. Raises GraphError for what the group does not show.
    """
    groups = canvas_of(graph).groups
    ids = [id for id, group in groups.items() if name in (id, group.title)]
    if name in graph.nodes or not ids:
        return [(name, list(words))]
    listed = exposed(graph, ids[0])
    found: list[tuple[str, list[str]]] = []
    for word in words:
        key, sign, value = word.partition("=")
        said = key.replace("_", " ").casefold()
        match = [each for each in listed if each.name.replace("_", " ").casefold() == said]
        if not match:
            shown = ", ".join(each.name for each in listed) or "nothing"
            raise GraphError(f"Set '{key}' of group '{name}'", "it shows none", hint=f"It shows: {shown}.")
        found.append((match[0].node, [f"{match[0].param}{sign}{value}"]))
    return found


def _group(graph: Graph, id: str) -> None:
    groups = canvas_of(graph).groups
    if id not in groups:
        there = ", ".join(groups) or "none"
        raise GraphError(f"Find group '{id}'", "the graph has no such group", hint=f"It has: {there}.")
