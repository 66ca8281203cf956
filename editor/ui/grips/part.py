"""Handles as a part of the window: their model, and their tool on a viewer's picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.observe import Unwatch

from .actions import actions
from .dropper import Dropper
from .model import GripsModel

if TYPE_CHECKING:
    from editor.ui.desk import Desk
    from editor.ui.viewer.widget import Viewer


class Grips:
    """`model` is what stands on the picture; `fit` puts it onto a viewer."""

    def __init__(self, desk: Desk) -> None:
        self.model = GripsModel(desk.session, desk.graph, desk.inspector)
        self.dropper = Dropper(desk.inspector, desk.player)
        self._inspector, self._player, self._pointing = desk.inspector, desk.player, desk.pointing.model

    def close(self) -> None:
        """Follow the others no more."""
        self.dropper.close()
        self.model.close()

    def actions(self) -> Iterator[Action]:
        """Yield what can be done."""
        return actions(self.model)

    def fit(self, viewer: Viewer) -> Unwatch:
        """Put the tools onto a viewer once there is something for them; return what takes them off again."""
        on: list[Unwatch] = []
        held, picked = self.model.any, self._inspector.picking

        def grips(there: bool) -> None:
            if there:
                from .tool import GripsTool

                unwatch_grips()
                tool = GripsTool(self.model, viewer.canvas, self._is_idle)
                on.extend((tool.forget, viewer.tools.add(tool)))

        def dropper(name: str) -> None:
            if name:
                from .dropper_tool import DropperTool

                unwatch_dropper()
                tool = DropperTool(self.dropper, self._inspector, self._player, viewer.canvas)
                # Before all others: what is under the mouse is to be picked, whatever lies there.
                on.extend((tool.forget, viewer.tools.add(tool, first=True)))

        unwatch_grips, unwatch_dropper = held.watch(grips), picked.watch(dropper)
        grips(held.value)
        on.append(self._player.playing.watch(lambda _: viewer.canvas.update()))

        def forget() -> None:
            for off in (unwatch_grips, unwatch_dropper, *on):
                off()

        return forget

    def _is_idle(self) -> bool:
        return not self._player.playing.value and not self._pointing.on.value
