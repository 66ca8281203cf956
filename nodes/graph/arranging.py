"""Where nodes stand: places for those that have none, moving, aligning, room for a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from .canvas import Backdrop, Canvas, Note, Point, canvas_of, item_of, put_item, with_canvas
from .errors import GraphCycle
from .layout import DOWN, GRID, laid_out
from .model import Graph, GraphNode, thawed
from .order import downstream, order

CARD = (160, 40)
"""How wide and high a node is on the canvas."""
Edge: TypeAlias = Literal["left", "middle", "right", "top", "centre", "bottom"]


def run_order(graph: Graph) -> tuple[str, ...]:
    """Return all nodes, each after what feeds it; in the order they were added where there is a circle."""
    try:
        return order(graph)
    except GraphCycle:
        return tuple(graph.nodes)


def fed_by(node: GraphNode) -> list[str]:
    """Return the nodes that feed or drive one, inputs in their order."""
    return [link.node for _, link in node.feeds()]


def places_of(graph: Graph) -> dict[str, Point]:
    """Return where every node stands: where somebody put it, else where the layout would.

    A graph in which nothing was put anywhere is laid out as a whole; a node that came later stands below
    what feeds it, above what it feeds, or to the right of everything.
    """
    placed = {id: node.position for id, node in graph.nodes.items() if node.position is not None}
    if len(placed) == len(graph.nodes):
        return placed
    names = run_order(graph)
    if not placed:
        return laid_out(names, {id: fed_by(graph.nodes[id]) for id in names})
    taken = {_cell(at) for at in placed.values()}
    readers: dict[str, list[str]] = {}
    for id, node in graph.nodes.items():
        for source in fed_by(node):
            readers.setdefault(source, []).append(id)
    for id in names:
        if id not in placed:
            at = _free(_beside(graph, id, placed, readers), taken)
            placed[id] = at
            taken.add(_cell(at))
    return placed


def _beside(
    graph: Graph, id: str, placed: Mapping[str, Point], readers: Mapping[str, Sequence[str]]
) -> Point:
    for source in fed_by(graph.nodes[id]):
        if source in placed:
            return placed[source][0], placed[source][1] + DOWN
    for reader in readers.get(id, ()):
        if reader in placed:
            return placed[reader][0], placed[reader][1] - DOWN
    return max(x for x, _ in placed.values()) + CARD[0] + 2 * GRID, min(y for _, y in placed.values())


def _cell(at: Point) -> tuple[int, int]:
    return round(at[0] / GRID), round(at[1] / GRID)


def _free(at: Point, taken: set[tuple[int, int]]) -> Point:
    """Return the first place from there to the right at which a card covers none."""
    wide, high = CARD[0] // GRID, CARD[1] // GRID
    column, row = _cell(at)
    while any(
        (column + x, row + y) in taken for x in range(1 - wide, wide + 1) for y in range(1 - high, high)
    ):
        column += 1
    return float(column * GRID), float(row * GRID)


def with_places(graph: Graph, places: Mapping[str, Point]) -> Graph:
    """Return the graph with nodes, backdrops, notes and groups moved; names that are nothing are passed over.

    The first time that something is put somewhere, every other node is kept where it is shown.
    """
    if any(id in graph.nodes for id in places):
        places = {**places_of(graph), **places}
    table = thawed(graph.nodes)
    for id, at in places.items():
        node = table.get(id)
        if node is not None and node.position != at:
            table[id] = replace(node, position=at)
    graph = replace(graph, nodes=MappingProxyType(table))
    canvas = canvas_of(graph)
    moved = canvas
    for id, at in places.items():
        item = item_of(canvas, id)
        if item is not None and item.place != at:
            moved = put_item(moved, replace(item, place=at))
    return graph if moved is canvas else with_canvas(graph, moved)


def settled(graph: Graph, name: str) -> Graph:
    """Return the graph with a new node put below what feeds it, what comes after it moved down for it.

    A graph in which nobody has put anything anywhere stays as it is: it is laid out as a whole.
    """
    others = {id: node.position for id, node in graph.nodes.items() if node.position is not None}
    if not others or graph.node(name).position is not None:
        return graph
    places = places_of(graph)
    fed = [source for source in fed_by(graph.nodes[name]) if source in places]
    if fed:
        places[name] = (places[fed[0]][0], places[fed[0]][1] + DOWN)
    x, y = places[name]
    below = downstream(graph, name) - {name}
    crowded = any(
        abs(places[id][0] - x) < CARD[0] and abs(places[id][1] - y) < CARD[1]
        for id in places
        if id != name and id in below
    )
    if crowded:
        places |= {id: (places[id][0], places[id][1] + DOWN) for id in below}
    elif fed:
        taken = {_cell(at) for id, at in places.items() if id != name}
        places[name] = _free((x, y), taken)
    return with_places(graph, places)


def snapped(at: Point) -> Point:
    """Return the nearest place on the grid."""
    return float(round(at[0] / GRID) * GRID), float(round(at[1] / GRID) * GRID)


def aligned(places: Mapping[str, Point], edge: Edge) -> dict[str, Point]:
    """Return cards put in line: by an edge, or by their middles (left to right) or centres (top down)."""
    if not places:
        return {}
    column = edge in ("left", "middle", "right")
    along = [at[0 if column else 1] for at in places.values()]
    line = {"left": min, "top": min, "right": max, "bottom": max}.get(edge, _middle)(along)
    return {id: (line, at[1]) if column else (at[0], line) for id, at in places.items()}


def _middle(values: Iterable[float]) -> float:
    found = sorted(values)
    return float(round((found[0] + found[-1]) / 2 / GRID) * GRID)


def distributed(places: Mapping[str, Point], across: bool) -> dict[str, Point]:
    """Return cards put at even distances between the outermost two, in the order in which they stand."""
    axis = 0 if across else 1
    names = sorted(places, key=lambda id: places[id][axis])
    if len(names) < 3:
        return dict(places)
    first, last = places[names[0]][axis], places[names[-1]][axis]
    found = {}
    for index, id in enumerate(names):
        value = first + (last - first) * index / (len(names) - 1)
        at = places[id]
        found[id] = (value, at[1]) if across else (at[0], value)
    return found


def lying_on(canvas: Canvas, id: str, places: Mapping[str, Point]) -> list[str]:
    """Return the cards and notes that lie wholly on a backdrop, and smaller backdrops."""
    ground = canvas.backdrops[id]
    sizes: dict[str, tuple[Point, Point]] = {
        name: (at, (float(CARD[0]), float(CARD[1]))) for name, at in places.items()
    }
    others: list[Backdrop | Note] = [*canvas.backdrops.values(), *canvas.notes.values()]
    sizes |= {each.id: (each.place, each.size) for each in others if each.id != id}
    return [
        name
        for name, (at, size) in sizes.items()
        if all(
            ground.place[axis] <= at[axis] and at[axis] + size[axis] <= ground.place[axis] + ground.size[axis]
            for axis in (0, 1)
        )
    ]


def bounds(places: Iterable[Point], around: float = 0.0) -> tuple[Point, Point]:
    """Return the upper left corner and the size of what cards at these places cover, with a margin."""
    listed = list(places)
    left, top = min(x for x, _ in listed) - around, min(y for _, y in listed) - around
    right = max(x for x, _ in listed) + CARD[0] + around
    bottom = max(y for _, y in listed) + CARD[1] + around
    return (left, top), (right - left, bottom - top)
