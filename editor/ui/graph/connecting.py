"""Connecting by hand: what fits is made, what does not says why and offers what would help."""

from __future__ import annotations

from editor.ui.words import say
from nodes.graph.chain import type_of
from nodes.graph.inserting import fitting_input, link_at, readers
from nodes.graph.joining import joined, parted, refusal, swapped
from nodes.graph.model import Graph, Link

from .model import Ends, GraphModel
from .walking import picked_nodes
from .wish import Wish


def disconnect(model: GraphModel) -> None:
    """Part the selected connection, else every input of the selected nodes."""
    wire, names = model.wire.value, picked_nodes(model)

    def make(graph: Graph) -> Graph:
        if wire is not None:
            return parted(graph, *wire) if wire[0] else graph
        for id in names:
            for name in dict.fromkeys(port for port, _ in graph.nodes[id].feeds()):
                graph = parted(graph, id, name)
        return graph

    model.edit("disconnect", make, node=wire[0] if wire else ", ".join(names))
    model.wire.set(None)


def connect(model: GraphModel, link: Link, ends: Ends, before: Ends | None = None) -> bool:
    """Connect an output to an input; `before` is the end that a hand took it from.

    What does not fit is said, and nodes that would make it fit are offered. Return whether it was made.
    """
    graph, specs = model.graph.value, model.specs.value
    if graph is None or (before == ends and link_at(graph, *ends) == link):
        return False
    id, port, at = ends
    base = graph if before is None or before[0] == "" else parted(graph, *before)
    wrong = refusal(base, specs, link, id, port)
    if wrong is None:
        if before is not None and before[:2] == ends[:2] and at is not None and (before[2] or 0) < at:
            at -= 1
        said = {"node": id or "output", "port": port, "from": str(link)}
        return model.edit("connect", lambda _: joined(base, specs, link, id, port, at), **said)
    told = f"{wrong.why[:1].upper()}{wrong.why[1:]}."
    if wrong.by:
        model.search(
            Wish("between", id, port, at, link, why=say("{why} Put a node between:", why=told), only=wrong.by)
        )
    else:
        model.session.message.set(
            told + (f" {wrong.hint[:1].upper()}{wrong.hint[1:]}." if wrong.hint else "")
        )
    return False


def connect_picked(model: GraphModel) -> None:
    """Feed the node that the keyboard is at from the other selected one: the first input that fits."""
    graph, specs, now = model.graph.value, model.specs.value, model.selected.value
    others = [id for id in picked_nodes(model) if id != now]
    if graph is None or now is None or now not in graph.nodes or not others:
        model.session.message.set(
            say("Select two nodes: first the one that feeds, then the one that is fed.")
        )
        return
    source = specs.get(graph.nodes[others[0]].type)
    spec = specs.get(graph.nodes[now].type)
    node = graph.nodes[now]
    for out in source.outputs if source else ():
        link = Link(others[0], out.name)
        made = type_of(graph, link, specs)
        free = [port.name for port in spec.inputs if port.type == made] if spec else []
        free.sort(key=lambda name: bool(node.inputs.get(name)))
        fits = free or [name for name in [fitting_input(spec, made) if spec else None] if name]
        if fits:
            connect(model, link, (now, fits[0], None))
            return
    made_by = Link(others[0], source.outputs[0].name if source else "out")
    if spec is not None and spec.inputs:
        connect(model, made_by, (now, spec.inputs[0].name, None))
    else:
        model.session.message.set(say("Nothing of {node} fits into {other}.", node=others[0], other=now))


def swap(model: GraphModel) -> None:
    """Change the first two inputs of one type of the selected node for each other."""
    node, specs = model.node, model.specs.value
    if node is not None:
        model.edit("swap inputs", lambda graph: swapped(graph, node.id, specs), node=node.id)


def insert_before(model: GraphModel) -> None:
    """Search for a node to put on the connection that feeds the selected one."""
    card = model.scene.value.card(model.selected.value)
    if model.wire.value is not None:
        model.search()
    elif card is not None:
        fed = next((slot for slot in card.ins if slot.link is not None), None)
        free = next(iter(card.ins), None)
        if fed is not None:
            model.search(Wish("on", fed.node, fed.port, fed.at))
        elif free is not None:
            model.search(Wish("into", free.node, free.port, free.at))


def put_on_wire(model: GraphModel, id: str, ends: Ends) -> bool:
    """Put a node that feeds and reads nothing on a connection; return whether it fits there."""
    graph, specs = model.graph.value, model.specs.value
    if graph is None or id not in graph.nodes or any(True for _ in graph.nodes[id].feeds()):
        return False
    link, spec = link_at(graph, *ends), specs.get(graph.nodes[id].type)
    if link is None or spec is None:
        return False
    if any(list(readers(graph, Link(id, out.name))) for out in spec.outputs):
        return False
    carried = type_of(graph, link, specs)
    fed, made = fitting_input(spec, carried), [out.name for out in spec.outputs if out.type == carried]
    if fed is None or not made:
        return False

    def make(graph: Graph) -> Graph:
        graph = joined(graph, specs, link, id, fed)
        return joined(graph, specs, Link(id, made[0]), *ends)

    return model.edit("put node on connection", make, node=id)
