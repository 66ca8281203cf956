"""What a node really reads: links with bypassed nodes looked through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nodes.api import Param, Spec
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.passing import through

from .blueprint import Blueprint
from .errors import CannotRun


class Wire(NamedTuple):
    """One link into a node's argument; `param` is the parameter it drives, None where it feeds an input.

    The link is None where a bypassed node at that place of a list passes nothing on.
    """

    argument: str
    link: Link | None
    variadic: bool = False
    param: Param | None = None


def behind(graph: Graph, link: Link, specs: Mapping[str, Spec]) -> Link | None:
    """Return the output a link shows once bypassed nodes are passed by; None where nothing comes through."""
    here: Link | None = link
    while here is not None:
        node = graph.node(here.node)
        if not node.bypass:
            return here
        here = through(node, here.port, specs.get(node.type))
    return None


def wires_of(
    graph: Graph, place: GraphNode, blueprint: Blueprint, specs: Mapping[str, Spec]
) -> tuple[Wire, ...]:
    """Return all that a node reads: its inputs in the order of its ports, then its drives by name.

    Raises CannotRun where a required input is fed by nothing but bypassed nodes.
    """
    found: list[Wire] = []
    nodes, inputs = graph.nodes, place.inputs
    for name, (_, variadic) in blueprint.inputs.items():
        feed = inputs.get(name)
        if variadic and isinstance(feed, tuple):
            found += [Wire(name, behind(graph, each, specs), True) for each in feed]
        elif isinstance(feed, Link):
            link = behind(graph, feed, specs) if nodes[feed.node].bypass else feed
            if link is not None:
                found.append(Wire(name, link))
            elif name in blueprint.needed:
                raise CannotRun(
                    f"Run node '{place.id}' ({place.type})",
                    f"its input '{name}' is fed by bypassed nodes that pass nothing on",
                    hint="Connect it elsewhere, or bypass this node too.",
                )
    for name in sorted(place.drives):
        drive = place.drives[name]
        if isinstance(drive, Link) and (link := behind(graph, drive, specs)) is not None:
            found.append(Wire(name, link, False, blueprint.spec.param(name)))
    return tuple(found)
