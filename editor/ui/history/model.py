"""The history as a window shows it: the names of what comes next, all steps as a list, the way to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.ui.observe import Unwatch, Value
from editor.ui.session import Session
from editor.ui.words import say
from editor.ui.work import Newest, Work

from .names import line_of, name_of

if TYPE_CHECKING:
    from editor.document.opened import Project


@dataclass(frozen=True, slots=True)
class Line:
    """An edit in the list: how many edits are made once it is, its text, whether it is made now."""

    done: int
    text: str
    is_made: bool


class HistoryModel:
    """`undo` and `redo` are the menu's words for what comes next, "Undo Ripple Trim"."""

    def __init__(self, session: Session, work: Work) -> None:
        self._session, self._work, self._newest = session, work, Newest()
        self.undo: Value[str] = Value(say("Undo"))
        self.redo: Value[str] = Value(say("Redo"))
        self.lines: Value[tuple[Line, ...]] = Value(())
        self._unwatch: tuple[Unwatch, ...] = (
            session.project.watch(self._follow, now=True),
            session.beside.counts.watch(lambda _: self._follow(session.project.value)),
        )

    def close(self) -> None:
        """Follow the session no more."""
        for unwatch in self._unwatch:
            unwatch()

    def _follow(self, project: Project | None) -> None:
        if project is None:
            self._show(("", ""))
            return
        beside = self._session.beside
        is_newest = self._newest.begin()
        self._work.ask(
            lambda: (
                beside.undo_name(project) or _named(project, -1),
                beside.redo_name(project) or _named(project, 1),
            ),
            lambda names: self._show(names) if is_newest() else None,
            self._session.fail,
        )

    def _show(self, names: tuple[str, str]) -> None:
        undo, redo = names
        self.undo.set(say("Undo {edit}", edit=undo) if undo else say("Undo"))
        self.redo.set(say("Redo {edit}", edit=redo) if redo else say("Redo"))

    def list(self) -> None:
        """Read all steps into `lines`, the first one being the cut before any of them."""
        project = self._session.project.value
        if project is not None:
            self._work.ask(lambda: _lines(project), self.lines.set, self._session.fail)

    def go(self, done: int) -> None:
        """Take edits back, or make them again, until so many are made."""
        from editor.document.project import redo, undo

        beside = self._session.beside

        def change(kept: Project) -> Project:
            while len(kept.history.done) > done:
                kept = beside.undoing(undo)(kept)
            while len(kept.history.done) < done and kept.history.undone:
                kept = beside.redoing(redo)(kept)
            return kept

        self._session.keep(change)


def _named(project: Project, step: int) -> str:
    from editor.document.history import said

    steps = project.history.done if step < 0 else project.history.undone
    return name_of(str(said(project.journal, steps[-1].record).get("verb") or "")) if steps else ""


def _lines(project: Project) -> tuple[Line, ...]:
    from editor.document.opened import edits_made

    done, undone = edits_made(project)
    every = [*((each, True) for each in done), *((each, False) for each in undone)]
    told = [
        Line(place + 1, line_of(str(each.get("verb") or ""), each.get("args") or {}), made)
        for place, (each, made) in enumerate(every)
    ]
    return (Line(0, say("The cut as it was opened first"), True), *told)
