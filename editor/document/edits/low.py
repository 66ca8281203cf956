"""Setting fields of a clip, graphs of the cut."""

from __future__ import annotations

import dataclasses
from typing import Any

from editor.document.layout import walk
from editor.document.model import Clip, Cut, Json
from editor.document.rules import EditError, clip_at
from editor.document.tree import new_id, put


def with_clip(cut: Cut, clip_id: str, **changes: Any) -> Cut:
    """Return the cut with fields of one clip set. Raises EditError for an unknown clip or its id."""
    doing = f"Change clip '{clip_id}'"
    place = clip_at(cut, clip_id, doing)
    if changes.get("id", clip_id) != clip_id:
        raise EditError(doing, "a clip keeps its id", hint="Make a new clip instead.")
    assert isinstance(place.item, Clip)
    return put(cut, place, dataclasses.replace(place.item, **changes))


def with_graph(cut: Cut, graph_id: str, graph: Json | None) -> Cut:
    """Return the cut with a graph under that id, or without it for None.

    Raises EditError where a graph to be removed is in use.
    """
    graphs = {key: value for key, value in cut.graphs.items() if key != graph_id}
    if graph is not None:
        return dataclasses.replace(cut, graphs={**cut.graphs, graph_id: graph})
    for here in walk(cut):
        if isinstance(here.item, Clip) and here.item.graph == graph_id:
            raise EditError(
                f"Remove graph '{graph_id}'",
                f"the clip '{here.item.name}' uses it",
                hint="Take it off the clip first.",
            )
    return dataclasses.replace(cut, graphs=graphs)


def with_own_graph(cut: Cut, clip_id: str, graph: Json) -> Cut:
    """Return the cut with that graph for one clip.

    A clip that shares its graph, as the halves of a split do until one is changed, gets one of its own.
    Raises EditError for an unknown clip.
    """
    clip = clip_at(cut, clip_id, f"Change the graph of clip '{clip_id}'").item
    assert isinstance(clip, Clip)
    graph_id = clip.graph
    if graph_id is None or any(
        isinstance(here.item, Clip) and here.item.id != clip_id and here.item.graph == graph_id
        for here in walk(cut)
    ):
        graph_id = new_id()
    return with_clip(with_graph(cut, graph_id, graph), clip_id, graph=graph_id)
