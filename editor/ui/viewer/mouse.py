"""What the mouse does on the picture: read a pixel, zoom about the cursor, pan."""

from __future__ import annotations

from qtpy.QtCore import QEvent, QObject, QPointF, Qt
from qtpy.QtGui import QMouseEvent, QWheelEvent
from qtpy.QtWidgets import QWidget

from .model import PlayerModel
from .tools import CanvasTools, is_hand

_NOTCH = 120


class CanvasMouse(QObject):
    """Watches a canvas: the wheel zooms about the cursor, a drag pans, a double click is 100 % and fit.

    `tools` are asked first.
    """

    def __init__(self, model: PlayerModel, canvas: QWidget, tools: CanvasTools) -> None:
        super().__init__(canvas)
        self._model, self._canvas, self._tools = model, canvas, tools
        self._from: QPointF | None = None
        self._turned = 0
        canvas.setMouseTracking(True)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse's events, leave all others."""
        kind = event.type()
        taken = is_hand(event) and self._tools.take(event)
        if kind == QEvent.Type.Leave:
            self._model.point(None)
        elif taken:
            self._read(event)
            return True
        elif isinstance(event, QWheelEvent):
            self._zoom(event)
            return True
        elif isinstance(event, QMouseEvent):
            return self._mouse(event)
        return False

    def _device(self, at: QPointF) -> tuple[float, float]:
        ratio = self._canvas.devicePixelRatioF()
        return at.x() * ratio, at.y() * ratio

    def _zoom(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        if steps:
            model = self._model
            model.framing.zoom_by(model.picture.value, steps, self._device(event.position()))

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at = event.type(), event.position()
        pans = Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton
        if kind == QEvent.Type.MouseButtonPress and event.button() & pans:
            self._from = at
        elif kind == QEvent.Type.MouseMove:
            self._move(at)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._from = None
            self._canvas.unsetCursor()
        elif kind == QEvent.Type.MouseButtonDblClick and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(at)
        else:
            return False
        return True

    def _move(self, at: QPointF) -> None:
        model = self._model
        if self._from is not None and model.framing.zoom.value != "fit":
            (x, y), (before_x, before_y) = self._device(at), self._device(self._from)
            model.framing.pan_by(model.picture.value, x - before_x, y - before_y)
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._from = at
        self._point(at)

    def _read(self, event: QEvent) -> None:
        """Read the pixel under a mouse that is another tool's: it is looked at all the same."""
        if isinstance(event, QMouseEvent):
            self._point(event.position())

    def _point(self, at: QPointF) -> None:
        framing, picture, place = self._model.framing, self._model.picture.value, self._device(at)
        tile = 0 if picture is None else framing.tile_at(picture, *place)
        placement = framing.placement(picture, tile)
        self._model.point(None if placement is None else placement.pixel_at(*place), tile)

    def _toggle(self, at: QPointF) -> None:
        framing, picture = self._model.framing, self._model.picture.value
        framing.zoom_to(picture, 1.0 if framing.zoom.value == "fit" else "fit", self._device(at))
