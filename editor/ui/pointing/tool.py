"""The tools in the hand: mouse, pen and keys on the picture, while pointing is on."""

from __future__ import annotations

from dataclasses import replace

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent, QMouseEvent, QPainter, QTabletEvent
from qtpy.QtWidgets import QWidget

from editor.ui.keymap.keymap import Keymap
from editor.ui.observe import Value
from editor.ui.viewer.tools import Surface

from .gestures import begun
from .grips import Grip, grip_at, pulled
from .hands import Gesture, Spot
from .keys import Keys
from .mattes import Mattes
from .model import PointingModel
from .paint_mattes import MattePainter
from .paint_prompts import Shown, paint_prompts
from .tracked import Tracked
from .view import Through

_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class PointingTool:
    """A canvas tool (see `editor.ui.viewer.tools`): it draws mattes and prompts, and takes what points.

    The left button points inside, the right one or Alt with the left outside; the middle one stays the
    viewer's. A prompt under the hand is taken hold of instead, Ctrl held or not with the tools that draw
    freely.
    """

    def __init__(
        self,
        model: PointingModel,
        mattes: Mattes,
        tracked: Tracked,
        canvas: QWidget,
        keymap: Value[Keymap] | None = None,
    ) -> None:
        self._model, self._mattes, self._canvas = model, mattes, canvas
        self._painter = MattePainter(model, mattes)
        self.keys = Keys(model, tracked, self, keymap)
        self._gesture: Gesture | None = None
        self._grip: Grip | None = None
        self._pulled: Spot | None = None
        self._hover: Spot | None = None
        self._pen = False
        self._unwatch = [
            each.watch(lambda _: canvas.update())
            for each in (
                model.on,
                model.seen,
                model.target,
                model.chosen,
                model.obj,
                model.view,
                model.opacity,
                model.width,
                model.aim,
                model.hidden,
                model.solo,
                mattes.laid,
                mattes.under,
                mattes.busy,
                mattes.failed,
            )
        ]
        self._unwatch += [
            model.tool.watch(lambda _: self._drop()),
            model.seen.watch(lambda _: self._drop()),
            model.on.watch(lambda _: self._wear()),
            model.tool.watch(lambda _: self._wear()),
        ]

    def forget(self) -> None:
        """Follow the models no more."""
        for unwatch in self._unwatch:
            unwatch()

    def takes(self, event: QEvent, surface: Surface) -> bool:
        """Take what points; see `CanvasTool`."""
        if not self._model.on.value:
            return False
        if isinstance(event, QKeyEvent):
            return self.keys.takes(event)
        if event.type() == QEvent.Type.Leave:
            self._hover = None
            self._canvas.update()
            return False
        through = self._through(surface)
        if through is None:
            return False
        if isinstance(event, QTabletEvent):
            return self._taken_from_pen(event, through)
        return isinstance(event, QMouseEvent) and self._taken(event, through)

    def paint(self, painter: QPainter, surface: Surface) -> None:
        """Draw the mattes, the prompts, and what the hand is about to make."""
        through = self._through(surface)
        if not self._model.on.value or through is None:
            return
        self._painter.paint(painter, through)
        draft = None if self._gesture is None else self._gesture.draft
        changed = None
        if self._grip is not None and self._pulled is not None:
            changed = (self._grip.prompt, pulled(self._grip, self._pulled))
        paint_prompts(painter, through, Shown(self._model, draft, changed, self._hover))

    # What keys do to a gesture that goes on

    def drop(self) -> bool:
        """Forget the gesture that goes on; return whether there was one."""
        going = self._gesture is not None or self._grip is not None
        self._drop()
        return going

    def _drop(self) -> None:
        self._gesture = self._grip = self._pulled = None
        self._canvas.update()

    def finish(self) -> bool:
        """End a gesture of several presses; return whether one went on."""
        gesture = self._gesture
        if gesture is None:
            return False
        gesture.finish()
        self._done(gesture)
        return True

    def back(self) -> bool:
        """Take the last corner back; return whether an outline was being drawn."""
        gesture = self._gesture
        if gesture is None:
            return False
        if not gesture.back():
            self._gesture = None
        self._canvas.update()
        return True

    def press_at(self, x: float, y: float, *, positive: bool) -> None:
        """Press and let go at a place in the media: what Enter does where the keyboard aims."""
        self._press(Spot(x, y), positive=positive, grips=False)
        self._release(Spot(x, y))

    # The mouse and the pen

    def _taken(self, event: QMouseEvent, through: Through) -> bool:
        kind, spot = event.type(), through.spot(event.position())
        self._hover = spot
        if kind == QEvent.Type.MouseButtonPress and event.button() in (_LEFT, _RIGHT):
            self._begin(event, spot)
            return True
        if kind == QEvent.Type.MouseMove and not self._pen:
            return self._move(spot, held=bool(event.buttons() & (_LEFT | _RIGHT)), middle=event.buttons())
        if kind == QEvent.Type.MouseButtonRelease and event.button() in (_LEFT, _RIGHT):
            broken = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._release(spot, broken=broken)
            return True
        if kind == QEvent.Type.MouseButtonDblClick and event.button() in (_LEFT, _RIGHT):
            if not self.finish():
                self._begin(event, spot)
            return True
        return False

    def _begin(self, event: QMouseEvent, spot: Spot) -> None:
        outside = event.button() == _RIGHT or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        free = self._model.tool.value in ("brush", "eraser", "lasso")
        grips = not free or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._press(spot, positive=self._model.positive.value is not outside, grips=grips)

    def _taken_from_pen(self, event: QTabletEvent, through: Through) -> bool:
        kind, spot = event.type(), through.spot(event.position(), max(0.05, event.pressure()))
        if kind == QEvent.Type.TabletPress and event.button() == _LEFT:
            self._pen = True
            self._press(spot, positive=self._model.positive.value, grips=False)
        elif kind == QEvent.Type.TabletMove and self._pen:
            self._move(spot, held=True, middle=event.buttons())
        elif kind == QEvent.Type.TabletRelease and self._pen:
            self._pen = False
            self._release(spot)
        else:
            return False
        event.accept()
        return True

    def _press(self, spot: Spot, *, positive: bool, grips: bool) -> None:
        model, held, target = self._model, self._model.held, self._model.target.value
        if held is None or target is None:
            model.session.message.set(model.why.value or "This project can only be read.")
            return
        if self._gesture is None and grips:
            self._grip = grip_at(target.prompts, held.time, model.shown, spot)
            if self._grip is not None:
                model.chosen.set(self._grip.prompt)
                model.obj.set(self._grip.prompt.obj)
                return
        if self._gesture is None:
            self._gesture = begun(model.tool.value, replace(held, positive=positive))
        self._gesture.press(spot)
        self._done(self._gesture)

    def _move(self, spot: Spot, *, held: bool, middle: Qt.MouseButton) -> bool:
        if middle & Qt.MouseButton.MiddleButton:
            return False
        if self._grip is not None and held:
            self._pulled = spot
        elif self._gesture is not None:
            self._gesture.move(spot, held=held)
        if not held:
            self._wear()
        self._canvas.update()
        return True

    def _release(self, spot: Spot, *, broken: bool = False) -> None:
        grip, self._grip, moved, self._pulled = self._grip, None, self._pulled, None
        if grip is not None:
            if moved is not None and not spot.is_near(grip.at.point, 2.0):
                self._model.swap(grip.prompt, pulled(grip, spot, broken=broken))
            self._canvas.update()
            return
        if self._gesture is not None:
            self._gesture.release(spot)
            self._done(self._gesture)

    def _done(self, gesture: Gesture) -> None:
        if gesture.done:
            self._gesture = None
            self._model.point(gesture.made)
        self._canvas.update()

    def _through(self, surface: Surface) -> Through | None:
        seen = self._model.seen.value
        return None if seen is None else Through(surface, seen)

    def _wear(self) -> None:
        if self._model.on.value:
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._canvas.unsetCursor()
