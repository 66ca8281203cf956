"""A group's parameters: those of the nodes inside that it shows, each a field as in its own node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.graph.canvas import canvas_of
from nodes.graph.exposing import exposed
from nodes.graph.model import Graph, GraphNode

from .fields import Field, fields_of


def address(node: str, param: str) -> str:
    """Return the name of a group's field: the node and the parameter that it stands for."""
    return f"{node}/{param}"


def addressed(graph: Graph | None, selected: str | None, name: str) -> tuple[GraphNode | None, str]:
    """Return the node that a field stands for, None where it is gone, and the parameter there."""
    if graph is None or selected is None:
        return None, name
    if selected in graph.nodes:
        return graph.nodes[selected], name
    node, _, param = name.rpartition("/")
    return graph.nodes.get(node), param


def fields_of_group(
    graph: Graph, group: str, specs: Mapping[str, Spec], at: Time | None = None
) -> tuple[Field, ...]:
    """Return the fields of a group in its order, all of them open; none where it shows none."""
    found = []
    known: dict[str, dict[str, Field]] = {}
    for each in exposed(graph, group):
        node = graph.nodes[each.node]
        spec = specs.get(node.type)
        if spec is None:
            continue
        if each.node not in known:
            known[each.node] = {field.name: field for field in fields_of(node, spec, at)}
        field = known[each.node].get(each.param)
        if field is not None:
            inner = f"{node.label or node.id}: {field.title}"
            help = f"{inner}. {field.help}" if field.help else inner
            title = each.title or field.title
            name = address(each.node, each.param)
            found.append(replace(field, name=name, title=title, help=help, main=True))
    return tuple(found)


def group_title(graph: Graph | None, id: str | None) -> str | None:
    """Return what a group is called, None for what is no group."""
    group = None if graph is None or id is None else canvas_of(graph).groups.get(id)
    return None if group is None else group.title or "Group"
