"""The mouse and the keys on what a node lets one drag on the picture."""

from __future__ import annotations

from collections.abc import Callable

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent, QMouseEvent, QPainter
from qtpy.QtWidgets import QWidget

from editor.ui.pointing.hands import Spot
from editor.ui.pointing.view import Through
from editor.ui.viewer.tools import Surface

from .model import Grip, GripsModel
from .paint import paint_grips

_LEFT = Qt.MouseButton.LeftButton
_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
FAR, FINE = 10.0, 0.1
"""Times as far as an arrow key goes with Shift, and with Ctrl."""


class GripsTool:
    """A canvas tool (see `editor.ui.viewer.tools`): it draws what can be held, and takes what holds it.

    Shift constrains, Ctrl takes what lies beneath, Escape gives up. What was clicked stays in hand: arrow
    keys move it by a pixel, ten with Shift, a tenth with Ctrl, until Escape. `idle` tells that nothing
    else has the picture.
    """

    def __init__(self, model: GripsModel, canvas: QWidget, idle: Callable[[], bool]) -> None:
        self._model, self._canvas, self._idle = model, canvas, idle
        self._hover: Grip | None = None
        values = (model.held, model.space, model.chosen)
        self._unwatch = [value.watch(lambda _: canvas.update()) for value in values]

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    def takes(self, event: QEvent, surface: Surface) -> bool:
        """Take what is on a grip, and the keys of one in hand; see `CanvasTool`."""
        through = self._through(surface)
        if through is None:
            return False
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.Leave:
            self._point(None)
            return False
        return isinstance(event, QMouseEvent) and self._mouse(event, through.spot(event.position()))

    def paint(self, painter: QPainter, surface: Surface) -> None:
        """Draw them."""
        through = self._through(surface)
        if through is not None and self._model.held.value:
            middle = through.on_canvas(0.0, 0.0)
            paint_grips(painter, through, self._model, through.spot(middle).scale, self._hover)

    def _through(self, surface: Surface) -> Through | None:
        space = self._model.space.value
        if space is None or not self._idle():
            return None
        return Through(surface, space.seen)

    def _mouse(self, event: QMouseEvent, spot: Spot) -> bool:
        kind, model = event.type(), self._model
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if kind == QEvent.Type.MouseButtonPress and event.button() == _LEFT:
            beneath = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            taken = model.press(spot, beneath=beneath)
            keyboard = self._canvas.parentWidget()
            if taken and keyboard is not None:
                keyboard.setFocus(Qt.FocusReason.MouseFocusReason)
            return taken
        if not model.is_taken:
            if kind == QEvent.Type.MouseMove and not event.buttons():
                self._point(model.at(spot))
            return kind == QEvent.Type.MouseButtonDblClick and model.at(spot) is not None
        if kind == QEvent.Type.MouseMove:
            model.drag(spot, constrained=shift)
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == _LEFT:
            model.release(spot, constrained=shift)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Take arrows and Escape while something is in hand; they act when pressed, not when announced."""
        model, key, held = self._model, Qt.Key(event.key()), event.modifiers()
        if event.type() == QEvent.Type.KeyRelease or not (model.is_taken or model.chosen.value is not None):
            return False
        is_press = event.type() == QEvent.Type.KeyPress
        if key == Qt.Key.Key_Escape:
            return model.give_up() if is_press else True
        if key not in _STEPS or held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if is_press:
            far = FAR if held & Qt.KeyboardModifier.ShiftModifier else 1.0
            far = FINE if held & Qt.KeyboardModifier.ControlModifier else far
            across, down = _STEPS[key]
            model.nudge(across * far, down * far)
        return True

    def _point(self, grip: Grip | None) -> None:
        """Show what is under the hand."""
        if grip == self._hover:
            return
        self._hover = grip
        if grip is None:
            self._canvas.unsetCursor()
        else:
            self._canvas.setCursor(Qt.CursorShape.SizeAllCursor)
        self._canvas.update()
