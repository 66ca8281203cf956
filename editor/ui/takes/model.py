"""The takes of the selected clip as the window knows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.document.edits import takes as marked
from editor.document.layout import MediaLookup, find_clip, walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.takes.circled import staleness
from editor.takes.store import Take, remove, takes_of
from editor.ui.observe import Value
from editor.ui.queue.model import Progress, Queue
from editor.ui.session import Session
from editor.ui.shots import selected_clip, shown_project
from editor.ui.work import Newest, Work
from editor.verbs import take as make_takes
from editor.verbs.shown import reference_to
from nodes.api.errors import Cancelled, WorkprintError


@dataclass(frozen=True, slots=True)
class Row:
    """A take as it is shown. `stale` is None until it is known."""

    take: Take
    circled: bool
    starred: bool
    stale: bool | None = None

    @property
    def id(self) -> str:
        """The take's name within its shot."""
        return self.take.id

    @property
    def poster(self) -> Path:
        """Its picture."""
        return self.take.poster

    @property
    def made(self) -> str:
        """When it was made: 2026-01-31 12:30."""
        return str(self.take.record.get("made", ""))[:16].replace("T", " ")

    @property
    def seed(self) -> str:
        """Its seed, "" where none of its nodes takes one."""
        return "" if self.take.recipe.seed is None else f"seed {self.take.recipe.seed}"

    @property
    def marks(self) -> tuple[str, ...]:
        """Its marks in words."""
        named = {"circled": self.circled, "starred": self.starred, "stale": bool(self.stale)}
        return tuple(name for name, on in named.items() if on)


@dataclass(frozen=True, slots=True)
class Glimpsed:
    """A small picture of the take that is being made: 8-bit RGB rows without padding; whose it is."""

    about: str
    width: int
    height: int
    rgb: bytes


