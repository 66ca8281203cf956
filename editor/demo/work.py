"""`demo`: a cut worked as an editor would, start to finish."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from editor.compile.plate import Offline, plate_of
from editor.document.atomic import save_failed
from editor.document.layout import find_clip, shots
from editor.document.model import Clip
from editor.document.opened import Project
from editor.exchange.sniff import read_file
from editor.verbs import export, new, render, shot, take, takes
from editor.verbs.outputs import output_path
from editor.verbs.support import Progress, an_engine, untold
from nodes.api.errors import BadInput, WorkprintError
from nodes.engine.client import Engine

from .sample import make_sample

_GRADES = (
    ("bright", ["gain=1.45", "gamma=1.12"]),
    ("warm", ["gain=1.18,1.02,0.82", "lift=0.004,0.001,0", "gamma=1"]),
    ("cool", ["gain=0.84,0.98,1.20", "gamma=0.95"]),
)
_GRADE = "grade"
_MARK = ".workprint-demo"


@dataclass(frozen=True, slots=True)
class Done:
    """Where everything of a demo is, and what could not be done."""

    folder: Path
    project: Path
    otio: Path
    movie: Path | None
    made: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = ()
    whole: bool = True

    @property
    def exit_code(self) -> int:
        """0 where the movie and every take were made, else 1."""
        return 0 if self.whole else 1

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "folder": str(self.folder),
            "project": str(self.project),
            "otio": str(self.otio),
            "movie": None if self.movie is None else str(self.movie),
            "takes": [{"shot": shot, "take": take} for shot, take in self.made],
            "problems": list(self.problems),
        }

    def text(self) -> str:
        """Return what is where and what to try next."""
        shot = quote(self.made[0][0]) if self.made else "SHOT"
        project = quote(str(self.project))
        lines = [
            "",
            f"project   {self.project}",
            f"the cut   {self.otio}",
            f"movie     {self.movie or 'not rendered, see above'}",
            *(f"take      {name} {id}" for name, id in self.made),
            *(f"problem   {problem}" for problem in self.problems),
            "",
            "Try next:",
            f"  workprint info {project}",
            f"  workprint shot {project} {shot} --add color.grade gain=0.8 gamma=1.2",
            f"  workprint take {project} {shot}",
            f"  workprint takes {project} {shot} --compare source t001 -o compare.mp4",
            f"  workprint edit {project} undo",
        ]
        return "\n".join(lines)


def demo(
    folder: Path,
    *,
    cut: Path | None = None,
    media: Sequence[Path] = (),
    engine: Engine | None = None,
    say: Callable[[str], None] = lambda text: None,
    progress: Progress = untold,
) -> Done:
    """Work the sample cut, or `cut`, into `folder`: conform, grade, takes, circle, export, render.

    Two shots are graded, the first of them twice: three takes; the last one of each is circled. The cut
    is exported as `cut.otio` and rendered as `finished.mp4`. A folder of an earlier demo is made anew.
    Raises BadInput for a folder that holds something else; what a cut of somebody's does not allow is told.
    """
    if media and cut is None:
        raise BadInput("Work the demo", "the sample brings its own media", hint="Name your cut with --from.")
    if cut is not None:
        _leave_alone(folder, cut, media)
    place = _emptied(folder)
    with an_engine(engine) as running:
        source = cut
        if source is None:
            say("Drawing a sample cut: five shots, their mattes, one stereo track.")
            source = make_sample(place / "sample", running, progress)
        say(f"Conforming {source.name}.")
        made = new(place / "project", cut=source, media=media, engine=running, progress=progress)
        with made.project as project:
            return _worked(place, project, running, say, progress)


def _worked(
    place: Path, project: Project, engine: Engine, say: Callable[[str], None], progress: Progress
) -> Done:
    chosen = _chosen(project)
    taken: list[tuple[str, str]] = []
    whole = bool(chosen)
    problems = [] if chosen else ["no clip of the cut has pictures that were found, so nothing was graded"]
    for clip, (label, words) in zip(_twice_the_first(chosen), _GRADES, strict=False):
        say(f"Grading {clip.name} {label} and making a take.")
        graded = find_clip(project.cut, clip.id).graph is not None
        project = shot(
            project,
            clip.id,
            set_=[[_GRADE, *words]] if graded else [],
            add=[] if graded else [["color.grade", f"as={_GRADE}", *words]],
            engine=engine,
        ).project
        done = take(project, [clip.id], engine=engine, progress=progress)
        problems += [f"{name}: {error}" for name, error in done.failed]
        whole = whole and not done.failed
        for each in done.made:
            taken.append((clip.name, each.take.id))
            project = takes(project, clip.id, circle=each.take.id).project
    say("Exporting the cut and rendering the movie.")
    exported = export(project, place / "cut.otio", engine=engine)
    problems += exported.warnings
    movie: Path | None = place / "finished.mp4"
    try:
        render(project, place / "finished.mp4", engine=engine, progress=progress)
    except WorkprintError as error:
        problems.append(str(error))
        movie = None
    whole = whole and movie is not None
    return Done(place, project.folder, exported.output, movie, tuple(taken), tuple(problems), whole)


def _chosen(project: Project) -> list[Clip]:
    """Return the first two picture clips whose media was found."""
    found: list[Clip] = []
    for here in shots(project.cut):
        if here.track is None or here.track.kind != "Video" or not here.clip.enabled:
            continue
        try:
            plate = plate_of(project, here.clip)
        except Offline:
            continue
        if plate.info.format is not None and here.clip.id not in {clip.id for clip in found}:
            found.append(here.clip)
    return found[:2]


def _twice_the_first(chosen: list[Clip]) -> list[Clip]:
    """Return the shots in the order of the grades: the first gets a second take with another grade."""
    return [chosen[0], chosen[0], *chosen[1:]] if chosen else []


def _leave_alone(folder: Path, cut: Path, media: Sequence[Path]) -> None:
    """Raise BadInput for what is no cut, and where making the demo anew would remove the cut or its media."""
    read_file(cut.expanduser())
    place = folder.expanduser().resolve()
    for path in (cut, *media):
        if path.expanduser().resolve().is_relative_to(place):
            hint = "Name another folder with --out."
            raise BadInput(f"Put the demo into '{folder}'", f"'{path}' lies in it", hint=hint)


def _emptied(folder: Path) -> Path:
    """Return the demo's folder, new and empty. Raises BadInput where it holds anything but a demo."""
    attempted = f"Put the demo into '{folder}'"
    place = output_path(folder, attempted)
    try:
        if place.is_dir() and any(place.iterdir()):
            if not (place / _MARK).is_file():
                hint = "Name another with --out."
                raise BadInput(attempted, "the folder holds something else", hint=hint)
            shutil.rmtree(place)
        place.mkdir(exist_ok=True)
        (place / _MARK).write_text("Made by workprint demo; removed and made anew by the next.\n", "utf-8")
    except OSError as error:
        raise save_failed(attempted, error) from error
    return place
