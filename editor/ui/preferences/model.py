"""The preferences of the window, and what is kept on disk that can be made again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor.ui.observe import Value
from editor.ui.queue.model import Progress, Queue
from editor.ui.session import Session
from editor.ui.start.recent import write_settings
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import Cancelled

from .values import FILE, Preferences, preferences_json


@dataclass(frozen=True, slots=True)
class Kept:
    """What can be made again: its folders, and the bytes in them."""

    folders: tuple[Path, ...]
    bytes: int


class PreferencesModel:
    """`preferences` is what was chosen; `kept` what lies on disk, None while nobody looked.

    `scale_now` is the interface's size since the process began, which nothing can change.
    """

    def __init__(self, session: Session, work: Work, queue: Queue) -> None:
        self.preferences: Value[Preferences] = Value(Preferences())
        self.kept: Value[Kept | None] = Value(None)
        self.scale_now = self.preferences.value.scale
        self._session, self._work, self._queue = session, work, queue

    def change(self, preferences: Preferences) -> None:
        """Become other preferences and keep them; that they could not be kept becomes the message."""
        self.preferences.set(preferences)
        data = preferences_json(preferences)
        self._work.ask(lambda: write_settings(FILE, data), lambda _: None, self._session.fail)

    def weigh(self) -> None:
        """Look how much lies on disk."""
        folders = self._folders()
        self._work.ask(lambda: _weighed(folders), self.kept.set, self._session.fail)

    def free(self) -> None:
        """Remove what was not wanted for longest, down to what the preferences leave."""
        folders, most = self._folders(), self.preferences.value.cache_gigabytes * 10**9

        def run(progress: Progress) -> Kept:
            from nodes.engine.pruning import prune

            prune([folder for folder in folders if folder.is_dir()], most)
            return _weighed(folders)

        self._queue.add(say("Free space"), run, self.kept.set, self._failed)

    def _folders(self) -> tuple[Path, ...]:
        from editor.folders import frames_folder

        project = self._session.project.value
        return (frames_folder(), *((project.folder / "results",) if project is not None else ()))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.fail(error)


def _weighed(folders: tuple[Path, ...]) -> Kept:
    from nodes.engine.pruning import sizes

    return Kept(folders, sum(sizes(folder).bytes for folder in folders))
