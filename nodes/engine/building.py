"""From a node in a graph to one that is ready to be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from nodes.api import Node, Spec
from nodes.graph.model import GraphNode

from .blueprint import Blueprint, blueprint_of
from .job import Job
from .keys import key_of, place_line
from .plain import plain_ready
from .ready import Feed, Ready, at_one_time
from .refuse import NO_DOMAIN, refuse
from .setup import Setup, plain_setup, setup_of
from .stretch import stretch_of
from .wiring import Wire


class Builder:
    """Makes nodes of one job ready; what nodes of a type have in common is worked out once.

    `colour` is the working space with its fingerprint.
    """

    def __init__(self, job: Job, catalog: Mapping[str, Node[..., Any]], colour: Mapping[str, str]) -> None:
        self.job = job
        self.catalog = catalog
        self._space = tuple(sorted(colour.items()))
        self._blueprints: dict[str, Blueprint] = {}
        self._plain: dict[str, tuple[Setup, str]] = {}

    @cached_property
    def specs(self) -> Mapping[str, Spec]:
        """The schema of every type."""
        return {type: node.spec for type, node in self.catalog.items()}

    def blueprint(self, type: str) -> Blueprint | None:
        """Return what nodes of a type have in common, None for a type that is not known."""
        found = self._blueprints.get(type)
        if found is None and type in self.catalog:
            found = blueprint_of(self.catalog[type], self.job.scale, self._space)
            self._blueprints[type] = found
        return found

    def known(self, type: str) -> Blueprint:
        """Return what nodes of a type that is known have in common."""
        found = self.blueprint(type)
        assert found is not None
        return found

    def build(self, place: GraphNode, wires: Sequence[Wire], before: Mapping[str, Ready]) -> Ready:
        """Return a node made ready; `before` holds what feeds it.

        Raises BadValue, CannotRun, and what the node's `format=` and `range=` raise, tied to the node.
        """
        blueprint = self.known(place.type)
        feeds = tuple([_feed(blueprint, wire, before) for wire in wires])
        setup = self._setup(place, blueprint, wires)
        domain, format = stretch_of(self.job, place, setup, feeds)
        if domain is None and blueprint.asks_domain:
            raise refuse(place, *NO_DOMAIN)
        steady = _is_steady(setup, feeds)
        told = place_line(blueprint.spec, domain, format) if blueprint.is_told else ""
        reads = [
            f"{feed.argument} {feed.source.key}.{feed.link.port}" if feed.source and feed.link else feed[0]
            for feed in feeds
        ]
        key = key_of((blueprint.prefix, setup.line, told, *reads))
        fixed = setup.fixed
        if blueprint.placed:
            given = {"range": domain, "format": format}
            fixed = {**fixed, **{name: given[kind] for name, kind in blueprint.placed}}
        return Ready(
            place.id,
            place,
            setup,
            feeds,
            domain,
            format,
            key,
            _lineage(blueprint, setup, format, feeds, key),
            steady,
            fixed,
            blueprint.is_stateful,
            blueprint.is_direct and not setup.moving and at_one_time(steady, feeds),
        )

    def _setup(self, place: GraphNode, blueprint: Blueprint, wires: Sequence[Wire]) -> Setup:
        is_set = place.params or place.drives or place.keep is not None
        if is_set or blueprint.unset or blueprint.models or blueprint.reads_shot:
            driven = [wire.argument for wire in wires if wire.param is not None]
            return setup_of(self.job, place, blueprint, driven)
        return self._plain_setup(blueprint)[0]

    def build_plain(self, place: GraphNode, before: Mapping[str, Ready]) -> Ready | None:
        """Return a node made ready about which `plain.plain_sources` has said that it is plain, if it can."""
        setup, text = self._plain_setup(self._blueprints[place.type])
        return plain_ready(place, setup, text, self.job.domains.get(place.id), before)

    def _plain_setup(self, blueprint: Blueprint) -> tuple[Setup, str]:
        """Return the setup of nodes of a type with nothing set, and how their keys begin."""
        type = blueprint.spec.id
        found = self._plain.get(type)
        if found is None:
            setup = plain_setup(blueprint)
            found = self._plain[type] = (setup, f"{blueprint.prefix}\n{setup.line}\n")
        return found


def _feed(blueprint: Blueprint, wire: Wire, before: Mapping[str, Ready]) -> Feed:
    argument, link, variadic, param = wire
    kind = blueprint.inputs[argument][0] if param is None else param.kind.name
    return Feed(
        argument, link, variadic, param, before[link.node] if link else None, kind in ("curve", "audio")
    )


def _is_steady(setup: Setup, feeds: Sequence[Feed]) -> bool:
    blueprint = setup.blueprint
    if blueprint.spec.shape == "signal":
        return True
    if setup.moving or blueprint.changes:
        return False
    still = setup.bound is not None and setup.bound.info.kind == "still"
    if "time" in blueprint.injects and not still:
        return False
    for feed in feeds:
        if feed.source is None:
            continue
        # A curve is one value, and gives another at each time to what it drives.
        curve = feed.param is not None and not feed.whole and feed.source.spec.shape == "signal"
        if curve or not feed.source.steady:
            return False
    return True


def _lineage(blueprint: Blueprint, setup: Setup, format: Any, feeds: Sequence[Feed], key: str) -> str:
    """Return the key without any stretch in it; most nodes have none, neither here nor upstream."""
    if blueprint.spec.has_range and not feeds:
        # What is made of nothing but words has no frames that a longer stretch could go on from.
        return key
    anchored = blueprint.is_anchored
    if not anchored:
        for feed in feeds:
            if feed.source is not None and feed.source.lineage is not feed.source.key:
                anchored = True
    if not anchored:
        return key
    reads = [
        f"{feed.argument} {feed.source.lineage}.{feed.link.port}" if feed.source and feed.link else feed[0]
        for feed in feeds
    ]
    told = place_line(blueprint.spec, None, format) if blueprint.is_told else ""
    return key_of((blueprint.prefix, setup.line, told, *reads))
