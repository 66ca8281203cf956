"""Which nodes come before which. Nothing here recurses: chains may be as long as memory allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .errors import GraphCycle
from .model import Graph


def sources(graph: Graph, id: str) -> Iterator[str]:
    """Yield the ids of nodes in the graph that feed or drive this one, each once."""
    for source in dict.fromkeys(link.node for _, link in graph.node(id).feeds()):
        if source in graph.nodes:
            yield source


def order(graph: Graph, wanted: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the wanted nodes (else all) and everything upstream, each after what feeds it.

    Raises GraphCycle naming the circle, UnknownNode for an unknown id. Links to nodes that are missing
    are passed over.

    >>> from nodes.graph.model import GraphNode, Link
    >>> order(Graph({"b": GraphNode("b", "t", inputs={"in": Link("a")}), "a": GraphNode("a", "t")}))
    ('a', 'b')
    """
    placed: dict[str, None] = {}
    for start in graph.nodes if wanted is None else wanted:
        if start in placed:
            continue
        path: dict[str, Iterator[str]] = {start: sources(graph, start)}
        while path:
            current = next(reversed(path))
            source = next((each for each in path[current] if each not in placed), None)
            if source is None:
                del path[current]
                placed[current] = None
            elif source in path:
                walked = list(path)
                raise GraphCycle.of(tuple(walked[walked.index(source) :]))
            else:
                path[source] = sources(graph, source)
    return tuple(placed)


def upstream(graph: Graph, *ids: str) -> frozenset[str]:
    """Return these nodes and all that feed them, however far away."""
    found = set(ids)
    waiting = list(ids)
    while waiting:
        for source in sources(graph, waiting.pop()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return frozenset(found)


def downstream(graph: Graph, *ids: str) -> frozenset[str]:
    """Return these nodes and all that they feed, however far away."""
    readers: dict[str, list[str]] = {}
    for id in graph.nodes:
        for source in sources(graph, id):
            readers.setdefault(source, []).append(id)
    found = {graph.node(id).id for id in ids}
    waiting = list(ids)
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in found:
                found.add(reader)
                waiting.append(reader)
    return frozenset(found)


def reaching(graph: Graph) -> frozenset[str]:
    """Return the nodes that some output of the graph needs."""
    return upstream(graph, *(link.node for link in graph.outputs.values() if link.node in graph.nodes))
