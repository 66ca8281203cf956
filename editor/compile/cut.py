"""A cut as one graph: its clips' media, takes or graphs at their places, track on track, and its sound."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.document.layout import cut_duration
from editor.document.opened import Project
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import Job
from nodes.graph.model import Graph, Link
from nodes.graph.serialise import to_json

from .building import Building, Shown, begin
from .building import Live as Live
from .layers import stacked
from .light import mixing
from .models import with_models
from .plate import media_lookup
from .refuse import refuse, refuse_effects
from .shot import colour_of
from .sounds import stack_sound

TRACK = "cut"


class EmptyCut(BadInput):
    """A cut that has no frames yet."""


@dataclass(frozen=True, slots=True)
class CutJob:
    """A job in cut time from 0, and the frames of it that are wanted; `notes` tell what had to give way."""

    job: Job
    range: Range
    notes: tuple[str, ...] = ()


def whole(project: Project) -> Range:
    """Return the whole cut as a range of its time."""
    return Range(Time.zero(project.cut.rate), cut_duration(project.cut, media_lookup(project)).ceil())


def cut_job(
    project: Project,
    shown: Shown,
    *,
    wanted: Range | None = None,
    live: Live | None = None,
    guarded: bool = False,
) -> CutJob:
    """Return the job that renders a range of the cut (all of it without one) at its own rate and size.

    Tracks lie on one another, gaps and disabled items are open, over black and silence. Only what stands in
    the range is compiled. Where it is `guarded`, a clip that cannot be shown says so in its place, and the
    rest can be looked at. Raises CannotRender naming every clip and effect that is not rendered, BadInput
    for a cut without frames.
    """
    cut = project.cut
    build = begin(project, shown, live, mixing(project), guarded=guarded)
    zero = Time.zero(cut.rate)
    wanted = wanted or Range(zero, cut_duration(cut, build.media_of).ceil())
    refuse_effects(build.problems, "the cut", cut.stack)
    if cut.stack.source is not None:
        build.problems.append("the cut is trimmed as a whole")
    top = stacked(build, cut.stack.items, zero, wanted)
    job = _job(build, top, wanted)
    return CutJob(with_models(job), wanted, tuple(build.notes))


def sound_job(project: Project, wanted: Range) -> CutJob:
    """Return the job of what is heard over a range of the cut, over black; of pictures nothing is looked at.

    Raises as `cut_job`.
    """
    build = begin(project, lambda clip: None, None, mixing(project))
    return CutJob(_job(build, None, wanted), wanted, tuple(build.notes))


def _job(build: Building, top: Link | None, wanted: Range) -> Job:
    """Return the job of a picture, None for black, and of all sound. Raises CannotRender, EmptyCut."""
    project, cut = build.project, build.project.cut
    sound = stack_sound(build, cut.stack.items, Time.zero(cut.rate), wanted)
    refuse(cut.name, tuple(dict.fromkeys(build.problems)), build.lost)
    if wanted.is_empty:
        raise EmptyCut(f"Render the cut '{cut.name}'", "it has no frames", hint="Put a clip on it first.")
    if top is None:
        build.domains[TRACK] = wanted
        top = build.add(TRACK, "cut.track", build.size())
    return Job(
        graph=to_json(Graph(build.nodes, {"out": top})),
        format=replace(project.settings.format, rate=cut.rate),
        media=build.media,
        colour=colour_of(project),
        seeds=build.seeds,
        domains=build.domains,
        shots=build.shots,
        sound=tuple(sound),
        guards=build.guards,
    )
