"""What is selected, and going from card to card by the keyboard."""

from __future__ import annotations

from nodes.graph.arranging import run_order
from nodes.graph.canvas import canvas_of
from nodes.graph.grouping import members

from .model import GraphModel


def picked_nodes(model: GraphModel) -> list[str]:
    """Return the nodes that are selected, and those in groups that are, in the order they run."""
    graph = model.graph.value
    if graph is None:
        return []
    found = set(model.picked.value)
    for id in model.picked.value & canvas_of(graph).groups.keys():
        found |= set(members(graph, id))
    return [id for id in run_order(graph) if id in found]


def walk(model: GraphModel, across: int, down: int, *, more: bool = False) -> None:
    """Go to what feeds the selected card (`down` -1), what it feeds (1), or the one beside it."""
    scene, now = model.scene.value, model.selected.value
    if now is None or now not in scene.index:
        target = next(iter(scene.index), None)
    else:
        place = scene.index[now]
        near = scene.fed(place) if down < 0 else scene.readers(place) if down > 0 else ()
        target = next((scene.cards[each].id for each in near), None) or _beside(model, place, across, down)
    if target is None:
        return
    if more:
        model.pick(model.picked.value | {target}, target)
    else:
        model.select(target)
    model.reveal(target)


def _beside(model: GraphModel, place: int, across: int, down: int) -> str | None:
    """Return the nearest card in a direction."""
    scene = model.scene.value
    x, y = scene.cards[place].place
    best, found = float("inf"), None
    for card in scene.cards:
        ahead = (card.place[0] - x) * across + (card.place[1] - y) * down
        aside = abs((card.place[0] - x) * down) + abs((card.place[1] - y) * across)
        if ahead > 0 and ahead + 3 * aside < best:
            best, found = ahead + 3 * aside, card.id
    return found
