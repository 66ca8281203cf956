"""Put a node at the end of the chain that feeds an output."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nodes.api.kinds import Json
from nodes.api.ports import PortType
from nodes.api.spec import Spec

from .edits import add, set_output
from .errors import GraphError
from .model import Feed, Graph, GraphNode, Link

_NO_PARAMS: Mapping[str, Json] = MappingProxyType({})


def free_name(graph: Graph, type: str) -> str:
    """Return a name for a new node of that type: its last part, numbered if that is taken.

    >>> free_name(Graph({"grade": GraphNode("grade", "color.grade")}), "color.grade")
    'grade2'
    """
    base = type.rpartition(".")[2] or "node"
    if base not in graph.nodes:
        return base
    high = 2
    while f"{base}{high}" in graph.nodes:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{base}{middle}" in graph.nodes else (low, middle)
    return f"{base}{high}"


def type_of(graph: Graph, link: Link, specs: Mapping[str, Spec]) -> PortType | None:
    """Return what comes out at a link, or None where node, type or port is not known."""
    node = graph.nodes.get(link.node)
    spec = specs.get(node.type) if node else None
    port = spec.output(link.port) if spec else None
    return port.type if port else None


def append(
    graph: Graph,
    type: str,
    specs: Mapping[str, Spec],
    *,
    name: str = "",
    params: Mapping[str, Json] = _NO_PARAMS,
    output: str = "out",
) -> tuple[Graph, str]:
    """Return the graph with a new node at the end of the chain that feeds an output, and its name.

    The first input of each type that an output of the graph carries is fed by that output, but for optional
    lists; the chain's own output first. The node becomes the output where it makes what the chain carried,
    or where there was no output yet; a node that makes something else (a matte, a curve) or reads nothing
    stays beside. Raises GraphError for a type that is not known, or a name that is taken.
    """
    spec = specs.get(type)
    if spec is None:
        raise GraphError(
            f"Add {type}", "there is no such node", hint="`workprint nodes` lists what there is."
        )
    id = name or free_name(graph, type)
    inputs = _fed(graph, spec, specs, output)
    node = GraphNode(id, type, spec.version, params=params, inputs=inputs)
    grown = add(graph, node)
    end = graph.outputs.get(output)
    if end is None:
        return set_output(grown, output, Link(id, spec.outputs[0].name)), id
    carried = type_of(graph, end, specs)
    made = next((port for port in spec.outputs if port.type == carried), None)
    if made and any(link == end for _, link in node.feeds()):
        grown = set_output(grown, output, Link(id, made.name))
    return grown, id


def _fed(graph: Graph, spec: Spec, specs: Mapping[str, Spec], output: str) -> dict[str, Feed]:
    carried: dict[PortType, Link] = {}
    ends = [link for name, link in graph.outputs.items() if name == output]
    for link in (*ends, *graph.outputs.values()):
        kind = type_of(graph, link, specs)
        if kind:
            carried.setdefault(kind, link)
    inputs: dict[str, Feed] = {}
    for port in spec.inputs:
        # What may lead a node is for a person to connect: it would be led by the shot unasked.
        leads = port.optional and port.variadic
        if port.type in carried and not leads:
            link = carried.pop(port.type)
            inputs[port.name] = (link,) if port.variadic else link
    return inputs
