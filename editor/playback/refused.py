"""Shots whose graph could not be made for a frame, in words for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.compile.graphs import stored_graph
from editor.document.layout import by_id
from editor.document.model import Clip, Cut
from nodes.graph.errors import GraphError


@dataclass(frozen=True, slots=True)
class Refused:
    """A clip, by id, that a frame does without: `node` of its graph is to blame, "" where none is alone.

    `title` names the clip, `called` the node as its card does; `why` and `hint` are the node's own words,
    `key` is that of the node as it failed, "" where it has none. `of` counts from 0 the versions of the cut
    that are shown beside each other.
    """

    clip: str
    node: str
    title: str
    called: str
    why: str
    hint: str = ""
    key: str = ""
    of: int = 0


def refused_in(cut: Cut | None, facts: Mapping[str, Any]) -> tuple[Refused, ...]:
    """Return what a frame of a cut does without, from the facts that came with its picture."""
    return tuple(_refused(cut, each) for each in facts.get("refused", ()))


def _refused(cut: Cut | None, told: Mapping[str, Any]) -> Refused:
    clip, node = told["guard"].removesuffix("/"), told["node"]
    here = None if cut is None else by_id(cut, clip)
    item = None if here is None else here.item
    title = getattr(item, "name", "") or clip
    called = _called(cut, item, node) if cut is not None and isinstance(item, Clip) and node else node
    return Refused(clip, node, title, called, told["why"], told["hint"], told["key"], told["of"])


def _called(cut: Cut, item: Clip, node: str) -> str:
    try:
        graph = stored_graph(cut, item)
    except GraphError:
        return node
    place = None if graph is None else graph.nodes.get(node)
    return node if place is None else place.label or node
