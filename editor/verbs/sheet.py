"""One picture of all takes of some shots, each beside its source, with their names."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from editor.compile.plate import Offline, plate_of
from editor.compile.shot import colour_of
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.store import takes_of
from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json

from .files import Written, render_to
from .outputs import output_of
from .shown import marks
from .support import Progress, an_engine, telling, untold

_WIDE, _GAP, _STRIP, _COLUMNS = 320, 4, 26, 6


@dataclass(frozen=True, slots=True)
class _Cell:
    """A picture of the sheet: its media at a time of it, what is written below, where it stands."""

    bound: Bound
    at: Time
    label: str
    place: int


def sheet(
    project: Project,
    clips: Sequence[Clip],
    output: str | Path,
    *,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Render the middle frames of the takes of shots as one picture, a row a shot, its source first.

    A shot's pictures are of one frame; more than six go on in the next row. Raises BadInput where there is
    no take, and what reading takes raises.
    """
    attempted = f"Make a sheet '{output}'"
    place = output_of(output, attempted)
    cells: list[_Cell] = []
    most = max((len(takes_of(project.folder, shot_of(clip))) for clip in clips), default=0)
    columns = min(_COLUMNS, 1 + most)
    for clip in clips:
        row = -(-(cells[-1].place + 1) // columns) * columns if cells else 0
        cells += _row(project, clip, row)
    if not cells:
        raise BadInput(attempted, "there is no take yet", hint="Make one: workprint take PROJECT SHOT")
    job = _job(project, cells, columns)
    span = Range.frames_of(0, 1, job.format.rate)
    with an_engine(engine) as running:
        told = telling(progress, "laying out the sheet")
        return render_to(running, job, span, place, told=told)


def _row(project: Project, clip: Clip, first: int) -> list[_Cell]:
    """Return a shot's cells from the place `first` on, none where it has no take."""
    takes = takes_of(project.folder, shot_of(clip))
    if not takes:
        return []
    range = takes[0].media.range
    middle = range.start + Time(range.duration.at(range.start.rate).frame // 2, range.start.rate)
    shown = [(Bound(take.media, take.recipe.digest), take.id, marks(clip, take)) for take in takes]
    with suppress(Offline):
        shown.insert(0, (plate_of(project, clip).bound, "source", ""))
    name = clip.name or clip.id
    return [
        _Cell(bound, middle, "  ".join(part for part in (name, id, mark) if part), first + index)
        for index, (bound, id, mark) in enumerate(shown)
    ]


def _job(project: Project, cells: Sequence[_Cell], columns: int) -> Job:
    shape = project.settings.format
    high = max(1, round(_WIDE / (Fraction(shape.width, shape.height) * shape.pixel_aspect)))
    rows = max(cell.place for cell in cells) // columns + 1
    gap = 2 * _GAP
    format = Format(columns * (_WIDE + gap), rows * (high + gap + _STRIP), shape.rate)
    nodes: dict[str, GraphNode] = {}
    size = {"width": _WIDE, "height": high}
    for index, cell in enumerate(cells):
        media, still, fitted = (f"{what} {index}" for what in ("media", "still", "fit"))
        nodes[media] = GraphNode(media, "source.media", params={"file": media})
        held = {"frame": cell.at.to_json()}
        nodes[still] = GraphNode(still, "time.freeze", params=held, inputs={"image": Link(media)})
        nodes[fitted] = GraphNode(fitted, "cut.fit", params=size, inputs={"image": Link(still)})
    nodes["sheet"] = GraphNode(
        "sheet",
        "cut.sheet",
        params={
            "cells": [cell.place for cell in cells],
            "columns": columns,
            "labels": "\n".join(" ".join(cell.label.split("\n")) for cell in cells),
            "strip": _STRIP,
        },
        inputs={"images": tuple(Link(f"fit {index}") for index in range(len(cells)))},
    )
    bound = {f"media {index}": cell.bound for index, cell in enumerate(cells)}
    return Job(to_json(Graph(nodes, {"out": Link("sheet")})), format, bound, colour_of(project))
