"""What every step of the demo works with, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from editor.document.layout import find_clip
from editor.document.opened import Project
from editor.verbs import shot, take, takes
from editor.verbs.support import Progress
from nodes.engine.client import Engine

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the demo is made, with what, and whom it tells: `say` in sentences, `progress` in numbers."""

    place: Path
    engine: Engine
    say: Callable[[str], None]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Made:
    """A take of the demo, and in a few words what it is."""

    shot: str
    take: str
    what: str


@dataclass(frozen=True, slots=True)
class Work:
    """How far the demo has come: the project, its takes, what went wrong, what was left out and why."""

    project: Project
    made: tuple[Made, ...] = ()
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    whole: bool = True


def with_graph(
    desk: Desk,
    work: Work,
    clip: str,
    *,
    remove: Words = (),
    add: Sequence[Words] = (),
    set_: Sequence[Words] = (),
) -> Work:
    """Return the work after nodes of a shot's graph were removed, set and added, in this order."""
    changed = shot(work.project, clip, remove=remove, set_=set_, add=add, engine=desk.engine)
    return replace(work, project=changed.project)


def with_take(desk: Desk, work: Work, clip: str, what: str) -> Work:
    """Return the work after a take of a shot was made and circled."""
    done = take(work.project, [clip], engine=desk.engine, progress=desk.progress)
    project, name = work.project, find_clip(work.project.cut, clip).name
    made = []
    for each in done.made:
        made.append(Made(name, each.take.id, what))
        project = takes(project, clip, circle=each.take.id).project
    problems = [f"{where}: {error}" for where, error in done.failed]
    for problem in problems:
        desk.say(f"No take of {problem}")
    return replace(
        work,
        project=project,
        made=(*work.made, *made),
        problems=(*work.problems, *problems),
        whole=work.whole and not done.failed,
    )
