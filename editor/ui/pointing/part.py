"""Pointing as a part of the window: its models, its tool on the picture, its strip and its bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qtpy.QtGui import QAction

from editor.ui.actions import Action
from editor.ui.observe import Unwatch, Value

from .actions import Ask, actions
from .doing import Doing
from .mattes import Mattes
from .model import PointingModel
from .tracked import Tracked

if TYPE_CHECKING:
    from editor.ui.desk import Desk
    from editor.ui.viewer.widget import Viewer

    from .fitted import Fitted


class Pointing:
    """The models of pointing; `fit` puts what they need onto a viewer."""

    def __init__(self, desk: Desk) -> None:
        self.keymap = desk.keymap.keymap
        self.model = PointingModel(desk.session, desk.graph, desk.player)
        self.tracked = Tracked(self.model, desk.work, desk.queue)
        self.mattes = Mattes(self.model, self.tracked, desk.work)
        self.doing = Doing(self.model, self.tracked, desk.work)

    def close(self) -> None:
        """End the threads."""
        self.mattes.close()
        self.tracked.close()
        self.model.close()

    def fit(self, viewer: Viewer, handles: Mapping[str, QAction]) -> Unwatch:
        """Put tool, strip and bar onto a viewer once pointing begins; return what takes them off again."""
        fitted: list[Fitted] = []

        def turn(on: bool) -> None:
            if on and not fitted:
                from .fitted import Fitted

                fitted.append(Fitted(self, viewer, handles))

        unwatch = self.model.on.watch(turn, now=True)

        def forget() -> None:
            unwatch()
            for each in fitted:
                each.forget()

        return forget

    def actions(self, ask: Ask, has_project: Value[bool]) -> Iterator[Action]:
        """Yield what can be done."""
        return actions(self.model, self.tracked, self.doing, ask, has_project)
