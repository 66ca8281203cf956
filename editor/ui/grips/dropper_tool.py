"""The dropper on the picture: what a press and a drag of it mean."""

from __future__ import annotations

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent, QMouseEvent, QPainter
from qtpy.QtWidgets import QWidget

from editor.ui.inspector.model import InspectorModel
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.tools import Surface

from .dropper import Dropper

_LEFT = Qt.MouseButton.LeftButton


class DropperTool:
    """A canvas tool: while a parameter is to be picked the left button picks, and Escape gives up."""

    def __init__(
        self, dropper: Dropper, inspector: InspectorModel, player: PlayerModel, canvas: QWidget
    ) -> None:
        self._dropper, self._player, self._canvas = dropper, player, canvas
        self._held = False
        self._unwatch = inspector.picking.watch(self._wear, now=True)

    def forget(self) -> None:
        """Follow the inspector no more."""
        self._unwatch()

    def takes(self, event: QEvent, surface: Surface) -> bool:
        """Take the left button and Escape; see `CanvasTool`."""
        if not self._dropper.picks:
            self._held = False
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if event.key() != Qt.Key.Key_Escape or kind == QEvent.Type.KeyRelease:
                return False
            if kind == QEvent.Type.KeyPress:
                self._dropper.give_up()
            return True
        return isinstance(event, QMouseEvent) and self._mouse(event, surface)

    def paint(self, painter: QPainter, surface: Surface) -> None:
        """Draw nothing: the mouse itself shows what is picked."""

    def _mouse(self, event: QMouseEvent, surface: Surface) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == _LEFT:
            self._held = True
        elif not self._held:
            return False
        ratio, at = surface.ratio, event.position()
        framing, picture = self._player.framing, surface.picture
        x, y = at.x() * ratio, at.y() * ratio
        tile = framing.tile_at(picture, x, y)
        placement = framing.placement(picture, tile) or surface.placement
        self._player.point(placement.pixel_at(x, y), tile)
        if kind == QEvent.Type.MouseButtonRelease and event.button() == _LEFT:
            self._held = False
            self._dropper.take_here()
        else:
            self._dropper.try_here()
        return True

    def _wear(self, name: str) -> None:
        if not name:
            self._canvas.unsetCursor()
            return
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        keyboard = self._canvas.parentWidget()
        if keyboard is not None:
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
