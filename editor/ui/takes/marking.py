"""What is done to takes from the window: circled, starred, rated, noted upon, put away, used again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from editor.document.edits import takes as marked
from editor.document.edits.low import with_own_graph
from editor.document.layout import MediaLookup, find_clip, walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.takes.asked import graph_of_take
from editor.takes.remarks import remark
from editor.takes.store import TRASHED, Take, read_take
from editor.takes.trash import empty, restore
from editor.ui.beside import Step
from editor.ui.session import Session
from editor.ui.words import say_many
from editor.ui.work import Work
from editor.verbs.shown import reference_to
from editor.verbs.take_marks import put_away
from nodes.api.errors import Failed, WorkprintError
from nodes.graph.serialise import to_json

from .rows import Row


def circle(session: Session, row: Row) -> None:
    """Show a take in the cut, or the source again where it is circled already; one edit."""
    project, said = session.project.value, {"shot": row.shot, "take": row.id}
    if project is None:
        return
    if row.circled:
        session.edit("uncircle", lambda cut, media: marked.uncircle(cut, row.clip), said)
        return

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        reference = reference_to(project, find_clip(cut, row.clip), row.take)
        return marked.circle(cut, row.clip, row.id, reference, row.take.key, media=media)

    session.edit("circle", pure, said)


def star(session: Session, rows: Sequence[Row]) -> None:
    """Let takes go along with their clips, or no more where all of them do already; one edit."""
    project = session.project.value
    if project is None or not rows:
        return
    off = all(row.starred for row in rows)

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        for row in rows:
            if off:
                cut = marked.unstar(cut, row.clip, row.id)
            elif not row.starred:
                reference = reference_to(project, find_clip(cut, row.clip), row.take)
                cut = marked.star(cut, row.clip, row.id, reference, row.take.key)
        return cut

    said: dict[str, Any] = {"takes": ", ".join(row.key for row in rows)}
    if len(rows) == 1:
        said = {"shot": rows[0].shot, "take": rows[0].id}
    session.edit("unstar" if off else "star", pure, said)


def say_of(
    session: Session,
    work: Work,
    rows: Sequence[Row],
    then: Callable[[], None],
    *,
    rating: int | None = None,
    note: str | None = None,
) -> None:
    """Rate takes, or note something on them; `then` is called once it is kept."""

    def run() -> None:
        for row in rows:
            remark(row.take.folder, rating=rating, note=note)

    work.ask(run, lambda _: then(), session.fail)


def use(session: Session, row: Row) -> None:
    """Give the shot the graph that a take was made with; one edit."""
    try:
        graph = to_json(graph_of_take(row.take))
    except WorkprintError as error:
        session.fail(error)
        return
    said = {"shot": row.shot, "take": row.id}
    session.edit("use recipe", lambda cut, media: with_own_graph(cut, row.clip, graph), said)


def trash(session: Session, rows: Sequence[Row], then: Callable[[], None]) -> None:
    """Put takes into the trash, as one step to undo; what shows or keeps them lets go of them first.

    Letting go is one edit of the cut, undone after the step.
    """
    used = [row for row in rows if row.circled or row.starred]
    if used:

        def pure(cut: Cut, media: MediaLookup) -> Cut:
            for row in used:
                cut = _let_go(cut, row.take)
            return cut

        said = {"takes": ", ".join(row.key for row in used)}
        session.edit("let go of takes", pure, said)
    takes = [row.take for row in rows]
    name = say_many("put {count} take away", "put {count} takes away", len(takes))

    def redo() -> None:
        project = session.project.value
        for take in takes:
            if project is not None:
                put_away(_kept_by(session, project), _here(take))

    def undo() -> None:
        for take in takes:
            restore(_away(take))

    session.keep(session.beside.doing(Step(name, undo, redo)), then)


def put_back(session: Session, rows: Sequence[Row], then: Callable[[], None]) -> None:
    """Put takes of the trash back, as one step that can be undone."""
    takes = [row.take for row in rows]
    name = say_many("put {count} take back", "put {count} takes back", len(takes))

    def redo() -> None:
        for take in takes:
            restore(_away(take))

    def undo() -> None:
        project = session.project.value
        for take in takes:
            if project is not None:
                put_away(_kept_by(session, project), _here(take))

    session.keep(session.beside.doing(Step(name, undo, redo)), then)


def empty_trash(session: Session, work: Work, rows: Sequence[Row], then: Callable[[], None]) -> None:
    """Remove takes of the trash for good."""
    takes = [row.take for row in rows if row.trashed]

    def told(gone: tuple[str, ...]) -> None:
        session.message.set(say_many("{count} take was removed.", "{count} takes were removed.", len(gone)))
        then()

    work.ask(lambda: empty(takes), told, session.fail)


def _let_go(cut: Cut, take: Take) -> Cut:
    """Return the cut with every clip of the take's shot showing its source where it showed this take."""
    for here in tuple(walk(cut)):
        clip = here.item
        if not isinstance(clip, Clip) or marked.shot_of(clip) != take.shot:
            continue
        if take.id in clip.starred:
            cut = marked.unstar(cut, clip.id, take.id)
        if clip.circled == take.id:
            cut = marked.uncircle(cut, clip.id)
    return cut


def _kept_by(session: Session, project: Project) -> Project:
    """Return the newest project that is kept; on the writer's lane, where it changes."""
    return session.kept or project


def _here(take: Take) -> Take:
    return _found(take, take.folder.with_name(take.id))


def _away(take: Take) -> Take:
    return _found(take, take.folder.with_name(take.id + TRASHED))


def _found(take: Take, folder: Path) -> Take:
    found = read_take(folder, take.shot)
    if found is None:
        raise Failed(f"Move take {take.id}", f"it is not in '{folder}' any more", hint="Look into the trash.")
    return found
