"""Edits: each takes a graph and returns a new one that shares every node it did not change.

An edit of one node copies the table of nodes (about 10 ns a node); to add or remove many, name them in
one call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from nodes.api.kinds import Json
from nodes.api.spec import Spec

from .errors import GraphError
from .model import Drive, Feed, Graph, GraphNode, Link, thawed
from .passing import through

T = TypeVar("T")
_NO_SPECS: Mapping[str, Spec] = MappingProxyType({})


def _with(mapping: Mapping[str, T], key: str, value: T) -> Mapping[str, T]:
    table = thawed(mapping)
    table[key] = value
    return MappingProxyType(table)


def _without(mapping: Mapping[str, T], *keys: str) -> Mapping[str, T]:
    return MappingProxyType({key: value for key, value in mapping.items() if key not in keys})


def put(graph: Graph, node: GraphNode) -> Graph:
    """Return the graph with this node in place of the one with its id. Raises UnknownNode."""
    graph.node(node.id)
    return replace(graph, nodes=_with(graph.nodes, node.id, node))


def add(graph: Graph, *nodes: GraphNode) -> Graph:
    """Return the graph with nodes added, in that order. Raises GraphError where an id is taken or empty."""
    table = thawed(graph.nodes)
    for node in nodes:
        if not node.id or node.id in table:
            why = "the name is taken" if node.id else "it has no name"
            raise GraphError(f"Add node {node.id!r}", why, hint="Give it a name of its own.")
        table[node.id] = node
    return replace(graph, nodes=MappingProxyType(table))


def remove(graph: Graph, *ids: str, specs: Mapping[str, Spec] = _NO_SPECS) -> Graph:
    """Return the graph without these nodes; what they fed is fed by what fed them, where types fit.

    `specs` tell which input stands for which output; without a node's spec its first input stands for
    its output "out". Links and drives that nothing stands for go. Raises UnknownNode.
    """
    gone = {id: graph.node(id) for id in ids}

    def stand_in(link: Link) -> Link | None:
        seen: set[Link] = set()
        current: Link | None = link
        while current and current.node in gone:
            if current in seen:
                return None
            seen.add(current)
            node = gone[current.node]
            current = through(node, current.port, specs.get(node.type))
        return current

    table = {id: relinked(node, stand_in) for id, node in graph.nodes.items() if id not in gone}
    outputs = {name: stand_in(link) for name, link in graph.outputs.items()}
    return replace(
        graph,
        nodes=MappingProxyType(table),
        outputs={name: link for name, link in outputs.items() if link},
    )


def relinked(node: GraphNode, relink: Callable[[Link], Link | None]) -> GraphNode:
    """Return the node with each link replaced (dropped for None); itself where nothing changes."""
    changes = {link: relink(link) for _, link in node.feeds()}
    if all(old == new for old, new in changes.items()):
        return node
    inputs: dict[str, Feed] = {}
    for name, feed in node.inputs.items():
        if isinstance(feed, tuple):
            inputs[name] = tuple(new for new in (changes[link] for link in feed) if new)
        else:
            moved = changes[feed] if isinstance(feed, Link) else feed
            if moved:
                inputs[name] = moved
    drives: dict[str, Drive] = {}
    for name, drive in node.drives.items():
        driven = changes[drive] if isinstance(drive, Link) else drive
        if driven:
            drives[name] = driven
    return replace(node, inputs=inputs, drives=drives)


def connect(graph: Graph, id: str, port: str, feed: Feed) -> Graph:
    """Return the graph with an input fed by a link, or by a tuple of links if it is variadic.

    Raises UnknownNode where a node does not exist; whether types fit is for `validate` to say.
    """
    for link in (feed,) if isinstance(feed, Link) else feed if isinstance(feed, tuple) else ():
        graph.node(link.node)
    node = graph.node(id)
    return put(graph, replace(node, inputs=_with(node.inputs, port, feed)))


def disconnect(graph: Graph, id: str, port: str) -> Graph:
    """Return the graph with nothing at that input."""
    node = graph.node(id)
    return put(graph, replace(node, inputs=_without(node.inputs, port)))


def set_params(graph: Graph, id: str, values: Mapping[str, Json]) -> Graph:
    """Return the graph with parameters set to JSON values; keyframes and drives of theirs go."""
    node = graph.node(id)
    params = MappingProxyType({**node.params, **values})
    return put(graph, replace(node, params=params, drives=_without(node.drives, *values)))


def reset_params(graph: Graph, id: str, *names: str) -> Graph:
    """Return the graph with parameters back at the node's defaults, drives included."""
    node = graph.node(id)
    return put(
        graph, replace(node, params=_without(node.params, *names), drives=_without(node.drives, *names))
    )


def drive(graph: Graph, id: str, param: str, by: Drive) -> Graph:
    """Return the graph with a parameter moved by keyframes or by a node's curve. Raises UnknownNode."""
    if isinstance(by, Link):
        graph.node(by.node)
    node = graph.node(id)
    return put(graph, replace(node, drives=_with(node.drives, param, by)))


def undrive(graph: Graph, id: str, param: str) -> Graph:
    """Return the graph with a parameter that stands at its own value again."""
    node = graph.node(id)
    return put(graph, replace(node, drives=_without(node.drives, param)))


def bypass(graph: Graph, id: str, on: bool = True) -> Graph:
    """Return the graph with a node passed by, or not."""
    return put(graph, replace(graph.node(id), bypass=on))


def keep(graph: Graph, id: str, on: bool | None = True) -> Graph:
    """Return the graph with a node's results stored, not stored, or (None) as its spec says."""
    return put(graph, replace(graph.node(id), keep=on))


def set_output(graph: Graph, name: str, link: Link) -> Graph:
    """Return the graph with a named output. Raises UnknownNode."""
    graph.node(link.node)
    return replace(graph, outputs=_with(graph.outputs, name, link))


def rename(graph: Graph, old: str, new: str) -> Graph:
    """Return the graph with a node under another name, in its place, links following.

    Raises UnknownNode, or GraphError where the new name is empty or taken.
    """
    graph.node(old)
    if new == old:
        return graph
    if not new or new in graph.nodes:
        raise GraphError(f"Rename {old!r} to {new!r}", "the name is empty or taken", hint="Choose another.")

    def follow(link: Link) -> Link:
        return Link(new, link.port) if link.node == old else link

    table = {}
    for id, node in graph.nodes.items():
        table[new if id == old else id] = relinked(replace(node, id=new) if id == old else node, follow)
    outputs = {name: follow(link) for name, link in graph.outputs.items()}
    return replace(graph, nodes=MappingProxyType(table), outputs=outputs)
