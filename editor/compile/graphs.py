"""A shot's graph: as it is stored, and with its own media bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.exchange.tokens import plain
from nodes.api.errors import BadInput
from nodes.api.times import Range
from nodes.graph.model import Drive, Feed, Graph, GraphNode, Link
from nodes.graph.serialise import from_json


def plain_graph() -> Graph:
    """Return the graph of a shot that nobody touched: its media, as it is."""
    return Graph({"source": GraphNode("source", "source.shot")}, {"out": Link("source")})


def stored_graph(cut: Cut, clip: Clip) -> Graph | None:
    """Return the graph of a clip, None where it has none. Raises GraphError for what is no graph."""
    stored = cut.graphs.get(clip.graph) if clip.graph else None
    return None if stored is None else from_json(plain(stored))


def graph_of(project: Project, clip: Clip) -> Graph:
    """Return the graph of a clip. Raises BadInput where it has none."""
    graph = stored_graph(project.cut, clip)
    if graph is None:
        raise BadInput(
            f"Use the graph of shot '{clip.name}' ({clip.id})",
            "it has none",
            hint="Give it one: workprint shot PROJECT SHOT --add color.grade gain=1.2",
        )
    return graph


def bound_graph(graph: Graph, binding: str, prefix: str = "") -> Graph:
    """Return the graph with its shot's media bound under a name, and every node's id behind a prefix."""

    def moved(link: Link) -> Link:
        return Link(prefix + link.node, link.port)

    def one(feed: Feed | Drive) -> Any:
        return moved(feed) if isinstance(feed, Link) else feed

    nodes = {}
    for node in graph.nodes.values():
        inputs = {
            port: tuple(map(moved, feed)) if isinstance(feed, tuple) else one(feed)
            for port, feed in node.inputs.items()
        }
        drives = {name: one(by) for name, by in node.drives.items()}
        made = replace(node, id=prefix + node.id, inputs=inputs, drives=drives)
        if node.type == "source.shot":
            made = replace(made, type="source.media", version=1, params={"file": binding})
        nodes[made.id] = made
    return Graph(nodes, {name: moved(link) for name, link in graph.outputs.items()})


def source_domains(graph: Graph, binding: str, domain: Range) -> dict[str, Range]:
    """Return the domain of every node that reads the bound media, or nothing at all: it makes as much."""
    return {
        node.id: domain
        for node in graph.nodes.values()
        if node.params.get("file") == binding or not (node.inputs or "file" in node.params)
    }
