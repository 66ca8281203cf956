"""Make an edited graph ready from how it was: what was edited, and what reads that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from nodes.api import WorkprintError
from nodes.graph.model import Graph, GraphNode

from .building import Builder
from .fits import evidently_fits
from .ready import Ready
from .walking import taken_over
from .wiring import wires_of


class Web:
    """Who reads whom among nodes that are ready; worked out when a graph is edited for the first time."""

    def __init__(self, ready: Mapping[str, Ready]) -> None:
        self._ready = ready

    @cached_property
    def readers(self) -> Mapping[str, list[str]]:
        """The readers of each node."""
        found: dict[str, list[str]] = {name: [] for name in self._ready}
        for each in self._ready.values():
            for feed in each.feeds:
                if feed.source is not None:
                    found[feed.source.name].append(each.name)
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Each node's place in the order in which they are made."""
        return {name: place for place, name in enumerate(self._ready)}

    def downstream(self, names: list[str]) -> list[str]:
        """Return these nodes and all that read them, however far away, in order."""
        found = set(names)
        waiting = list(names)
        while waiting:
            for reader in self.readers[waiting.pop()]:
                if reader not in found:
                    found.add(reader)
                    waiting.append(reader)
        return sorted(found, key=self.places.__getitem__)


def edited(
    builder: Builder,
    graph: Graph,
    before: Graph,
    earlier: Mapping[str, Ready],
    web: Web,
) -> dict[str, Ready] | None:
    """Return every node ready again after an edit that left all connections as they were.

    Only what was edited, and what reads it, is worked out. None where more than that has changed, or where
    the graph has to be checked as a whole to tell what is wrong.
    """
    changed = _changed(graph.nodes, before.nodes)
    if changed is None or graph.outputs != before.outputs:
        return None
    begun = []
    for place in changed:
        old = earlier.get(place.id)
        was = before.nodes[place.id]
        if place.bypass or was.bypass or place.type != was.type:
            return None
        if old is None:
            continue  # nothing that is wanted reads it
        blueprint = builder.known(place.type)
        if not evidently_fits(place, blueprint, graph.nodes, builder.blueprint):
            return None
        wires = wires_of(graph, place, blueprint, builder.specs)
        if len(wires) != len(old.feeds) or any(
            wire != feed[:4] for wire, feed in zip(wires, old.feeds, strict=True)
        ):
            return None
        begun.append(place.id)
    ready = dict(earlier)
    for name in web.downstream(begun):
        old = earlier[name]
        wires = wires_of(graph, graph.nodes[name], old.setup.blueprint, builder.specs)
        same = taken_over(old, graph, wires, ready)
        try:
            ready[name] = same or builder.build(graph.nodes[name], wires, ready)
        except WorkprintError:
            return None
    return ready


def _changed(now: Mapping[str, GraphNode], before: Mapping[str, GraphNode]) -> list[GraphNode] | None:
    """Return the nodes that are not as they were, None where they are not the same ones."""
    if len(now) != len(before):
        return None
    found = []
    for name, place in now.items():
        was = before.get(name)
        if was is place:
            continue
        if was is None:
            return None
        if was != place:
            found.append(place)
    return found
