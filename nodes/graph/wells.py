"""Files that feed an input one by one: the stills of a mood board, each a `source.media` of its own."""

from __future__ import annotations

from collections.abc import Sequence

from .chain import free_name
from .edits import add, connect, disconnect, remove
from .model import Graph, GraphNode, Link

READER = "source.media"
_FILE = "file"


def fed_files(graph: Graph, node: str, port: str) -> tuple[str, ...] | None:
    """Return the files that feed a list input, in order; None where anything else feeds it as well."""
    files = []
    for link in _links(graph, node, port):
        place = graph.nodes.get(link.node)
        file = None if place is None else place.params.get(_FILE)
        if place is None or place.type != READER or not isinstance(file, str):
            return None
        files.append(file)
    return tuple(files)


def with_fed_files(graph: Graph, node: str, port: str, files: Sequence[str], version: int = 1) -> Graph:
    """Return the graph with a list input fed by these files, in that order.

    A reader that is there is used again, one that nothing reads any more is removed. Raises UnknownNode.
    """
    readers: dict[str, list[str]] = {}
    for link in _links(graph, node, port):
        readers.setdefault(str(graph.nodes[link.node].params.get(_FILE)), []).append(link.node)
    links = []
    for file in files:
        held = readers.get(file)
        if held:
            links.append(Link(held.pop(0)))
            continue
        name = free_name(graph, "source.still")
        graph = add(graph, GraphNode(name, READER, version, params={_FILE: file}))
        links.append(Link(name))
    graph = connect(graph, node, port, tuple(links)) if links else disconnect(graph, node, port)
    left = [name for held in readers.values() for name in held]
    return remove(graph, *(name for name in left if not _is_read(graph, name)))


def _links(graph: Graph, node: str, port: str) -> tuple[Link, ...]:
    feed = graph.node(node).inputs.get(port)
    if isinstance(feed, Link):
        return (feed,)
    return feed if isinstance(feed, tuple) else ()


def _is_read(graph: Graph, name: str) -> bool:
    outputs = any(link.node == name for link in graph.outputs.values())
    return outputs or any(link.node == name for each in graph.nodes.values() for _, link in each.feeds())
