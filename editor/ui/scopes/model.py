"""Which scopes are looked at, and what they show now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.playback.ring import Picture
from editor.ui.observe import Value
from editor.ui.viewer.looking import Looking
from nodes.engine.scope_places import SCOPES


class ScopesModel:
    """`shown` are the scopes that are wanted, in order; `measured` the newest picture that came with some.

    The engine makes them along with each picture while they are `open`, and not at all else. They measure
    the picture as it is, whatever gain or channel it is looked at by.
    """

    def __init__(self, looking: Looking, picture: Value[Picture | None]) -> None:
        self.shown: Value[tuple[str, ...]] = Value(("waveform", "vectorscope"))
        self.open: Value[bool] = Value(False)
        self.measured: Value[Picture | None] = Value(None)
        self._looking = looking
        self._unwatch = [
            self.open.watch(lambda _: self._ask()),
            self.shown.watch(lambda _: self._ask()),
            picture.watch(self._come, now=True),
        ]

    @property
    def made(self) -> Mapping[str, Any]:
        """What the scopes show, by name, as the engine sent it."""
        picture = self.measured.value
        return {} if picture is None else picture.scopes

    def toggle(self, scope: str) -> None:
        """Show a scope or no longer; one is always shown."""
        wanted = set(self.shown.value) ^ {scope}
        if wanted:
            self.shown.set(tuple(name for name in SCOPES if name in wanted))

    def forget(self) -> None:
        """Follow the pictures no more."""
        self.open.set(False)
        for unwatch in self._unwatch:
            unwatch()

    def _ask(self) -> None:
        self._looking.scopes.set(self.shown.value if self.open.value else ())

    def _come(self, picture: Picture | None) -> None:
        if picture is None or picture.scopes:
            self.measured.set(picture)
