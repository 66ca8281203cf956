"""A project as a value: its folder, settings, media, cut and history, and the right to write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from .disk import DISK, Disk
from .folder import CUT
from .history import History, said
from .journal import Journal
from .lock import Lock, release
from .model import Cut
from .settings import Facts, MediaEntry, Settings


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """An open project. Every change gives a new value; only the newest can be changed further.

    `notes` are for the person: what was found and done at opening. `readonly` says why it cannot be
    written, "" where it can, and `readonly_hint` what to do then. `document` is the digest of `cut.otio`
    as it is known to be, `seen` its marks in the file system; `unsaved` says that the journal holds more
    than `cut.otio` does.

    Use it in a `with` statement, or call `close`, to let others write.
    """

    folder: Path
    facts: Facts
    cut: Cut
    journal: Journal
    history: History = field(default_factory=History)
    notes: tuple[str, ...] = ()
    readonly: str = ""
    readonly_hint: str = "Copy the project to where you may write."
    document: str = ""
    seen: tuple[int, ...] = ()
    unsaved: bool = False
    lock: Lock | None = None
    disk: Disk = DISK

    @property
    def settings(self) -> Settings:
        """What holds for the whole project."""
        return self.facts.settings

    @property
    def media(self) -> Mapping[str, MediaEntry]:
        """What is known of the media, by reference key."""
        return self.facts.media

    @property
    def revision(self) -> int:
        """A number that grows with every change that was kept."""
        return self.journal.sequence

    @property
    def cut_path(self) -> Path:
        """Where the cut lies."""
        return self.folder / CUT

    def close(self) -> None:
        """Let others write. Safe to call again, and of any value of this opening."""
        if self.lock is not None:
            release(self.lock)

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def edits_made(project: Project) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what can be undone and redone, oldest first and next first: sequence, time, verb, args."""
    done = [said(project.journal, step.record) for step in project.history.done]
    undone = [said(project.journal, step.record) for step in reversed(project.history.undone)]
    return done, undone
