"""The ways to an open project: the demo, a cut from elsewhere, a project that was open before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.ui.observe import Value
from editor.ui.queue.model import Progress, Queue
from editor.ui.session import Session
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import Cancelled

from .recent import Recent, note_recent, recent_projects

if TYPE_CHECKING:
    from editor.document.opened import Project
    from editor.ui.timeline.dropping import Lay

DEMO = "workprint-demo"
HANDLES = 12
"""Frames that takes have beyond the cut at each end, where nobody chose otherwise."""
_CUTS = (".otio", ".otioz", ".edl", ".xml", ".fcpxml", ".aaf", ".kdenlive", ".mlt")


Hold = Callable[[Callable[[], None]], None]
"""Runs a function once there is somebody to show what it does."""


def _at_once(run: Callable[[], None]) -> None:
    run()


@dataclass(frozen=True, slots=True)
class Import:
    """A cut from elsewhere: its file, where its project is to be made, where to look for its media."""

    cut: Path
    project: Path
    media: tuple[Path, ...] = ()


class StartModel:
    """`recent` are projects that were open before, once it `looked`; `report` the newest conform report.

    `asking` is a foreign cut that somebody wants opened and that needs a place for its project.
    """

    def __init__(
        self,
        session: Session,
        work: Work,
        queue: Queue,
        hold: Hold = _at_once,
        handles: Callable[[], int] = lambda: HANDLES,
    ) -> None:
        self.recent: Value[tuple[Recent, ...]] = Value(())
        self.looked = Value(False)
        self.report: Value[str] = Value("")
        self.asking: Value[Path | None] = Value(None)
        self._session, self._work, self._queue, self._hold = session, work, queue, hold
        self._handles = handles

    def look(self) -> None:
        """Read the list of recent projects."""
        self._work.ask(recent_projects, self._found, self._session.fail)

    def _found(self, recent: tuple[Recent, ...]) -> None:
        self.recent.set(recent)
        self.looked.set(True)

    def open(self, path: Path) -> None:
        """Open a project by its folder or a file in it; a cut from elsewhere is asked about."""
        self._work.ask(
            lambda: path.is_file() and _kind(path) != "project",
            lambda foreign: self.asking.set(path) if foreign else self._open(path),
            self._session.fail,
        )

    def make_demo(self, parent: Path) -> None:
        """Make the demo in a new folder below `parent` and open its project."""

        def run(progress: Progress) -> Path:
            from editor.demo.work import demo

            folder = _free(parent / DEMO)
            return demo(
                folder,
                engine=self._work.engine,
                say=lambda text: progress(0, 0, text.rstrip(".")),
                progress=progress,
            ).project

        self._queue.add(say("Demo"), run, self._open, self._failed)

    def make_empty(self, folder: Path) -> None:
        """Make an empty project in an empty folder, or in a new one below a folder that holds something."""
        handles = self._handles()

        def run(progress: Progress) -> Path:
            from editor.verbs import new

            empty = folder.is_dir() and not any(folder.iterdir())
            made = new(folder if empty else _free(folder / "project"), handles=handles)
            made.project.close()
            return made.project.folder

        self._queue.add(say("New project"), run, self._open, self._failed)

    def take_in(self, paths: Sequence[Path], lay: Lay | None = None) -> None:
        """Take in files that were dropped: a project is opened, a cut asked about, media put in the cut.

        `lay` says where media goes, at the cut's end where it does not.
        """
        self._work.ask(
            lambda: [(path, _kind(path)) for path in paths],
            lambda found: self._take(found, lay),
            self._session.fail,
        )

    def bring_in(self, wish: Import) -> None:
        """Make a project of a cut from elsewhere, open it and show what became of every clip."""
        handles = self._handles()

        def run(progress: Progress) -> tuple[Path, str]:
            from editor.verbs import new

            made = new(
                wish.project,
                cut=wish.cut,
                media=wish.media,
                handles=handles,
                engine=self._work.engine,
                progress=progress,
            )
            made.project.close()
            return made.project.folder, made.text()

        def done(made: tuple[Path, str]) -> None:
            folder, report = made
            self._open(folder)
            self.report.set(report)

        self._queue.add(say("Import {name}", name=wish.cut.name), run, done, self._failed)

    def _take(self, found: Sequence[tuple[Path, str]], lay: Lay | None) -> None:
        media = [path for path, kind in found if kind == "media"]
        for path, kind in found:
            if kind == "project":
                self._open(path)
            elif kind == "cut":
                self.asking.set(path)
        if media and self._session.project.value is None:
            self._session.message.set(
                say("Open or make a project first, then drop “{name}” into it.", name=media[0].name)
            )
        elif media:
            self._insert([str(path) for path in media], lay)

    def _insert(self, paths: Sequence[str], lay: Lay | None) -> None:
        def change(kept: Project) -> Project:
            from editor.verbs.edit_media import put_dropped

            verb = "insert" if lay is None else lay.verb
            settings = {} if lay is None else lay.settings
            return put_dropped(kept, paths, verb, settings, engine=self._work.engine).project

        self._session.keep(change)

    def _open(self, path: Path) -> None:
        self._hold(lambda: self._session.open(path, self._opened))

    def _opened(self, project: Project) -> None:
        def run() -> tuple[Recent, ...]:
            note_recent(project.folder)
            return recent_projects()

        # By the lane that ends what waits when the window is closed: it stays listed, however soon that is.
        self._session.writer.do(run, self._found, self._session.fail)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.fail(error)


def _kind(path: Path) -> str:
    """Return what a path is as far as its name and place tell: a project, a cut, or else media."""
    from editor.document.folder import CUT, PROJECT

    folder = path.parent if path.name in (CUT, PROJECT) else path
    if (folder / PROJECT).is_file():
        return "project"
    return "cut" if path.suffix.lower() in _CUTS else "media"


def _free(folder: Path) -> Path:
    """Return the folder, or the first numbered name beside it that nothing bears."""
    number, free = 2, folder
    while free.exists():
        free = folder.with_name(f"{folder.name}-{number}")
        number += 1
    return free
