"""Connecting by hand: whether an output fits an input, why not in plain words, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nodes.api.ports import PortType
from nodes.api.spec import Spec

from .chain import type_of
from .edits import connect, disconnect, drive, set_output, undrive
from .errors import GraphError
from .model import Graph, GraphNode, Link
from .order import upstream

CALLED: Mapping[PortType, str] = {
    "frame": "a picture",
    "matte": "a matte",
    "audio": "a sound",
    "curve": "a curve",
}
"""The types as people call them."""
OUTPUT = ""
"""Stands for the graph itself where a node is named: its ports are its outputs."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a connection cannot be; `by` are types of nodes that, put between, would make it fit."""

    why: str
    hint: str = ""
    by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.why}; {self.hint}" if self.hint else self.why


def refusal(graph: Graph, specs: Mapping[str, Spec], link: Link, id: str, port: str) -> Refusal | None:
    """Return why an output cannot feed an input, a parameter or (`id` "") an output of the graph.

    None where it can. What is not known here (a node that is not installed) is let pass.
    """
    if link.node not in graph.nodes:
        return Refusal(f"there is no node '{link.node}'")
    made = type_of(graph, link, specs)
    if id == OUTPUT:
        return None if made in (None, "frame", "matte") else Refusal(f"{CALLED[made]} cannot be shown")
    if id not in graph.nodes:
        return Refusal(f"there is no node '{id}'")
    if id in upstream(graph, link.node):
        why = "a node cannot feed itself" if id == link.node else f"'{id}' already feeds '{link.node}'"
        return Refusal(why, "nodes cannot feed each other in a circle")
    spec = specs.get(graph.nodes[id].type)
    return None if spec is None or made is None else _misfit(specs, spec, port, made)


def _misfit(specs: Mapping[str, Spec], spec: Spec, port: str, made: PortType) -> Refusal | None:
    wanted = spec.input(port)
    if wanted is None:
        return _undrivable(spec, port, made)
    if wanted.type == made:
        return None
    by = converters(specs, made, wanted.type)
    if by:
        hint = f"`{by[0]}` makes one of it"
    else:
        takes = [each.name for each in spec.inputs if each.type == made]
        hint = f"`{takes[0]}` takes {CALLED[made]}" if takes else ""
    return Refusal(f"{CALLED[made]} cannot go into {CALLED[wanted.type]}", hint, by)


def _undrivable(spec: Spec, name: str, made: PortType) -> Refusal | None:
    param = spec.param(name)
    if param is None:
        return Refusal(f"{spec.id} has no input '{name}'")
    if made != "curve":
        return Refusal(f"{CALLED[made]} cannot move a number", "a curve can")
    if not param.animatable or not param.kind.moment.takes_number:
        return Refusal(f"'{name}' of {spec.id} is no number that can change over time")
    return None


def converters(specs: Mapping[str, Spec], made: PortType, wanted: PortType) -> tuple[str, ...]:
    """Return the nodes that make one type of another, those that need the least beside it first."""
    found = [
        spec
        for spec in specs.values()
        if any(port.type == made and not port.optional for port in spec.inputs)
        and any(port.type == wanted for port in spec.outputs)
        and not spec.id.startswith(("cut.", "sample."))
    ]

    def effort(spec: Spec) -> tuple[int, int, bool, str]:
        return (
            sum(not port.optional for port in spec.inputs),
            sum(param.required for param in spec.params) + len(spec.models),
            spec.keep,
            spec.id,
        )

    return tuple(spec.id for spec in sorted(found, key=effort))


def joined(
    graph: Graph, specs: Mapping[str, Spec], link: Link, id: str, port: str, at: int | None = None
) -> Graph:
    """Return the graph with an input, a parameter or (`id` "") an output fed by a link.

    What was connected there is replaced; an input of many grows, or with `at` has that one of its
    connections replaced. Raises GraphError saying why it does not fit.
    """
    wrong = refusal(graph, specs, link, id, port)
    if wrong is not None:
        doing = f"Connect {link} to {id}.{port}" if id else f"Make {link} the output '{port}'"
        hint = f"{wrong.hint[:1].upper()}{wrong.hint[1:]}." if wrong.hint else ""
        raise GraphError(doing, wrong.why, hint=hint)
    if id == OUTPUT:
        return set_output(graph, port, link)
    node = graph.node(id)
    spec = specs.get(node.type)
    given = spec.input(port) if spec else None
    if spec is not None and given is None:
        return drive(graph, id, port, link)
    before = node.inputs.get(port)
    if not (given.variadic if given is not None else isinstance(before, tuple)):
        return connect(graph, id, port, link)
    many = before if isinstance(before, tuple) else ()
    if at is None or at >= len(many):
        return connect(graph, id, port, (*many, link))
    return connect(graph, id, port, (*many[:at], link, *many[at + 1 :]))


def parted(graph: Graph, id: str, port: str, at: int | None = None) -> Graph:
    """Return the graph with nothing at an input or driving a parameter; of many, without the `at`-th."""
    node = graph.node(id)
    if port in node.drives:
        return undrive(graph, id, port)
    many = node.inputs.get(port)
    if isinstance(many, tuple) and at is not None and len(many) > 1:
        return connect(graph, id, port, many[:at] + many[at + 1 :])
    return disconnect(graph, id, port)


def swapped(graph: Graph, id: str, specs: Mapping[str, Spec]) -> Graph:
    """Return the graph with a node's first two inputs of one type changed for each other.

    Raises GraphError for a node without two inputs of one type.
    """
    node = graph.node(id)
    pair = swappable(node, specs)
    if pair is None:
        why = "it has no two inputs of one type"
        raise GraphError(f"Swap the inputs of '{id}'", why, hint="Choose a node that lays one on another.")
    first, second = pair
    if first == second:
        many = node.inputs[first]
        assert isinstance(many, tuple)
        return connect(graph, id, first, (many[1], many[0], *many[2:]))
    feeds = {name: node.inputs[name] for name in pair if name in node.inputs}
    for name in pair:
        graph = disconnect(graph, id, name)
    for name, other in ((first, second), (second, first)):
        if other in feeds:
            graph = connect(graph, id, name, feeds[other])
    return graph


def swappable(node: GraphNode, specs: Mapping[str, Spec]) -> tuple[str, str] | None:
    """Return the two inputs of a node that can be changed for each other; one name twice for one of many."""
    spec = specs.get(node.type)
    for place, port in enumerate(spec.inputs if spec else ()):
        many = node.inputs.get(port.name)
        if port.variadic and isinstance(many, tuple) and len(many) > 1:
            return port.name, port.name
        for other in spec.inputs[place + 1 :] if spec else ():
            if other.type == port.type and not (port.variadic or other.variadic):
                return port.name, other.name
    return None
