"""An open project as the window knows it: what is shown now, and the way changes are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .beside import Beside
from .observe import Value
from .tasks import Lane, Post

if TYPE_CHECKING:
    from editor.document.layout import MediaLookup
    from editor.document.model import Cut
    from editor.document.opened import Project
    from nodes.api.times import Range, Time

    Pure = Callable[[Cut, MediaLookup], Cut]
    """An edit: a new cut from a cut, at once."""


class Session:
    """The state that every dock shares.

    `cut` is what is shown and may be ahead of `project`, which is what is kept on disk: an edit shows at
    once and is journaled by the writer's lane, in order. `playhead` is cut time; `selection` holds ids of
    items; `marked` is the in-to-out range, `target` the id of the track that keys and media are for.
    `message` is the newest thing to tell the person, errors too. All values belong to the window's thread.
    """

    def __init__(self, post: Post) -> None:
        self.project: Value[Project | None] = Value(None)
        self.cut: Value[Cut | None] = Value(None)
        self.playhead: Value[Time | None] = Value(None)
        self.selection: Value[frozenset[str]] = Value(frozenset())
        self.marked: Value[Range | None] = Value(None)
        self.target: Value[str] = Value("")
        self.message: Value[str] = Value("")
        self.writer = Lane("writer", post)
        self.beside = Beside()
        self._kept: Project | None = None
        self._waiting = 0

    def open(self, path: Path, opened: Callable[[Project], None] = lambda project: None) -> None:
        """Open a project for writing and show it; what stands in the way becomes the message.

        What was open stays open until then; a project that is open already is shown as it is.
        """

        def run() -> Project:
            from editor.document.folder import locate
            from editor.document.project import open_project

            old = self._kept
            if old is not None and locate(path) == old.folder:
                return old
            self._kept = open_project(path, write=True)
            if old is not None:
                old.close()
            return self._kept

        def done(project: Project) -> None:
            from nodes.api.times import Time

            self.beside.forget()
            self.project.set(project)
            self.cut.set(project.cut)
            self.selection.set(frozenset())
            self.marked.set(None)
            self.target.set("")
            self.playhead.set(Time.zero(project.settings.rate))
            self.message.set("; ".join(project.notes))
            opened(project)

        self.writer.do(run, done, self.fail)

    def edit(self, verb: str, pure: Pure, args: Mapping[str, Any]) -> None:
        """Change the cut at once and have it kept; an edit that cannot be made becomes the message."""
        from editor.compile.plate import media_lookup
        from editor.document.project import commit

        project, cut = self.project.value, self.cut.value
        if project is None or cut is None:
            return
        try:
            new = pure(cut, media_lookup(project))
        except Exception as error:  # noqa: BLE001 - an edit's refusal is for the person, a fault is told too
            self.fail(error)
            return
        self.cut.set(new)

        self.keep(lambda kept: commit(kept, new, verb, args))

    def keep(self, change: Callable[[Project], Project], then: Callable[[], None] = lambda: None) -> None:
        """Have the writer's lane change what is on disk: `change` gets the newest project, returns the next.

        What it makes is shown once nothing else waits to be kept. Where it fails, what is on disk is shown
        again: the screen never claims what is not kept. `then` is called on the window's thread either way.
        """
        self._waiting += 1

        def run() -> Project:
            before = self._kept
            assert before is not None
            self._kept = change(before)
            newest = self._kept.history.done[-1:]
            if newest and newest[0].record.sequence > before.revision:
                self.beside.edited()
            return self._kept

        def done(project: Project) -> None:
            self._waiting -= 1
            if not self._waiting and self.cut.value == project.cut:
                # Dragged to where it was let go: what is kept is told to be what is shown.
                self.cut.set(project.cut)
            self.project.set(project)
            self.beside.tell()
            if not self._waiting:
                self.cut.set(project.cut)
            then()

        def failed(error: Exception) -> None:
            self._waiting -= 1
            self.fail(error)
            if not self._waiting and self.project.value is not None:
                self.cut.set(self.project.value.cut)
            then()

        self.writer.do(run, done, failed)

    @property
    def kept(self) -> Project | None:
        """The newest project that is kept, for the writer's lane; None where none is open."""
        return self._kept

    def undo(self) -> None:
        """Take the newest edit back."""
        from editor.document.project import undo

        self.keep(self.beside.undoing(undo))

    def redo(self) -> None:
        """Make the edit that was undone last again."""
        from editor.document.project import redo

        self.keep(self.beside.redoing(redo))

    def fail(self, error: Exception) -> None:
        """Tell the person what went wrong."""
        self.message.set(str(error))

    def close(self) -> None:
        """Keep what waits, let others write, end the lane."""
        self.writer.close(finish=True)
        if self._kept is not None:
            self._kept.close()
            self._kept = None
