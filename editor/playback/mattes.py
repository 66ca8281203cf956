"""The mattes by which the clips of a cut are made, as a cut of their own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from editor.compile.graphs import stored_graph
from editor.compile.viewed import Viewed, with_viewed
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from nodes.graph.errors import GraphError
from nodes.graph.model import Graph, Link

from .reel import Reel, reel_of
from .versions import LIVE, each_clip

MATTE = "matte"
_READ = (MATTE, "mask")
"""What nodes call the matte that they read; those that follow objects call theirs by the first."""
_FOLLOWERS = ("segment.object", "segment.text")


def matte_reel(project: Project, cut: Cut) -> Reel | None:
    """Return what is shown of a cut's mattes: grey where a clip's graph works by one, black elsewhere.

    None where no clip has one. Raises as `reel_of` does.
    """
    found: dict[str, Viewed] = {}

    def alone(clip: Clip) -> Clip:
        graph = None
        with suppress(GraphError):
            graph = stored_graph(cut, clip) if clip.enabled else None
        link = None if graph is None else matte_link(graph)
        if link is None:
            return replace(clip, enabled=False)
        found[clip.id] = Viewed(clip.id, link, is_matte=True)
        return clip

    alone_cut = each_clip(cut, alone)
    for viewed in found.values():
        alone_cut = with_viewed(alone_cut, viewed)
    return reel_of(project, alone_cut, LIVE) if found else None


def matte_link(graph: Graph) -> Link | None:
    """Return the matte of the last node of a graph that reads one, else that of the last that makes one."""
    nodes = tuple(reversed(tuple(graph.nodes.values())))
    for node in nodes:
        for name in _READ:
            feed = node.inputs.get(name)
            if isinstance(feed, Link):
                return feed
    return next((Link(node.id, MATTE) for node in nodes if node.type in _FOLLOWERS), None)
