"""Handles as a part of the window: their model, and their tool on a viewer's picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.observe import Unwatch

from .actions import actions
from .model import GripsModel

if TYPE_CHECKING:
    from editor.ui.desk import Desk
    from editor.ui.viewer.widget import Viewer

    from .tool import GripsTool


class Grips:
    """`model` is what stands on the picture; `fit` puts it onto a viewer."""

    def __init__(self, desk: Desk) -> None:
        self.model = GripsModel(desk.session, desk.graph, desk.inspector)
        self._player, self._pointing = desk.player, desk.pointing.model

    def close(self) -> None:
        """Follow the others no more."""
        self.model.close()

    def actions(self) -> Iterator[Action]:
        """Yield what can be done."""
        return actions(self.model)

    def fit(self, viewer: Viewer) -> Unwatch:
        """Put the tool onto a viewer once there is something to hold; return what takes it off again."""
        fitted: list[tuple[GripsTool, Unwatch]] = []

        def turn(there: bool) -> None:
            if there and not fitted:
                from .tool import GripsTool

                tool = GripsTool(self.model, viewer.canvas, self._is_idle)
                fitted.append((tool, viewer.tools.add(tool)))

        watching = [
            self.model.any.watch(turn, now=True),
            self._player.playing.watch(lambda _: viewer.canvas.update()),
        ]

        def forget() -> None:
            for unwatch in watching:
                unwatch()
            for tool, remove in fitted:
                tool.forget()
                remove()

        return forget

    def _is_idle(self) -> bool:
        return not self._player.playing.value and not self._pointing.on.value
