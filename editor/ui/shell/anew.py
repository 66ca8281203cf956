"""Another window in this one's place: for the start page once a project is closed, for another language.

A window is made of what holds when it is made: words, the way pictures are drawn. So what changes that has
the whole window made anew, with the project open where the person stood. Nothing of the old one is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.ui.session import Session
from editor.ui.start.dialogs import ask_yes
from editor.ui.words import say

if TYPE_CHECKING:
    from editor.document.opened import Project
    from editor.ui.desk import Desk
    from editor.ui.tasks import Post
    from editor.ui.window import Window
    from nodes.api.times import Range, Time


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in a project: what is open, the playhead, what is selected, marked, aimed at."""

    folder: Path
    playhead: Time | None = None
    selection: frozenset[str] = frozenset()
    marked: Range | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Anew:
    """A wish for another window: with a project open at a place, or the start page; in a new `process`."""

    place: Place | None = None
    process: bool = False


def place_of(session: Session) -> Place | None:
    """Return where the person stands, None where no project is open."""
    project = session.project.value
    if project is None:
        return None
    return Place(
        project.folder,
        session.playhead.value,
        session.selection.value,
        session.marked.value,
        session.target.value,
    )


def stand_at(desk: Desk, place: Place, post: Post) -> None:
    """Open a place's project, and once it is shown put the playhead and all else as they were there."""
    session = desk.session

    def opened(project: Project | None) -> None:
        if project is not None:
            unwatch()
            # Once all of it is told: the session begins at the first frame.
            post(stand)

    def stand() -> None:
        if place.playhead is not None:
            session.target.set(place.target)
            session.marked.set(place.marked)
            session.selection.set(place.selection)
            session.playhead.set(place.playhead)

    unwatch = session.project.watch(opened)
    desk.open(place.folder)


def close_project(window: Window) -> None:
    """Close the project and show the start page; where something runs, ask first."""
    _unless_busy(
        window, say("Stop what runs and close the project?"), say("Stop and Close"), lambda: Anew(None)
    )


def draw_anew(window: Window) -> None:
    """Draw the window anew with what holds now, at the same place; where something runs, ask first."""
    _again(window, say("Stop what runs and draw the window anew?"), say("Stop and Draw Anew"))


def start_again(window: Window) -> None:
    """Begin a new process, with the same project open; where something runs, ask first."""
    _again(window, say("Stop what runs and restart?"), say("Stop and Restart"), process=True)


def _again(window: Window, question: str, yes: str, *, process: bool = False) -> None:
    _unless_busy(window, question, yes, lambda: Anew(place_of(window.desk.session), process))


def _unless_busy(window: Window, question: str, yes: str, wish: Callable[[], Anew]) -> None:
    if not window.desk.queue.tasks.value:
        window.anew.emit(wish())
        return
    detail = say("Takes that are not finished are not kept. Everything else is saved.")
    ask_yes(window, question, detail, yes, lambda: window.anew.emit(wish()))
