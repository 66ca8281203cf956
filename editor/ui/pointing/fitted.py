"""Pointing on a viewer: the tool on its picture, the strip on its bar, the bar of tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qtpy.QtGui import QAction

from editor.ui.observe import Unwatch

from .bar import PointingBar
from .strip import PointingStrip
from .tool import PointingTool

if TYPE_CHECKING:
    from editor.ui.viewer.widget import Viewer

    from .part import Pointing


class Fitted:
    """Pointing on a viewer: `tool`, `strip`, `bar`."""

    def __init__(self, pointing: Pointing, viewer: Viewer, handles: Mapping[str, QAction]) -> None:
        model = pointing.model
        keymap = pointing.keymap
        self.tool = PointingTool(model, pointing.mattes, pointing.tracked, viewer.canvas, keymap)
        self.strip = PointingStrip(model, pointing.tracked)
        self.bar = PointingBar(model, pointing.mattes, pointing.tracked, handles, viewer, keymap=keymap)
        self._viewer = viewer
        self._off: Unwatch = lambda: None
        column = viewer.layout()
        assert column is not None
        column.insertWidget(column.indexOf(viewer.scrub) + 1, self.bar)  # type: ignore[attr-defined]
        redrawn = (model.target, model.obj, model.seen, model.hidden, model.solo, pointing.tracked.known)
        self._unwatch = [
            viewer.tools.add(self.tool),
            model.on.watch(self._turn, now=True),
            *(each.watch(lambda _: viewer.scrub.update()) for each in redrawn),
        ]

    def forget(self) -> None:
        """Follow the models no more."""
        self._off()
        for unwatch in self._unwatch:
            unwatch()
        self.tool.forget()
        self.bar.forget()

    def _turn(self, on: bool) -> None:
        self._off()
        self._off = self._viewer.scrub.add(self.strip) if on else lambda: None
        if on:
            self._viewer.setFocus()
