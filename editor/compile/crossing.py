"""What a shot's graph reads of the rest of the cut: what lies beneath it, and other shots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import Bound
from nodes.graph.model import Graph, GraphNode, Link

from .graphs import stored_graph
from .plate import Plate, media_start, plate_of

BELOW, CLIP = "source.below", "source.clip"


@dataclass(frozen=True, slots=True)
class Here:
    """Where a shot's graph runs: its own time from `start` on stands for `place` of what is beneath."""

    start: Time
    place: Range
    speed: Fraction = Fraction(1)


def reads_below(graph: Graph) -> bool:
    """Return whether a graph reads what lies beneath its clip."""
    return any(node.type == BELOW for node in graph.nodes.values())


def with_below(graph: Graph, below: Link, here: Here) -> Graph:
    """Return the graph with its sources of what lies beneath fed by that, in the graph's own time."""
    length = (here.place.duration.at(here.start.rate)) * here.speed
    params = {
        "place": Range(here.start, max(length, Time(1, here.start.rate))).to_json(),
        "start": here.place.start.to_json(),
        "speed": str(1 / here.speed),
    }
    return _replaced(graph, BELOW, lambda node: ("cut.play", params, {"image": below}))


def with_clips(
    graph: Graph,
    project: Project,
    clip: Clip,
    start: Time,
    shown: Callable[[Clip], Plate | None],
    bind: Callable[[Bound], str],
) -> Graph:
    """Return the graph with its sources of other shots reading their circled takes, else their media.

    The shots' first frames stand together. `bind` names media. Raises BadInput for a shot that is not
    there, has no pictures, or reads this one in turn, with the way round.
    """
    if not any(node.type == CLIP for node in graph.nodes.values()):
        return graph
    _refuse_rounds(project, clip)
    added: dict[str, GraphNode] = {}

    def fed(node: GraphNode) -> tuple[str, dict[str, Any], dict[str, Any]]:
        other = find_clip(project.cut, str(node.params.get("clip", "")))
        plate = shown(other) or plate_of(project, other)
        if plate.info.format is None:
            why = f"the media of clip '{other.name}' holds sound but no picture"
            raise BadInput(f"Use the graph of shot '{clip.name}' ({clip.id})", why)
        reader = f"{node.id}/media"
        added[reader] = GraphNode(reader, "source.media", params={"file": bind(plate.bound)})
        place = Range(start, plate.info.range.duration.at(start.rate))
        params = {"place": place.to_json(), "start": media_start(other, plate).to_json()}
        return "cut.play", params, {"image": Link(reader)}

    made = _replaced(graph, CLIP, fed)
    return replace(made, nodes={**made.nodes, **added})


def _replaced(
    graph: Graph, type: str, fed: Callable[[GraphNode], tuple[str, dict[str, Any], dict[str, Any]]]
) -> Graph:
    nodes = {}
    for name, node in graph.nodes.items():
        nodes[name] = node
        if node.type == type:
            new, params, inputs = fed(node)
            nodes[name] = replace(node, type=new, version=1, params=params, inputs=inputs)
    return replace(graph, nodes=nodes)


def _refuse_rounds(project: Project, clip: Clip) -> None:
    """Raise BadInput where shots read one another in a circle."""
    way: list[Clip] = []
    waiting: list[tuple[Clip, int]] = [(clip, 0)]
    finished: set[str] = set()
    while waiting:
        here, depth = waiting.pop()
        del way[depth:]
        if any(here.id == each.id for each in way):
            first = next(index for index, each in enumerate(way) if each.id == here.id)
            names = " reads ".join(f"'{each.name}'" for each in (*way[first:], here))
            raise BadInput(
                f"Use the graph of shot '{clip.name}' ({clip.id})",
                f"shots read one another in a circle: {names}",
                hint="Take one of the source.clip nodes out.",
            )
        if here.id in finished:
            continue
        way.append(here)
        named = _named(project, here)
        if not named:
            finished.add(here.id)
        waiting.extend((other, depth + 1) for other in named)


def _named(project: Project, clip: Clip) -> list[Clip]:
    graph = stored_graph(project.cut, clip)
    if graph is None:
        return []
    names = [str(node.params.get("clip", "")) for node in graph.nodes.values() if node.type == CLIP]
    return [find_clip(project.cut, name) for name in names]
