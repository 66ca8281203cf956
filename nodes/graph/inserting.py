"""Putting a node where somebody points: after another, on a connection, at the end of one drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nodes.api.ports import PortType
from nodes.api.spec import Spec

from .chain import free_name, type_of
from .edits import add, set_output
from .errors import GraphError
from .joining import OUTPUT, joined
from .model import Feed, Graph, GraphNode, Link


def new_node(graph: Graph, type: str, specs: Mapping[str, Spec]) -> GraphNode:
    """Return a node of a type under a free name. Raises GraphError for a type that is not known."""
    spec = specs.get(type)
    if spec is None:
        raise GraphError(
            f"Add {type}", "there is no such node", hint="`workprint nodes` lists what there is."
        )
    return GraphNode(free_name(graph, type), type, spec.version)


def inserted_after(
    graph: Graph, type: str, specs: Mapping[str, Spec], after: str, port: str = ""
) -> tuple[Graph, str]:
    """Return the graph with a new node that reads `after`, and its name.

    What read that output reads the new node instead, where it makes the same; a node that makes something
    else, or need read nothing of it, stays beside. `port` is the output, the first that fits by default.
    Raises GraphError, UnknownNode.
    """
    node, spec = new_node(graph, type, specs), specs[type]
    source = specs.get(graph.node(after).type)
    outs = [each.name for each in source.outputs] if source else ["out"]
    for name in [port] if port else outs:
        link = Link(after, name)
        fed = fitting_input(spec, type_of(graph, link, specs), asked=False)
        if fed is not None:
            return _between(graph, specs, node, link, list(readers(graph, link)), fed)
    return add(graph, node), node.id


def inserted_on(
    graph: Graph, type: str, specs: Mapping[str, Spec], id: str, port: str, at: int | None = None
) -> tuple[Graph, str]:
    """Return the graph with a new node on one connection, and its name.

    `id`, `port` and `at` (of many) say where the connection ends; `id` "" is an output of the graph.
    Raises GraphError where nothing is connected there or the node does not fit.
    """
    node = new_node(graph, type, specs)
    link = link_at(graph, id, port, at)
    if link is None:
        raise GraphError(f"Put {type} between", "nothing is connected there", hint="Choose a connection.")
    fed = fitting_input(specs[type], type_of(graph, link, specs))
    if fed is None:
        raise GraphError(f"Put {type} between", f"it takes no {type_of(graph, link, specs)}")
    return _between(graph, specs, node, link, [(id, port, at)], fed)


def inserted_from(graph: Graph, type: str, specs: Mapping[str, Spec], link: Link) -> tuple[Graph, str]:
    """Return the graph with a new node fed by an output and nothing else changed, and its name."""
    node = new_node(graph, type, specs)
    fed = fitting_input(specs[type], type_of(graph, link, specs))
    graph = add(graph, node)
    return (graph if fed is None else joined(graph, specs, link, node.id, fed)), node.id


def inserted_into(
    graph: Graph, type: str, specs: Mapping[str, Spec], id: str, port: str, at: int | None = None
) -> tuple[Graph, str]:
    """Return the graph with a new node that feeds an input (or an output of the graph), and its name.

    Raises GraphError where nothing that it makes fits there.
    """
    node, spec = new_node(graph, type, specs), specs[type]
    wanted = wanted_at(graph, specs, id, port)
    made = next((out.name for out in spec.outputs if wanted in (None, out.type)), spec.outputs[0].name)
    return joined(add(graph, node), specs, Link(node.id, made), id, port, at), node.id


def converted(
    graph: Graph,
    type: str,
    specs: Mapping[str, Spec],
    link: Link,
    id: str,
    port: str,
    at: int | None = None,
) -> tuple[Graph, str]:
    """Return the graph with a new node that reads `link` and feeds an input that `link` does not fit."""
    made = type_of(graph, link, specs)
    new, name = inserted_into(graph, type, specs, id, port, at)
    fed = fitting_input(specs[type], made)
    return (new if fed is None else joined(new, specs, link, name, fed)), name


def wanted_at(graph: Graph, specs: Mapping[str, Spec], id: str, port: str) -> PortType | None:
    """Return what an input takes (a parameter takes a curve), None where that is not known."""
    if id == OUTPUT:
        link = graph.outputs.get(port)
        return "frame" if link is None else type_of(graph, link, specs)
    spec = specs.get(graph.node(id).type)
    given = spec.input(port) if spec else None
    if given is not None:
        return given.type
    return "curve" if spec is not None and spec.param(port) is not None else None


def fitting_input(spec: Spec, type: PortType | None, *, asked: bool = True) -> str | None:
    """Return the first input that takes a type, one that must be fed before one that may.

    Where nobody `asked` for the connection, none of those that only may lead a node: optional lists.
    """
    ports = [port for port in spec.inputs if asked or not (port.optional and port.variadic)]
    fits = sorted((port for port in ports if port.type == type), key=lambda port: port.optional)
    return fits[0].name if fits else None


def link_at(graph: Graph, id: str, port: str, at: int | None = None) -> Link | None:
    """Return what is connected at an input, a parameter or (`id` "") an output of the graph."""
    if id == OUTPUT:
        return graph.outputs.get(port)
    node = graph.node(id)
    feed = node.inputs.get(port, node.drives.get(port))
    if isinstance(feed, tuple):
        return feed[at or 0] if (at or 0) < len(feed) else None
    return feed if isinstance(feed, Link) else None


def readers(graph: Graph, link: Link) -> Iterator[tuple[str, str, int | None]]:
    """Yield every place that an output feeds: node, port, and which of many; "" for the graph's outputs."""
    for id, node in graph.nodes.items():
        for port, feed in node.inputs.items():
            if feed == link:
                yield id, port, None
            elif isinstance(feed, tuple):
                yield from ((id, port, at) for at, each in enumerate(feed) if each == link)
        for name, by in node.drives.items():
            if by == link:
                yield id, name, None
    for name, shown in graph.outputs.items():
        if shown == link:
            yield OUTPUT, name, None


def _between(
    graph: Graph,
    specs: Mapping[str, Spec],
    node: GraphNode,
    link: Link,
    ends: list[tuple[str, str, int | None]],
    fed: str,
) -> tuple[Graph, str]:
    spec, carried = specs[node.type], type_of(graph, link, specs)
    port = spec.input(fed)
    feed: Feed = (link,) if port is not None and port.variadic else link
    grown = add(graph, GraphNode(node.id, node.type, node.version, inputs={fed: feed}))
    made = next((out.name for out in spec.outputs if out.type == carried), None)
    if made is None:
        return grown, node.id
    for id, name, at in ends:
        if id == OUTPUT:
            grown = set_output(grown, name, Link(node.id, made))
        else:
            grown = joined(grown, specs, Link(node.id, made), id, name, at)
    return grown, node.id
