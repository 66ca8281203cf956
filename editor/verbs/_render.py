"""`render`: the cut, or one shot, to a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.compile.cut import Live, cut_job, whole
from editor.compile.shot import plain_graph, shot_job
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.wanted import circled_take, shown_media
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.media.info import MediaInfo
from nodes.media.timecode import timecode_of_frame

from .files import Written, render_to
from .support import Progress, an_engine, output_path, stretch, telling, untold


def render(
    project: Project,
    output: str | Path,
    *,
    shot: str | None = None,
    range: str | Range | None = None,
    codec: str | None = None,
    handles: int = 0,
    live: bool = False,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Render the cut to a movie, a picture or a folder of pictures; with `shot` that shot alone.

    Clips show their circled take, else their source; `live` runs the graphs of shots instead, with the
    circled take's seed, else 1. `range` is inclusive frames or timecodes (`48-71`) of the cut, or of the
    shot's media. Raises CannotRender naming what the cut holds that is not rendered yet, BadInput.
    """
    attempted = f"Render to '{output}'"
    place = output_path(Path(output), attempted)
    with an_engine(engine) as running:
        if shot is not None:
            return _shot(project, shot, place, range, codec, handles, live, running, progress)
        return _cut(project, place, range, codec, live, running, progress)


def _cut(
    project: Project,
    place: Path,
    range: str | Range | None,
    codec: str | None,
    live: bool,
    engine: Engine,
    progress: Progress,
) -> Written:
    rate = project.settings.rate
    start = project.cut.start or Time.zero(rate)
    wanted = whole(project)
    if range is not None:
        asked = stretch(range, rate, start, "Render a range of the cut") if isinstance(range, str) else range
        if asked.meet(wanted) != asked:
            frames = f"frames 0 to {wanted.frame_count - 1}"
            raise BadInput("Render a range of the cut", f"'{range}' is not within it: it has {frames}")
        wanted = asked
    lively = (
        Live(lambda clip: _seed(project, clip), lambda clip: shot_job(project, clip).range) if live else None
    )
    made = cut_job(project, lambda clip: shown_media(project, clip), wanted=wanted, live=lively)
    timecode = None
    if project.cut.start is not None:
        timecode = timecode_of_frame((start + wanted.start).at(rate).rounded().frame, rate)
    told = telling(progress, f"rendering '{project.cut.name}'")
    return render_to(engine, made.job, made.range, place, codec=codec, timecode=timecode, told=told)


def _shot(
    project: Project,
    name: str,
    place: Path,
    range: str | Range | None,
    codec: str | None,
    handles: int,
    live: bool,
    engine: Engine,
    progress: Progress,
) -> Written:
    clip = find_clip(project.cut, name)
    take = None if live else circled_take(project, clip)
    graph = None if live else plain_graph()
    made = shot_job(project, clip, graph=graph, seed=_seed(project, clip), handles=handles)
    job, span = made.job, made.range
    if take is not None and (bound := shown_media(project, clip)) is not None:
        plate = next(iter(job.media))
        job, span = replace(job, media={plate: bound}, domains={}), span.meet(take.media.range)
    info = made.plate.info
    if range is not None:
        asked = range
        if isinstance(asked, str):
            asked = stretch(asked, info.rate, Time.zero(info.rate), f"Render a range of shot '{name}'")
        span = span.meet(asked)
    if span.is_empty:
        raise BadInput(f"Render shot '{name}'", "nothing of it lies in that range")
    told = telling(progress, f"rendering shot '{name}'")
    timecode = _timecode(info, span.start)
    return render_to(engine, job, span, place, codec=codec, timecode=timecode, numbers=info, told=told)


def _seed(project: Project, clip: Clip) -> int:
    take = circled_take(project, clip)
    return 1 if take is None or take.recipe.seed is None else take.recipe.seed


def _timecode(info: MediaInfo, first: Time) -> str | None:
    if info.timecode is None:
        return None
    return timecode_of_frame(first.frame, info.rate, drop=";" in info.timecode)
