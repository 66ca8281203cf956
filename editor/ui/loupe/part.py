"""Looking at media as a part of the window: one look at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.words import later

if TYPE_CHECKING:
    from editor.document.opened import Project
    from editor.ui.window import Window

    from .widget import Loupe


class Looks:
    """`open` looks at the chosen media; what was looked at before is closed."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.loupe: Loupe | None = None
        self._unwatch = window.desk.session.project.watch(self._follow)

    def actions(self) -> Iterator[Action]:
        """Yield what can be done."""
        media = self._window.desk.media
        yield Action("media.look", later("Look at the Media"), ("Shift+F",), self.open, media.has_one)

    def open(self) -> None:
        """Look at the media that is chosen."""
        from .model import looked_at
        from .widget import Loupe

        desk = self._window.desk
        self.close()
        model = looked_at(desk.media, desk.work, desk.work.post)
        if model is not None:
            self.loupe = made = Loupe(model, desk.keymap.keymap.value, self._window)
            made.closed.connect(self._gone)
            made.resize(made.sizeHint())
            made.show()
            made.activateWindow()

    def close(self) -> None:
        """Look at nothing any more."""
        if self.loupe is not None:
            self.loupe.close()

    def forget(self) -> None:
        """Close what is open, and follow the session no more."""
        self._unwatch()
        self.close()

    def _follow(self, project: Project | None) -> None:
        if project is None:
            self.close()

    def _gone(self) -> None:
        self.loupe = None
