"""`render`: the cut, or one shot, to a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.compile.cut import Live, cut_job
from editor.compile.graphs import plain_graph
from editor.compile.naming import shots_named
from editor.compile.plate import timecode_at
from editor.compile.shot import PLATE, shot_job, shot_range
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.circled import circled_take, shown_plate
from editor.takes.results import results_folder
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.asked import Asked
from nodes.engine.client import Engine
from nodes.media.timecode import timecode_of_frame

from .cut_range import cut_range
from .files import Results, Written, render_to
from .outputs import Output, output_of
from .said import MOST_HANDLES, between, media_stretch
from .support import Progress, an_engine, telling, untold, working

_NOTHING = Asked()


def render(
    project: Project,
    output: str | Path,
    *,
    shot: str | None = None,
    range: str | Range | None = None,
    codec: str | None = None,
    asked: Asked = _NOTHING,
    handles: int = 0,
    live: bool = False,
    validate: float = 0.0,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Render the cut to a movie, a picture or a folder of pictures; with `shot` that shot alone.

    Clips show their circled take, else their source; `live` runs the graphs of shots instead, with the
    circled take's seed, else 1. `range` is inclusive, frames or timecodes (`48-71`) of the cut, or of the
    shot's media as that is numbered. `handles` go with `shot`. `codec` follows the
    output's ending, and how samples are stored (`asked`) codec and media. `validate` is the share (0 to 1) of
    kept results met on the way that are made again and compared. Raises CannotRender naming what the cut
    holds that is not rendered yet, TakeMissing, BadInput, ResultDiffers.
    """
    attempted = f"Render to '{output}'"
    place = output_of(output, attempted)
    between(handles, 0, MOST_HANDLES, attempted, "frames of handles make no sense")
    if handles and shot is None:
        raise BadInput(attempted, "a whole cut has no handles", hint="Name a shot with --shot.")
    if not 0 <= validate <= 1:
        hint = "Write 0.1 for a tenth."
        raise BadInput(attempted, f"{validate:g} is no share of what is kept to check", hint=hint)
    results = Results(results_folder(project), validate)
    how = asked if codec is None else replace(asked, codec=codec)
    with an_engine(engine) as running:
        if shot is not None:
            clip = find_clip(project.cut, shot)
            return _shot(project, clip, place, range, how, handles, live, results, running, progress)
        return _cut(project, place, range, how, live, results, running, progress)


def _cut(
    project: Project,
    place: Output,
    range: str | Range | None,
    how: Asked,
    live: bool,
    results: Results,
    engine: Engine,
    progress: Progress,
) -> Written:
    rate = project.cut.rate
    zero = project.cut.start or Time.zero(rate)
    wanted = cut_range(project, range, f"Render frames {range} of the cut '{project.cut.name}'")
    lively = Live(lambda clip: _seed(project, clip), lambda clip: shot_range(project, clip))
    made = cut_job(
        project, lambda clip: shown_plate(project, clip), wanted=wanted, live=lively if live else None
    )
    timecode = None
    if project.cut.start is not None:
        timecode = timecode_of_frame((zero + wanted.start).at(rate).rounded().frame, rate)
    told = telling(progress, f"rendering '{project.cut.name}'")
    with shots_named(project.cut):
        return render_to(
            engine,
            made.job,
            made.range,
            place,
            asked=how,
            timecode=timecode,
            results=results,
            told=told,
            notes=made.notes,
        )


def _shot(
    project: Project,
    clip: Clip,
    place: Output,
    range: str | Range | None,
    how: Asked,
    handles: int,
    live: bool,
    results: Results,
    engine: Engine,
    progress: Progress,
) -> Written:
    attempted = f"Render shot '{clip.name}' ({clip.id})"
    take = None if live else circled_take(project, clip)
    graph = None if live else plain_graph()
    made = shot_job(project, clip, graph=graph, seed=_seed(project, clip), handles=handles)
    job, span, info = made.job, made.range, made.plate.info
    if take is not None:
        # The job counts in the source's media time; a take that came with the cut may count otherwise.
        held = take.held.moved(made.plate.offset)
        bound = replace(take.plate.bound, info=replace(take.plate.info, start=held.start))
        job, span = replace(job, media={PLATE: bound}, domains={}), span.meet(held)
    if range is not None:
        asked = media_stretch(range, info, attempted) if isinstance(range, str) else range.at(info.rate)
        if not span.covers(asked):
            first, last = (info.number_of(time) for time in (span.start, span.end - Time(1, span.rate)))
            raise BadInput(attempted, f"not all of '{range}' is within it", hint=f"It has {first} to {last}.")
        span = asked
    return render_to(
        engine,
        job,
        span,
        place,
        asked=how,
        timecode=timecode_at(info, span.start),
        numbers=info,
        results=results,
        told=telling(progress, f"rendering shot '{clip.name}'"),
        at_work=working(progress, f"rendering shot '{clip.name}'"),
        notes=made.notes,
    )


def _seed(project: Project, clip: Clip) -> int:
    take = circled_take(project, clip)
    return 1 if take is None or take.seed is None else take.seed
