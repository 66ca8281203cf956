"""A node of a shot's graph looked at in the cut, in place of what the shot shows."""

from __future__ import annotations

from dataclasses import dataclass

from editor.document.edits.low import with_own_graph
from editor.document.layout import by_id
from editor.document.model import Clip, Cut
from nodes.graph.edits import add, set_output
from nodes.graph.model import GraphNode, Link
from nodes.graph.serialise import to_json

from .graphs import plain_graph, stored_graph


@dataclass(frozen=True, slots=True)
class Viewed:
    """An output of a node of a clip's graph; one that `is_matte` is shown as a grey picture."""

    clip: str
    link: Link
    is_matte: bool = False


def with_viewed(cut: Cut, viewed: Viewed) -> Cut:
    """Return the cut in which the clip's graph shows that output; itself where clip or node is not there.

    Raises GraphError for a graph that cannot be read.
    """
    here = by_id(cut, viewed.clip)
    if here is None or not isinstance(here.item, Clip):
        return cut
    graph = stored_graph(cut, here.item) or plain_graph()
    if viewed.link.node not in graph.nodes:
        return cut
    link = viewed.link
    if viewed.is_matte:
        name = "viewed"
        while name in graph.nodes:
            name += "_"
        graph = add(graph, GraphNode(name, "cut.grey", inputs={"matte": link}))
        link = Link(name)
    return with_own_graph(cut, viewed.clip, to_json(set_output(graph, "out", link)))
