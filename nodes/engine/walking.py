"""Walk a graph up from its output, and make every node ready that it needs, inputs first."""

from __future__ import annotations

from collections.abc import Mapping

from nodes.graph.model import Graph, Link

from .building import Builder
from .fits import evidently_fits
from .ready import Ready
from .wiring import Wire, wires_of


class Doubt(Exception):
    """Something in the graph may not hold together: it has to be checked as a whole."""


def walk(
    builder: Builder,
    graph: Graph,
    output: Link,
    earlier: Mapping[str, Ready],
    *,
    checked: bool,
) -> dict[str, Ready]:
    """Return every node that the output needs, ready, inputs before what reads them.

    Nodes of `earlier` are taken over where neither they nor anything upstream has changed. Works with a
    stack of its own: a chain may be as long as memory allows. Unless the graph was `checked`, raises Doubt
    at the first node that does not evidently hold together. Raises what building a node raises.
    """
    nodes = graph.nodes
    ready: dict[str, Ready] = {}
    wires: dict[str, tuple[Wire, ...]] = {}
    path: list[str] = []
    waiting: list[str | None] = [output.node]
    while waiting:
        name = waiting.pop()
        if name is None:
            name = path.pop()
            ready[name] = taken_over(earlier.get(name), graph, wires[name], ready) or builder.build(
                nodes[name], wires[name], ready
            )
            continue
        if name in ready:
            continue
        place = nodes.get(name)
        blueprint = builder.blueprint(place.type) if place is not None else None
        if name in wires or place is None or blueprint is None:
            raise Doubt  # a circle, or something is missing
        if not checked and not evidently_fits(place, blueprint, nodes, builder.blueprint):
            raise Doubt
        found = wires_of(graph, place, blueprint, builder.specs)
        wires[name] = found
        path.append(name)
        waiting.append(None)
        for wire in reversed(found):
            if wire.link is not None and wire.link.node not in ready:
                waiting.append(wire.link.node)
    return ready


def taken_over(
    old: Ready | None, graph: Graph, wires: tuple[Wire, ...], ready: Mapping[str, Ready]
) -> Ready | None:
    """Return the node as it was, if nothing that it depends on has changed."""
    if old is None or len(old.feeds) != len(wires):
        return None
    place = graph.nodes[old.name]
    if place is not old.place and place != old.place:
        return None
    for feed, wire in zip(old.feeds, wires, strict=True):
        if wire != feed[:4] or (wire.link is not None and ready[wire.link.node] is not feed.source):
            return None
    return old
