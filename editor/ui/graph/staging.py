"""A scene from a graph: nodes as cards, groups as one card each, outputs, and what leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from nodes.api.spec import Spec
from nodes.graph.arranging import bounds, places_of
from nodes.graph.canvas import Backdrop, Canvas, Point, canvas_of, group_of
from nodes.graph.chain import type_of
from nodes.graph.grouping import members, unfolded, units
from nodes.graph.layout import ACROSS, DOWN
from nodes.graph.model import Graph, GraphNode, Link

from .scene import HIGH, OUTPUT_PREFIX, WIDE, Card, Scene, Slot, Wire

Specs = Mapping[str, Spec]


@dataclass(eq=False)
class Stage:
    """What is known of the nodes when the last scene was made: cards of nodes that are still the same."""

    specs: Specs = field(default_factory=dict)
    cards: dict[str, tuple[GraphNode, str, Card]] = field(default_factory=dict)


def scene_of(
    graph: Graph, specs: Specs, problems: Mapping[str, str], level: str = "", stage: Stage | None = None
) -> Scene:
    """Return what is drawn of a graph at a level; `problems` says what is wrong with which node.

    With a `stage` the cards of nodes that did not change since are used again.
    """
    stage = stage or Stage()
    if stage.specs is not specs:
        stage.specs, stage.cards = specs, {}
    canvas, places, shown = canvas_of(graph), places_of(graph), units(graph, level)
    cards: list[Card] = []
    groups: dict[str, list[str]] = {}
    for id, unit in shown.items():
        if unit == id:
            cards.append(_node_card(stage, graph, id, places[id], problems.get(id, "")))
        else:
            groups.setdefault(unit, []).append(id)
    plan = _Plan(graph, specs, shown, canvas, dict.fromkeys(shown.values()))
    for unit, inside in groups.items():
        cards.append(_group_card(plan, stage, unit, inside, problems))
    if not level:
        cards.extend(_output_cards(plan, cards))
    else:
        cards = [_with_ways_out(plan, card) for card in cards]
    grounds = tuple(each for each in canvas.backdrops.values() if each.extra.get("inside", "") == level)
    grounds += tuple(_frame(plan, cards, id) for id in unfolded(graph, level) if members(graph, id))
    notes = tuple(each for each in canvas.notes.values() if each.extra.get("inside", "") == level)
    index = {card.id: place for place, card in enumerate(cards)}
    homes = {id: unit for id, unit in shown.items() if unit != id} if groups else {}
    return Scene(tuple(cards), tuple(_wires(cards, shown, index)), grounds, notes, level, index, homes)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    graph: Graph
    specs: Specs
    shown: Mapping[str, str]
    canvas: Canvas
    units: dict[str, None]


def _node_card(stage: Stage, graph: Graph, id: str, place: Point, problem: str) -> Card:
    node = graph.nodes[id]
    before = stage.cards.get(id)
    if before is not None and before[0] is node and before[1] == problem and before[2].place == place:
        return before[2]
    spec = stage.specs.get(node.type)
    card = Card(
        id,
        "node",
        node.label or id,
        node.type,
        node.type.partition(".")[0],
        place,
        tuple(_ins(node, spec)),
        tuple(_outs(graph, node, spec)),
        node.bypass,
        spec is not None or not stage.specs,
        node.keep if node.keep is not None else (spec is not None and spec.keep),
        problem,
    )
    stage.cards[id] = node, problem, card
    return card


def _ins(node: GraphNode, spec: Spec | None) -> Iterator[Slot]:
    """Yield the inputs of a node, one more than it has of those that take many, and what drives it."""
    ports = spec.inputs if spec is not None else ()
    for port in ports:
        feed = node.inputs.get(port.name)
        if port.variadic:
            many = feed if isinstance(feed, tuple) else ()
            for at, link in enumerate(many):
                yield Slot(f"{port.name} {at + 1}", port.type, node.id, port.name, at, link)
            yield Slot(
                port.name, port.type, node.id, port.name, len(many), optional=bool(many) or port.optional
            )
        else:
            single = feed if isinstance(feed, Link) else None
            yield Slot(port.name, port.type, node.id, port.name, None, single, optional=port.optional)
    known = {port.name for port in ports}
    for name, feed in node.inputs.items():
        if name not in known:
            listed = feed if isinstance(feed, tuple) else (feed,)
            for at, each in enumerate(listed):
                if isinstance(each, Link):
                    yield Slot(name, None, node.id, name, None if listed == (feed,) else at, each)
    for name, by in node.drives.items():
        if isinstance(by, Link):
            yield Slot(name, "curve", node.id, name, None, by, drives=True, optional=True)


def _outs(graph: Graph, node: GraphNode, spec: Spec | None) -> Iterator[Slot]:
    if spec is not None:
        for port in spec.outputs:
            yield Slot(port.name, port.type, node.id, port.name)
        return
    read = {
        link.port for other in graph.nodes.values() for _, link in other.feeds() if link.node == node.id
    } | {link.port for link in graph.outputs.values() if link.node == node.id}
    for name in sorted(read | {"out"}):
        yield Slot(name, None, node.id, name)


def _frame(plan: _Plan, cards: list[Card], id: str) -> Backdrop:
    """Return the frame round an open group, as the ground that it is drawn as."""
    inside = set(members(plan.graph, id))
    shown = {plan.shown[name] for name in inside if name in plan.shown}
    places = [card.place for card in cards if card.id in shown] or [plan.canvas.groups[id].place]
    corner, size = bounds(places, 24.0)
    title = plan.canvas.groups[id].title or "Group"
    return Backdrop(id, title, "frame", (corner[0], corner[1] - 24), (size[0], size[1] + 24))


def _group_card(
    plan: _Plan, stage: Stage, id: str, inside: Iterable[str], problems: Mapping[str, str]
) -> Card:
    """Return the card of a group: what its nodes read from elsewhere, and what of theirs is read there."""
    group = plan.canvas.groups[id]
    inside = tuple(inside)
    ins: list[Slot] = []
    for name in inside:
        spec = plan.specs.get(plan.graph.nodes[name].type)
        for slot in _ins(plan.graph.nodes[name], spec):
            port = spec.input(slot.port) if spec is not None else None
            needs = port is not None and not port.optional and not port.variadic
            away = slot.link is not None and plan.shown.get(slot.link.node) != id
            if away or (slot.link is None and needs):
                ins.append(replace(slot, label=f"{name}: {slot.label}"))
    outs = dict.fromkeys(_read_elsewhere(plan, id))
    wrong = [f"{name}: {problems[name]}" for name in inside if name in problems]
    return Card(
        id,
        "group",
        group.title or "Group",
        f"{len(inside)} nodes" if len(inside) != 1 else "1 node",
        "group",
        group.place,
        tuple(ins),
        tuple(
            Slot(f"{link.node}: {link.port}", type_of(plan.graph, link, plan.specs), link.node, link.port)
            for link in outs
        ),
        bypass=all(plan.graph.nodes[name].bypass for name in inside),
        known=all(plan.graph.nodes[name].type in plan.specs or not plan.specs for name in inside),
        problem="; ".join(wrong[:3]),
    )


def _read_elsewhere(plan: _Plan, unit: str) -> Iterator[Link]:
    for id, node in plan.graph.nodes.items():
        if plan.shown.get(id) != unit:
            yield from (link for _, link in node.feeds() if plan.shown.get(link.node) == unit)
    yield from (link for link in plan.graph.outputs.values() if plan.shown.get(link.node) == unit)


def _output_cards(plan: _Plan, cards: list[Card]) -> Iterator[Card]:
    by_id = {card.id: card for card in cards}
    taken = [card.place for card in cards]
    for name, link in plan.graph.outputs.items():
        place = plan.canvas.outputs.get(name)
        if place is None:
            source = by_id.get(plan.shown.get(link.node, ""))
            place = (source.place[0], source.place[1] + DOWN) if source else (0.0, 0.0)
            while any(abs(x - place[0]) < WIDE and abs(y - place[1]) < HIGH for x, y in taken):
                place = (place[0] + ACROSS, place[1])
        taken.append(place)
        type = type_of(plan.graph, link, plan.specs)
        slot = Slot(name, type or "frame", "", name, None, link)
        title = "Output" if name == "out" else f"Output: {name}"
        yield Card(f"{OUTPUT_PREFIX}{name}", "output", title, "what the shot shows", "output", place, (slot,))


def _with_ways_out(plan: _Plan, card: Card) -> Card:
    """Return a card inside a group, its slots saying what they are connected to that lies outside."""
    ins = tuple(
        replace(slot, away=slot.link.node)
        if slot.link is not None and slot.link.node not in plan.shown
        else slot
        for slot in card.ins
    )
    outs = []
    for slot in card.outs:
        link = Link(slot.node, slot.port)
        names = [id for id, node in plan.graph.nodes.items() if id not in plan.shown and _reads(node, link)]
        names += ["the output" for shown in plan.graph.outputs.values() if shown == link]
        outs.append(replace(slot, away=", ".join(names)) if names else slot)
    return replace(card, ins=ins, outs=tuple(outs))


def _reads(node: GraphNode, link: Link) -> bool:
    return any(each == link for _, each in node.feeds())


def _wires(cards: list[Card], shown: Mapping[str, str], index: Mapping[str, int]) -> Iterator[Wire]:
    outs: dict[tuple[str, str], tuple[int, int]] = {}
    for place, card in enumerate(cards):
        for number, slot in enumerate(card.outs):
            outs[slot.node, slot.port] = place, number
    for place, card in enumerate(cards):
        for number, slot in enumerate(card.ins):
            if slot.link is None:
                continue
            begin = outs.get((slot.link.node, slot.link.port))
            if begin is None and slot.link.node in shown:
                # An output that its node does not have: drawn from the first one there is.
                source = index.get(shown[slot.link.node])
                begin = (source, 0) if source is not None and cards[source].outs else None
            if begin is not None:
                yield Wire(*begin, place, number, cards[begin[0]].outs[begin[1]].type or slot.type)


def level_path(graph: Graph, level: str) -> list[str]:
    """Return the groups from the outermost to the one that is looked into."""
    groups, path = canvas_of(graph).groups, []
    while level in groups and level not in path:
        path.append(level)
        level = groups[level].inside
    return path[::-1]


def home_of(graph: Graph, id: str) -> str:
    """Return the level on which a node is a card of its own."""
    node = graph.nodes.get(id)
    group = "" if node is None else group_of(node)
    return group if group in canvas_of(graph).groups else ""
