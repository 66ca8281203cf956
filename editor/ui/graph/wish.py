"""Where a node that somebody searches for is to go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nodes.api.spec import Spec
from nodes.graph.arranging import settled, with_places
from nodes.graph.canvas import Point, in_group
from nodes.graph.chain import append, type_of
from nodes.graph.edits import add, put
from nodes.graph.inserting import (
    converted,
    inserted_after,
    inserted_from,
    inserted_into,
    inserted_on,
    link_at,
    new_node,
    wanted_at,
)
from nodes.graph.model import Graph, Link

from .fuzzy import found

How: TypeAlias = Literal["after", "beside", "from", "into", "on", "between"]

HIDDEN = ("cut.", "sample.")
"""Beginnings of the ids of nodes that the program uses itself and nobody adds to a shot."""


@dataclass(frozen=True, slots=True)
class Wish:
    """After the node `id`, `beside` everything, `from` an output, `into` an input, `on` a connection.

    `between` an output and an input that it does not fit; `only` lists the nodes that make it fit, `why`
    says why it does not. `place` is where on the canvas the new node stands, None for where there is room.
    """

    how: How = "after"
    id: str = ""
    port: str = ""
    at: int | None = None
    link: Link | None = None
    place: Point | None = None
    why: str = ""
    only: tuple[str, ...] = ()


def offered(wish: Wish, graph: Graph, specs: Mapping[str, Spec], words: str) -> tuple[Spec, ...]:
    """Return the nodes that words find and that fit where the wish wants one, the best first."""
    if wish.only and not words.strip():
        return tuple(specs[id] for id in wish.only if id in specs)
    return found(_fitting(wish, graph, specs), words)


def _fitting(wish: Wish, graph: Graph, specs: Mapping[str, Spec]) -> Iterator[Spec]:
    link = wish.link
    if wish.how == "on":
        link = link_at(graph, wish.id, wish.port, wish.at)
    given = type_of(graph, link, specs) if link is not None else None
    wanted = wanted_at(graph, specs, wish.id, wish.port) if wish.how == "into" else None
    if wish.how == "on":
        wanted = given
    for spec in specs.values():
        if spec.id.startswith(HIDDEN) or (wish.only and spec.id not in wish.only):
            continue
        if given is not None and all(port.type != given for port in spec.inputs):
            continue
        if wanted is not None and all(port.type != wanted for port in spec.outputs):
            continue
        yield spec


def granted(
    wish: Wish, graph: Graph, specs: Mapping[str, Spec], type: str, level: str = ""
) -> tuple[Graph, str]:
    """Return the graph with a node of the type where the wish wants it, and its name.

    Raises GraphError where it cannot be there.
    """
    new, name = _put(wish, graph, specs, type)
    new = put(new, in_group(new.nodes[name], level))
    return (settled(new, name) if wish.place is None else with_places(new, {name: wish.place})), name


def _put(wish: Wish, graph: Graph, specs: Mapping[str, Spec], type: str) -> tuple[Graph, str]:
    link = wish.link
    if wish.how == "from" and link is not None:
        return inserted_from(graph, type, specs, link)
    if wish.how == "into":
        return inserted_into(graph, type, specs, wish.id, wish.port, wish.at)
    if wish.how == "on":
        return inserted_on(graph, type, specs, wish.id, wish.port, wish.at)
    if wish.how == "between" and link is not None:
        return converted(graph, type, specs, link, wish.id, wish.port, wish.at)
    if wish.how == "beside":
        node = new_node(graph, type, specs)
        return add(graph, node), node.id
    end = graph.outputs.get("out")
    if wish.id not in graph.nodes or (end is not None and end.node == wish.id):
        return append(graph, type, specs)
    return inserted_after(graph, type, specs, wish.id)
