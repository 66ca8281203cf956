"""Which parameters of its nodes a group shows: seen, chosen, named and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nodes.api.spec import Spec
from nodes.graph.canvas import canvas_of, group_of
from nodes.graph.exposing import Exposed, expose, exposed, hidden, with_exposed
from nodes.graph.grouping import members
from nodes.graph.model import Graph

from .model import GraphModel


@dataclass(frozen=True, slots=True)
class Offer:
    """A parameter that a group shows, or could: `of` names the node as its card does."""

    shown: Exposed
    of: str
    is_on: bool


def group_round(model: GraphModel, id: str | None) -> str:
    """Return the group that a node or a group lies in, "" for none."""
    graph = model.graph.value
    if graph is None or id is None:
        return ""
    groups = canvas_of(graph).groups
    found = group_of(graph.nodes[id]) if id in graph.nodes else groups[id].inside if id in groups else ""
    return found if found in groups else ""


def arranged(model: GraphModel) -> str:
    """Return the group whose parameters are arranged: the selected one, else the one round what is."""
    graph, id = model.graph.value, model.selected.value
    if graph is not None and id is not None and id in canvas_of(graph).groups:
        return id
    return group_round(model, id) or model.level.value


def is_shown(model: GraphModel, group: str, node: str, param: str) -> bool:
    """Return whether a group shows a node's parameter."""
    graph = model.graph.value
    listed = () if graph is None else exposed(graph, group)
    return any((each.node, each.param) == (node, param) for each in listed)


def show_on(model: GraphModel, group: str, node: str, param: str, title: str = "") -> None:
    """Show a node's parameter on a group."""
    model.edit(
        "show on group",
        lambda graph: expose(graph, node, param, group=group, title=title),
        node=node,
        parameter=param,
    )


def take_off(model: GraphModel, group: str, node: str, param: str) -> None:
    """Show a node's parameter on a group no more."""
    model.edit(
        "take off group", lambda graph: hidden(graph, node, param, group=group), node=node, parameter=param
    )


def offers(graph: Graph, group: str, specs: Mapping[str, Spec]) -> tuple[Offer, ...]:
    """Return what a group shows, in its order, and then what else it could: every parameter inside."""
    on = exposed(graph, group)
    found = [Offer(each, _called(graph, each.node), True) for each in on]
    taken = {(each.node, each.param) for each in on}
    for id in members(graph, group):
        spec = specs.get(graph.nodes[id].type)
        for param in spec.params if spec is not None else ():
            if (id, param.name) not in taken:
                found.append(Offer(Exposed(id, param.name), _called(graph, id), False))
    return tuple(found)


def arrange(model: GraphModel, group: str, wanted: Iterable[Exposed]) -> None:
    """Have a group show these parameters, in this order."""
    listed = tuple(wanted)
    model.edit("arrange parameters", lambda graph: with_exposed(graph, group, listed), of=group)


def _called(graph: Graph, id: str) -> str:
    return graph.nodes[id].label or id
