"""Walk a graph up from its output, and make every node ready that it needs, inputs first."""

from __future__ import annotations

from collections.abc import Mapping

from nodes.graph.model import Graph, Link

from .building import Builder
from .fits import evidently_fits
from .plain import plain_sources
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
    nodes, of_type, build_plain = graph.nodes, builder.blueprint, builder.build_plain
    ready: dict[str, Ready] = {}
    wires: dict[str, tuple[Wire, ...] | None] = {}
    path: list[str] = []
    waiting: list[str | None] = [output.node]
    while waiting:
        name = waiting.pop()
        if name is None:
            name = path.pop()
            told = wires[name]
            plain = build_plain(nodes[name], ready) if told is None else None
            ready[name] = plain or _made(builder, graph, name, told, ready, earlier)
            continue
        if name in ready:
            continue
        place = nodes.get(name)
        blueprint = of_type(place.type) if place is not None else None
        if name in wires or place is None or blueprint is None:
            raise Doubt  # a circle, or something is missing
        path.append(name)
        waiting.append(None)
        if blueprint.is_plain and not earlier:
            sources = plain_sources(place, blueprint, nodes, of_type)
            if sources is not None:
                wires[name] = None
                waiting += reversed(sources)
                continue
        if not checked and not evidently_fits(place, blueprint, nodes, of_type):
            raise Doubt
        found = wires[name] = wires_of(graph, place, blueprint, builder.specs)
        waiting += [wire.link.node for wire in reversed(found) if wire.link is not None]
    return ready


def _made(
    builder: Builder,
    graph: Graph,
    name: str,
    wires: tuple[Wire, ...] | None,
    ready: Mapping[str, Ready],
    earlier: Mapping[str, Ready],
) -> Ready:
    """Return a node ready; its `wires` are None where they were not looked up yet."""
    place = graph.nodes[name]
    if wires is None:
        wires = wires_of(graph, place, builder.known(place.type), builder.specs)
    if old := earlier.get(name):
        return taken_over(old, graph, wires, ready) or builder.build(place, wires, ready)
    return builder.build(place, wires, ready)


def taken_over(old: Ready, graph: Graph, wires: tuple[Wire, ...], ready: Mapping[str, Ready]) -> Ready | None:
    """Return the node as it was, if nothing that it depends on has changed."""
    if len(old.feeds) != len(wires):
        return None
    place = graph.nodes[old.name]
    if place is not old.place and place != old.place:
        return None
    for feed, wire in zip(old.feeds, wires, strict=True):
        if wire != feed[:4] or (wire.link is not None and ready[wire.link.node] is not feed.source):
            return None
    return old
