"""The keymap of the window: what it is now, and the way a change of it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.start.recent import write_settings
from editor.ui.work import Work

from .keymap import Keymap, keymap_from, keymap_json

KEYS = "keys.json"


class KeymapModel:
    """`keymap` is what holds now; the window gives its actions those keys."""

    def __init__(self, session: Session, work: Work) -> None:
        self.keymap: Value[Keymap] = Value(Keymap())
        self._session, self._work = session, work

    def restore(self, data: Mapping[str, object]) -> None:
        """Become what a settings file says."""
        self.keymap.set(keymap_from(data))

    def change(self, keymap: Keymap) -> None:
        """Become another keymap and keep it; that it could not be kept becomes the message."""
        self.keymap.set(keymap)
        data = keymap_json(keymap)
        self._work.ask(lambda: write_settings(KEYS, data), lambda _: None, self._session.fail)
