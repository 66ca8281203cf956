"""What a node really reads: links with bypassed nodes looked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nodes.api import Spec
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.passing import through

from .errors import CannotRun


@dataclass(frozen=True, slots=True)
class Wired:
    """What feeds one argument of a node: a port's links (several where it is variadic) or a drive's one.

    A link is None where a bypassed node at that place of a list passes nothing on.
    """

    argument: str
    links: tuple[Link | None, ...]
    variadic: bool = False
    drives: bool = False


def behind(graph: Graph, link: Link, specs: Mapping[str, Spec]) -> Link | None:
    """Return the output a link shows once bypassed nodes are passed by; None where nothing comes through."""
    here: Link | None = link
    while here is not None:
        node = graph.node(here.node)
        if not node.bypass:
            return here
        here = through(node, here.port, specs.get(node.type))
    return None


def wiring(graph: Graph, place: GraphNode, specs: Mapping[str, Spec]) -> tuple[Wired, ...]:
    """Return all that a node reads: its inputs in the order of its ports, then its drives.

    Raises CannotRun where a required input is fed by nothing but bypassed nodes.
    """
    spec = specs[place.type]
    found = []
    for port in spec.inputs:
        feed = place.inputs.get(port.name)
        if isinstance(feed, tuple) and feed:
            found.append(Wired(port.name, tuple(behind(graph, each, specs) for each in feed), True))
        elif isinstance(feed, Link):
            link = behind(graph, feed, specs)
            if link is not None:
                found.append(Wired(port.name, (link,)))
            elif not port.optional:
                raise CannotRun(
                    f"Run node '{place.id}' ({place.type})",
                    f"its input '{port.name}' is fed by bypassed nodes that pass nothing on",
                    hint="Connect it elsewhere, or bypass this node too.",
                )
    for name, drive in place.drives.items():
        if isinstance(drive, Link) and (link := behind(graph, drive, specs)) is not None:
            found.append(Wired(name, (link,), drives=True))
    return tuple(found)


def reached(graph: Graph, output: Link, specs: Mapping[str, Spec]) -> Mapping[str, tuple[Wired, ...]]:
    """Return the wiring of every node that the output needs, bypassed ones left out."""
    found: dict[str, tuple[Wired, ...]] = {}
    waiting = [output.node]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = wiring(graph, graph.node(name), specs)
            waiting.extend(link.node for wired in found[name] for link in wired.links if link is not None)
    return found
