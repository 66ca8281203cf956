"""Two takes of a shot side by side, as a movie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.compile.plate import plate_of, timecode_at
from editor.compile.shot import colour_of
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.store import find_take
from nodes.api.errors import BadInput
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.media.info import MediaInfo

from .files import Written, render_to
from .outputs import output_of
from .support import Progress, an_engine, telling, untold

SOURCE = "source"
_LEFT, _RIGHT = "left", "right"


def compare(
    project: Project,
    clip: Clip,
    names: tuple[str, str],
    output: str | Path,
    *,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Render two takes of a shot side by side, the first one left, over the frames both have.

    "source" is the shot's own media. The right one is fitted into the left one's size. Raises BadInput
    for takes that do not exist, or that share no frame.
    """
    attempted = f"Compare '{names[0]}' with '{names[1]}' of '{clip.name}'"
    place = output_of(output, attempted)
    left, right = (_bound(project, clip, name) for name in names)
    shared = _shared(left.info, right.info)
    format = left.info.format
    if format is None or right.info.format is None or shared.is_empty:
        raise BadInput(attempted, "they have no frame in common", hint="Compare takes of the same frames.")
    nodes: dict[str, GraphNode] = {}
    size = {"width": format.width, "height": format.height, "pixel_aspect": str(format.pixel_aspect)}
    for side in (_LEFT, _RIGHT):
        nodes[side] = GraphNode(side, "source.media", params={"file": side})
        fitted = f"{side} fit"
        nodes[fitted] = GraphNode(fitted, "cut.fit", params=size, inputs={"image": Link(side)})
    feeds = {side: Link(f"{side} fit") for side in (_LEFT, _RIGHT)}
    nodes["beside"] = GraphNode("beside", "cut.beside", inputs=feeds)
    job = Job(
        graph=to_json(Graph(nodes, {"out": Link("beside")})),
        format=replace(format, width=format.width * 2),
        media={_LEFT: left, _RIGHT: right},
        colour=colour_of(project),
    )
    told = telling(progress, f"comparing {names[0]} and {names[1]}")
    with an_engine(engine) as running:
        timecode = timecode_at(left.info, shared.start)
        return render_to(running, job, shared, place, timecode=timecode, numbers=left.info, told=told)


def _bound(project: Project, clip: Clip, name: str) -> Bound:
    if name == SOURCE:
        return plate_of(project, clip).bound
    take = find_take(project.folder, shot_of(clip), name)
    return Bound(take.media, take.recipe.digest)


def _shared(left: MediaInfo, right: MediaInfo) -> Range:
    """Return the frames both have; a still stands for any."""
    if left.kind == "still":
        return right.range
    return left.range if right.kind == "still" else left.range.meet(right.range)