class TakesModel:
    """`rows` are the takes of `clip`, the selected one, oldest first; `chosen` is a take's id.

    `glimpse` is the newest picture of what is being made, None while nothing is.
    """

    def __init__(self, session: Session, work: Work, queue: Queue) -> None:
        self.clip: Value[Clip | None] = Value(None)
        self.rows: Value[tuple[Row, ...]] = Value(())
        self.chosen: Value[str | None] = Value(None)
        self.can_make = Value(False)
        self.can_mark = Value(False)
        self.can_trash = Value(False)
        self.glimpse: Value[Glimpsed | None] = Value(None)
        self._session, self._work, self._queue = session, work, queue
        self._newest = Newest()
        self._shot: tuple[Path, str] | None = None
        session.cut.watch(lambda _: self.refresh())
        session.selection.watch(lambda _: self.refresh())
        self.rows.watch(lambda _: self._enable())
        self.chosen.watch(lambda _: self._enable())

    def refresh(self) -> None:
        """Look again at what takes there are."""
        clip, project = selected_clip(self._session), shown_project(self._session)
        self.clip.set(clip)
        self._enable()
        if clip is None or project is None:
            self._newest.begin()
            self._shot = None
            self._show(())
            return
        shot = (project.folder, marked.shot_of(clip))
        if shot != self._shot:
            self._shot = shot
            self._show(())
        current = self._newest.begin()
        self._work.ask(
            lambda: _rows(project, clip) if current() else None,
            lambda rows: self._listed(project, clip, rows, current),
            self._session.fail,
        )

    def make(self, count: int = 1) -> None:
        """Make takes of the clip, each with a seed of its own where its nodes take seeds."""
        clip, project = self.clip.value, shown_project(self._session)
        if clip is None or project is None or clip.graph is None:
            return
        first = 1 + max((row.take.recipe.seed or 0 for row in self.rows.value), default=0)

        def glimpse(width: int, height: int, rgb: bytes) -> None:
            self._work.post(lambda: self.glimpse.set(Glimpsed(clip.id, width, height, rgb)))

        def run(progress: Progress) -> str:
            done = make_takes(
                project,
                [clip.id],
                count=count,
                seed=first,
                engine=self._work.engine,
                progress=progress,
                glimpse=glimpse,
            )
            return "" if not (done.failed or done.notes) and all(m.new for m in done.made) else done.text()

        words = f"{clip.name or clip.id}, {'take' if count == 1 else f'{count} takes'}"
        self._queue.add(words, run, self._made, self._failed, about=clip.id)

    def choose(self, id: str | None) -> None:
        """Choose a take for what comes next."""
        self.chosen.set(id)

    def circle(self) -> None:
        """Show the chosen take in the cut, or the source again where it is circled already."""
        clip, row, project = self.clip.value, self._row(), self._session.project.value
        if clip is None or row is None or project is None:
            return
        said = {"shot": clip.name or clip.id, "take": row.id}
        if clip.circled == row.id:
            self._session.edit("uncircle", lambda cut, media: marked.uncircle(cut, clip.id), said)
            return

        def pure(cut: Cut, media: MediaLookup) -> Cut:
            now = find_clip(cut, clip.id)
            reference = reference_to(project, now, row.take)
            return marked.circle(cut, clip.id, row.id, reference, row.take.key, media=media)

        self._session.edit("circle", pure, said)

    def star(self) -> None:
        """Let the chosen take go along with the clip, or no more."""
        clip, row, project = self.clip.value, self._row(), self._session.project.value
        if clip is None or row is None or project is None:
            return
        said: dict[str, Any] = {"shot": clip.name or clip.id, "take": row.id}
        if row.id in clip.starred:
            self._session.edit("unstar", lambda cut, media: marked.unstar(cut, clip.id, row.id), said)
            return

        def pure(cut: Cut, media: MediaLookup) -> Cut:
            reference = reference_to(project, find_clip(cut, clip.id), row.take)
            return marked.star(cut, clip.id, row.id, reference, row.take.key)

        self._session.edit("star", pure, said)

    def trash(self) -> None:
        """Remove the chosen take from disk; one that a clip shows or keeps is not touched."""
        row, cut = self._row(), self._session.cut.value
        if row is None or cut is None or _in_use(cut, row.take):
            return
        self._work.ask(lambda: remove(row.take), lambda _: self.refresh(), self._session.fail)

    def _row(self) -> Row | None:
        return next((row for row in self.rows.value if row.id == self.chosen.value), None)

    def _made(self, said: str) -> None:
        self.glimpse.set(None)
        if said:
            self._session.message.set(said)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.glimpse.set(None)
        if not isinstance(error, Cancelled):
            self._session.fail(error)
        self.refresh()

    def _listed(
        self, project: Project, clip: Clip, rows: tuple[Row, ...] | None, current: Callable[[], bool]
    ) -> None:
        if rows is None or not current():
            return
        known = {row.id: row.stale for row in self.rows.value}
        self._show(tuple(replace(row, stale=known.get(row.id)) for row in rows))
        self._work.ask(
            lambda: _judged(project, clip, rows, self._work, current),
            lambda judged: self._show(judged) if current() else None,
            self._session.fail,
        )

    def _show(self, rows: tuple[Row, ...]) -> None:
        before = {row.id for row in self.rows.value}
        self.rows.set(rows)
        ids = [row.id for row in rows]
        fresh = [id for id in ids if id not in before]
        if before and fresh:
            self.chosen.set(fresh[-1])
        elif self.chosen.value not in ids:
            circled = next((row.id for row in rows if row.circled), None)
            self.chosen.set(circled or (ids[-1] if ids else None))

    def _enable(self) -> None:
        clip, project, cut, row = (
            self.clip.value,
            self._session.project.value,
            self._session.cut.value,
            self._row(),
        )
        writable = project is not None and not project.readonly
        self.can_make.set(clip is not None and clip.graph is not None and project is not None)
        self.can_mark.set(writable and row is not None)
        self.can_trash.set(writable and row is not None and cut is not None and not _in_use(cut, row.take))


def _rows(project: Project, clip: Clip) -> tuple[Row, ...]:
    takes = takes_of(project.folder, marked.shot_of(clip))
    return tuple(Row(take, clip.circled == take.id, take.id in clip.starred) for take in takes)


def _judged(
    project: Project, clip: Clip, rows: tuple[Row, ...], work: Work, current: Callable[[], bool]
) -> tuple[Row, ...]:
    """Return the rows with what is stale marked; as they are once nobody wants to know any more."""
    judged = []
    for row in rows:
        if not current():
            return rows
        try:
            stale = staleness(project, replace(clip, circled=row.id), work.engine).is_stale
        except WorkprintError:
            # The engine failed: nobody can tell, and the next look asks again.
            stale = None
        judged.append(replace(row, stale=stale))
    return tuple(judged)


def _in_use(cut: Cut, take: Take) -> bool:
    return any(
        isinstance(here.item, Clip)
        and marked.shot_of(here.item) == take.shot
        and take.id in (here.item.circled, *here.item.starred)
        for here in walk(cut)
    )
