"""Two takes of a shot side by side, as a movie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.compile.plate import plate_of
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

from .files import Written, render_to
from .support import Progress, an_engine, output_path, telling, untold


def compare(
    project: Project,
    clip: Clip,
    names: tuple[str, str],
    output: Path,
    *,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Path:
    """Render two takes of a shot ("source" is its own media) side by side over the frames both have.

    Returns the file. Raises BadInput for takes that do not exist or share no frame.
    """
    place = output_path(output, f"Compare takes in '{output}'")
    bounds = [_bound(project, clip, name) for name in names]
    shared: Range = bounds[0].info.range.meet(bounds[1].info.range)
    formats = [bound.info.format for bound in bounds]
    if shared.is_empty or formats[0] is None or formats[1] is None:
        raise BadInput(f"Compare '{names[0]}' with '{names[1]}'", "they have no frame in common")
    height, aspect = formats[0].height, formats[0].pixel_aspect
    nodes: dict[str, GraphNode] = {}
    for side, bound, format in zip(("left", "right"), bounds, formats, strict=True):
        assert format is not None and bound is not None
        source = GraphNode(side, "source.media", params={"file": side})
        size = {"width": formats[0].width, "height": height, "pixel_aspect": str(aspect)}
        fit = GraphNode(f"{side} fit", "cut.fit", params=size, inputs={"image": Link(side)})
        nodes |= {source.id: source, fit.id: fit}
    beside = GraphNode("beside", "cut.beside", inputs={"left": Link("left fit"), "right": Link("right fit")})
    graph = Graph({**nodes, beside.id: beside}, {"out": Link("beside")})
    job = Job(
        graph=to_json(graph),
        format=replace(formats[0], width=formats[0].width * 2),
        media={"left": bounds[0], "right": bounds[1]},
        colour=colour_of(project),
    )
    with an_engine(engine) as running:
        done: Written = render_to(
            running, job, shared, place, told=telling(progress, f"comparing {names[0]} and {names[1]}")
        )
    return done.output


def _bound(project: Project, clip: Clip, name: str) -> Bound:
    if name == "source":
        return plate_of(project, clip).bound
    take = find_take(project.folder, shot_of(clip), name)
    return Bound(take.media, take.recipe.digest)
