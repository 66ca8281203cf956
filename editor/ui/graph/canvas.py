"""The canvas: draws a scene and follows the hand and the keyboard on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qtpy.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from qtpy.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from qtpy.QtWidgets import QToolTip, QWidget

from editor.ui.words import say
from nodes.graph.canvas import Point

from .batches import Batches
from .gestures import Connect, Gesture, Move, Pan, Resize, begin
from .hit import Hit, hit
from .items import enter
from .keyboard import KEYS, is_graph, press, take_in
from .model import GraphModel
from .paint import Look, paint_ground, paint_scene
from .paint_over import loose_wires, moving_batches, paint_gesture, paint_over_wire
from .scene import Card
from .status import State, shown_states
from .tips import tip
from .writing import Writing

_STEP = 1.0015
"""By which a step of the wheel (an eighth of a degree) makes the canvas larger."""
_SLIP = 3
"""Pixels that a hand may slip before a press becomes a drag."""
_SHORT = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)


class Canvas(QWidget):
    """Shows the model's scene. `tapped` is the space bar pressed and let go without a drag."""

    tapped = Signal()
    asked = Signal(QPoint)

    def __init__(self, model: GraphModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._batches = Batches(model.scene.value)
        self._gesture: Gesture | None = None
        self._pressed: tuple[QPointF, Hit] | None = None
        self._space: bool | None = None
        self._still: Batches | None = None
        self._told: tuple[Mapping[str, str], Mapping[str, State], Mapping[str, State]] | None = None
        self._writing = Writing(model, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(say("Graph of the shot"))
        self.setMinimumSize(120, 90)
        again: Callable[[object], None] = lambda _: self.update()  # noqa: E731 - one watcher for many
        self._watching = (
            model.scene.watch(lambda _: self._stage()),
            model.boxes.watch(lambda _: self._say()),
            model.selected.watch(lambda _: self._say()),
            model.view.watch(again),
            model.picked.watch(again),
            model.wire.watch(again),
            model.status.states.watch(again),
            model.viewed.watch(again),
        )
        self._say()

    # -- drawing

    def _stage(self) -> None:
        self._batches = Batches(self._model.scene.value)
        self._still = None
        self.update()

    def _say(self) -> None:
        self.setAccessibleDescription(
            " then ".join(
                f"{box.id}{' (bypassed)' if box.bypass else ''}{f' ({box.problem})' if box.problem else ''}"
                f"{' (selected)' if box.id == self._model.selected.value else ''}"
                for box in self._model.boxes.value[:60]
            )
        )
        self.update()

    def look(self) -> Look:
        """Return what is drawn of the scene now."""
        model = self._model
        return Look(
            model.view.value,
            self.width(),
            self.height(),
            model.picked.value,
            model.selected.value,
            self.hasFocus() or self._writing.isVisible(),
            self._states(),
            model.viewed_here(),
        )

    def _states(self) -> Mapping[str, State]:
        """Return the states of cards; told together for a group only when one of them has changed."""
        homes, states = self._model.scene.value.homes, self._model.status.states.value
        if self._told is None or self._told[0] is not homes or self._told[1] is not states:
            self._told = homes, states, shown_states(homes, states)
        return self._told[2]

    def seen(self) -> list[Card]:
        """Return the cards that are in sight."""
        shown = self._batches.cards_in(self._model.view.value, self.width(), self.height())
        return [self._batches.scene.cards[index] for index in shown.tolist()]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, gesture, scene = self.look(), self._gesture, self._model.scene.value
        paint_ground(painter, look)
        moving = isinstance(gesture, Move) and gesture.by != (0.0, 0.0)
        if moving and isinstance(gesture, Move):
            if self._still is None:
                self._still = Batches(scene, gesture.places)
            paint_scene(painter, self._still, look)
            for _, ends in loose_wires(scene, gesture):
                paint_over_wire(painter, ends, look.view)
            paint_scene(painter, moving_batches(scene, gesture), look)
            if gesture.over is not None:
                paint_over_wire(
                    painter, [*scene.start_of(gesture.over), *scene.end_of(gesture.over)], look.view
                )
        else:
            paint_scene(painter, self._batches, look)
            self._paint_wire(painter)
        if gesture is not None:
            paint_gesture(painter, gesture, scene, look.view)
        painter.end()

    def _paint_wire(self, painter: QPainter) -> None:
        wanted, scene = self._model.wire.value, self._model.scene.value
        for wire in scene.wires if wanted is not None else ():
            slot = scene.cards[wire.target].ins[wire.into]
            if (slot.node, slot.port, slot.at) == wanted:
                paint_over_wire(painter, [*scene.start_of(wire), *scene.end_of(wire)], self._model.view.value)

    # -- the hand

    def _under(self, at: QPointF) -> Hit:
        return hit(self._model.scene.value, self._model.view.value, at.x(), at.y())

    def _place(self, at: QPointF) -> Point:
        return self._model.view.value.to_canvas(at.x(), at.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or self._space is not None:
            self._gesture = Pan((at.x(), at.y()))
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            found = self._under(at)
            more = bool(event.modifiers() & (_SHORT[0] | _SHORT[1]))
            self._pressed = (at, found)
            self._gesture = begin(self._model, found, self._place(at), more=more)
        elif event.button() == Qt.MouseButton.RightButton:
            found = self._under(at)
            if found.id and found.id not in self._model.picked.value:
                self._model.pick([found.id], found.id)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, gesture = event.position(), self._gesture
        if gesture is None:
            self._hover(at)
            return
        if isinstance(gesture, Pan):
            self._space = False if self._space is not None else None
            gesture.go(self._model, (at.x(), at.y()))
            return
        if self._pressed is not None:
            if (at - self._pressed[0]).manhattanLength() < _SLIP:
                return
            self._pressed = None
        free = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        snap = self._model.snapping.value and not free
        if isinstance(gesture, Move):
            gesture.go(self._model, self._place(at), snap=snap)
        elif isinstance(gesture, Resize):
            gesture.go(self._place(at), snap=snap)
        else:
            gesture.go(self._model, self._place(at))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        slipped = self._pressed is None
        self._pressed, self._still = None, None
        if isinstance(gesture, Pan):
            self._hover(event.position())
        elif slipped and isinstance(gesture, Move | Resize | Connect):
            gesture.end(self._model)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        self._gesture = None
        if found.what == "card":
            card = self._model.scene.value.card(found.id)
            if card is not None and card.sort == "group":
                self._model.select(found.id)
                enter(self._model)
            elif card is not None and card.sort == "node":
                self._model.writing.set(found.id)
        elif found.what in ("title", "note"):
            self._model.writing.set(found.id)
        elif found.what == "nothing":
            self._model.search()

    def wheelEvent(self, event: QWheelEvent) -> None:
        at, pixels = event.position(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not pixels.isNull():
            self._model.view.set(self._model.view.value.panned(pixels.x(), pixels.y()))
        else:
            turned = event.angleDelta().y() or event.angleDelta().x()
            self._model.view.set(self._model.view.value.zoomed(_STEP**turned, at.x(), at.y()))
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Media that is dropped here is the window's: it goes into the cut.
        if self._model.can_add.value and is_graph(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        take_in(self._model, event.mimeData(), self._place(event.position()))
        event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(event.globalPos())

    def _hover(self, at: QPointF) -> None:
        shapes = {
            "input": Qt.CursorShape.CrossCursor,
            "output": Qt.CursorShape.CrossCursor,
            "wire": Qt.CursorShape.PointingHandCursor,
            "corner": Qt.CursorShape.SizeFDiagCursor,
            "title": Qt.CursorShape.SizeAllCursor,
        }
        if self._space is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(shapes.get(self._under(at).what, Qt.CursorShape.ArrowCursor))

    # -- the keyboard

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Shortcuts of the window must not take the keys that mean nodes here.
            if event.keyCombination().toCombined() in KEYS or event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            # Tab searches, as compositors have it; Shift+Tab still leaves.
            if event.key() == Qt.Key.Key_Tab and not event.modifiers():
                self._model.search()
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tip(self._model, self._under(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._space = True
                self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._gesture, self._still = None, None
            self.update()
        elif not press(self._model, event.keyCombination().toCombined()):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space is not None:
            tapped, self._space = self._space, None
            self.setCursor(Qt.CursorShape.ArrowCursor)
            if tapped and self._gesture is None:
                self.tapped.emit()
        else:
            super().keyReleaseEvent(event)

    # -- being a widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._model.resized(self.width(), self.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = None
        self.update()
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(300, 260)

    def forget(self) -> None:
        """Follow the model no more."""
        self._writing.forget()
        for unwatch in self._watching:
            unwatch()
