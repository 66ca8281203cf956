"""`demo`: a cut worked as an editor would, start to finish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from editor.verbs import export, new, render, takes
from editor.verbs.support import Progress, an_engine, untold
from nodes.api.errors import BadInput, WorkprintError
from nodes.engine.client import Engine

from .desk import Desk, Work
from .done import CUT, MOVIE, PROJECT, SAMPLE, SHEET, Done
from .folder import emptied, leave_alone
from .grades import graded
from .looks import looked
from .sample import make_sample


def demo(
    folder: Path,
    *,
    cut: Path | None = None,
    media: Sequence[Path] = (),
    short: bool = False,
    engine: Engine | None = None,
    say: Callable[[str], None] = lambda text: None,
    progress: Progress = untold,
) -> Done:
    """Work the sample cut, or `cut`, into `folder`: conform, takes, circle, sheet, export, render.

    Two shots are graded, the first of them twice. In the sample's others light follows the music, a still
    and a painted frame give their looks, and a ball that is cut out is graded; a `short` demo leaves these
    out. The last take of each shot is circled. All takes go onto the sheet `takes.png`, the cut is exported
    as `cut.otio` and rendered as `finished.mp4`. A folder of an earlier demo is made anew. Raises BadInput
    for a folder that holds something else; what a cut of somebody's does not allow is told.
    """
    if media and cut is None:
        raise BadInput("Work the demo", "the sample brings its own media", hint="Name your cut with --from.")
    if cut is not None:
        leave_alone(folder, cut, media)
    place = emptied(folder)
    with an_engine(engine) as running:
        desk = Desk(place, running, say, progress)
        source = cut
        if source is None:
            say("Drawing a sample cut: five shots, the true mattes of what is in them, one stereo track.")
            source = make_sample(place / SAMPLE, running, progress)
        say(f"Conforming {source.name}: making a project, finding the media.")
        made = new(place / PROJECT, cut=source, media=media, engine=running, progress=progress)
        with made.project as project:
            work = graded(desk, Work(project))
            return _finished(desk, work if short or cut is not None else looked(desk, work))


def _finished(desk: Desk, work: Work) -> Done:
    """Hand the work over: the sheet, the exported cut, the movie."""
    sheet = desk.place / SHEET if work.made else None
    if sheet is not None:
        desk.say(f"Laying every take beside its source: {SHEET}.")
        takes(work.project, sheet=sheet, engine=desk.engine, progress=desk.progress)
    desk.say(f"Exporting {CUT} with the takes in it, rendering {MOVIE}.")
    exported = export(work.project, desk.place / CUT, engine=desk.engine)
    work = replace(work, problems=(*work.problems, *exported.warnings))
    movie: Path | None = desk.place / MOVIE
    try:
        render(work.project, desk.place / MOVIE, engine=desk.engine, progress=desk.progress)
    except WorkprintError as error:
        work = replace(work, problems=(*work.problems, str(error)), whole=False)
        movie = None
    return Done(
        desk.place,
        work.project.folder,
        exported.output,
        movie,
        sheet,
        work.made,
        work.problems,
        work.left_out,
        work.whole,
    )
