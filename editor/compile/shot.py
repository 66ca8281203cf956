"""A shot's graph with its media bound, ready for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.rules import EditError, speed
from editor.exchange.tokens import plain
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import Job
from nodes.graph.model import Drive, Feed, Graph, GraphNode, Link
from nodes.graph.serialise import from_json, to_json

from .plate import Plate, media_range, plate_of

PLATE = "plate"
"""The name under which a shot's own media is bound."""


@dataclass(frozen=True, slots=True)
class ShotJob:
    """A job and the frames of it that are wanted, in media time; `notes` tell what had to give way."""

    job: Job
    range: Range
    plate: Plate
    notes: tuple[str, ...] = ()


def plain_graph() -> Graph:
    """Return the graph of a shot that nobody touched: its media, as it is."""
    return Graph({"source": GraphNode("source", "source.shot")}, {"out": Link("source")})


def stored_graph(cut: Cut, clip: Clip) -> Graph | None:
    """Return the graph of a clip, None where it has none. Raises GraphError for what is no graph."""
    stored = cut.graphs.get(clip.graph) if clip.graph else None
    return None if stored is None else from_json(plain(stored))


def graph_of(project: Project, clip: Clip) -> Graph:
    """Return the graph of a clip. Raises BadInput where it has none."""
    graph = stored_graph(project.cut, clip)
    if graph is None:
        raise BadInput(
            f"Use the graph of shot '{clip.name}' ({clip.id})",
            "it has none",
            hint="Give it one: workprint shot PROJECT SHOT --add color.grade gain=1.2",
        )
    return graph


def bound_graph(graph: Graph, binding: str, prefix: str = "") -> Graph:
    """Return the graph with its shot's media bound under a name, and every node's id behind a prefix."""

    def moved(link: Link) -> Link:
        return Link(prefix + link.node, link.port)

    def one(feed: Feed | Drive) -> Any:
        return moved(feed) if isinstance(feed, Link) else feed

    nodes = {}
    for node in graph.nodes.values():
        inputs = {
            port: tuple(map(moved, feed)) if isinstance(feed, tuple) else one(feed)
            for port, feed in node.inputs.items()
        }
        drives = {name: one(by) for name, by in node.drives.items()}
        made = replace(node, id=prefix + node.id, inputs=inputs, drives=drives)
        if node.type == "source.shot":
            made = replace(made, type="source.media", version=1, params={"file": binding})
        nodes[made.id] = made
    return Graph(nodes, {name: moved(link) for name, link in graph.outputs.items()})


def source_domains(graph: Graph, binding: str, domain: Range) -> dict[str, Range]:
    """Return the domain of every node that reads the bound media."""
    return {node.id: domain for node in graph.nodes.values() if node.params.get("file") == binding}


def shot_range(
    project: Project, clip: Clip, handles: int | None = None, notes: list[str] | None = None
) -> Range:
    """Return the media a shot is rendered over: what the clip shows and its handles, clipped to the media.

    `handles` (frames at the cut's rate) stands in for the project's; `notes` gets what had to give way.
    Raises Offline for a clip without media, BadInput for one that shows none of it.
    """
    plate = plate_of(project, clip)
    info = plate.info
    notes = [] if notes is None else notes
    shown = media_range(clip, plate, _speed(clip, notes))
    count = project.settings.handles if handles is None else handles
    handle = Time(count, project.settings.rate).at(info.rate).ceil()
    wanted = shown.widened(handle, handle)
    range = wanted if info.kind == "still" else wanted.meet(info.range)
    if range.is_empty:
        raise BadInput(
            f"Render shot '{clip.name}' ({clip.id})",
            f"it shows media frames {shown.start.frame} to {shown.end.frame - 1}, its file has "
            f"{info.start.frame} to {info.range.end.frame - 1}",
            hint="Trim the clip, or relink the right file.",
        )
    if range != wanted:
        notes.append(_clipped(clip, wanted, range))
    return range


def shot_job(
    project: Project, clip: Clip, *, graph: Graph | None = None, seed: int = 1, handles: int | None = None
) -> ShotJob:
    """Return the job that renders a shot over its range and handles (see `shot_range`).

    `graph` stands in for the shot's own. Raises BadInput for a shot without a graph or without pictures,
    Offline for one without media.
    """
    plate = plate_of(project, clip)
    if plate.info.format is None:
        raise BadInput(f"Render shot '{clip.name}' ({clip.id})", "its media holds sound but no picture")
    bound = bound_graph(graph or graph_of(project, clip), PLATE)
    notes: list[str] = []
    range = shot_range(project, clip, handles, notes)
    job = Job(
        graph=to_json(bound),
        format=plate.info.format,
        media={PLATE: plate.bound},
        colour=colour_of(project),
        seed=seed,
        domains=source_domains(bound, PLATE, range),
    )
    return ShotJob(job, range, plate, tuple(notes))


def colour_of(project: Project) -> Mapping[str, Any]:
    """Return the project's working space as the engine reads it."""
    return {"config": project.settings.config, "name": project.settings.working_space}


def _speed(clip: Clip, notes: list[str]) -> Fraction | None:
    try:
        return speed(clip, f"Render shot '{clip.name}'")
    except EditError as error:
        notes.append(f"shot '{clip.name}': {error.why}; all of its media is rendered")
        return None


def _clipped(clip: Clip, wanted: Range, range: Range) -> str:
    head, tail = (range.start - wanted.start).frame, (wanted.end - range.end).frame
    return (
        f"shot '{clip.name}': the media is too short, lacking {head} frames at the head, {tail} at the tail"
    )
