"""A shot's graph with its media bound, ready for the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from editor.document.model import Clip
from editor.document.opened import Project
from editor.document.retimes import Retime, retime_of
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import Bound, Job
from nodes.graph.model import Graph
from nodes.graph.serialise import to_json

from .crossing import reads_below, with_clips
from .files import with_files
from .graphs import bound_graph, graph_of, source_domains
from .models import with_models
from .plate import Plate, media_range, media_start, plate_of

PLATE = "plate"
"""The name under which a shot's own media is bound."""


@dataclass(frozen=True, slots=True)
class ShotJob:
    """A job and the frames of it that are wanted, in media time; `notes` tell what had to give way."""

    job: Job
    range: Range
    plate: Plate
    notes: tuple[str, ...] = ()


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
    shown = media_range(clip, plate, _retime(clip, notes))
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
    project: Project,
    clip: Clip,
    *,
    graph: Graph | None = None,
    seed: int = 1,
    handles: int | None = None,
    shown: Callable[[Clip], Plate | None] = lambda other: None,
) -> ShotJob:
    """Return the job that renders a shot over its range and handles (see `shot_range`).

    `graph` stands in for the shot's own; `shown` gives the circled takes of other shots that it reads.
    Raises BadInput for a shot without a graph or without pictures, and for one whose graph reads what lies
    beneath it, which only the cut knows; Offline for one without media.
    """
    doing = f"Render shot '{clip.name}' ({clip.id})"
    own = graph or graph_of(project, clip)
    if reads_below(own):
        why = "its graph reads what lies beneath it in the cut (source.below)"
        raise BadInput(doing, why, hint="Render the cut with --live.")
    plate = plate_of(project, clip)
    if plate.info.format is None:
        raise BadInput(doing, "its media holds sound but no picture")
    media: dict[str, Bound] = {PLATE: plate.bound}

    def bind(other: Bound) -> str:
        name = f"shot {len(media)}"
        media[name] = other
        return name

    bound = with_files(bound_graph(own, PLATE), project, bind)
    bound = with_clips(bound, project, clip, media_start(clip, plate), shown, bind)
    notes: list[str] = []
    range = shot_range(project, clip, handles, notes)
    job = Job(
        graph=to_json(bound),
        format=plate.info.format,
        media=media,
        colour=colour_of(project),
        seed=seed,
        domains=source_domains(bound, PLATE, range),
        shots={"": PLATE},
    )
    return ShotJob(with_models(job), range, plate, tuple(notes))


def colour_of(project: Project) -> Mapping[str, Any]:
    """Return the project's working space as the engine reads it."""
    return {"config": project.settings.config, "name": project.settings.working_space}


def _retime(clip: Clip, notes: list[str]) -> Retime | None:
    retime = retime_of(clip.effects)
    if retime is None:
        notes.append(f"shot '{clip.name}': its speed is keyframed; all of its media is rendered")
    return retime


def _clipped(clip: Clip, wanted: Range, range: Range) -> str:
    head, tail = (range.start - wanted.start).frame, (wanted.end - range.end).frame
    return (
        f"shot '{clip.name}': the media is too short, lacking {head} frames at the head, {tail} at the tail"
    )
