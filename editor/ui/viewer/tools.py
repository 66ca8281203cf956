"""Tools on the picture: they come before the viewer's own mouse and draw over what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qtpy.QtCore import QEvent, QObject, QPointF
from qtpy.QtGui import QInputEvent, QPainter
from qtpy.QtWidgets import QWidget

from editor.playback.ring import Picture
from editor.ui.observe import Unwatch

from .model import PlayerModel
from .placement import Placement


@dataclass(frozen=True, slots=True)
class Surface:
    """The picture as it lies on the canvas; `ratio` is device pixels a pixel of Qt's.

    Places on the picture are in its pixels at full size, from its upper left corner, (0.5, 0.5)
    in the middle of the first; `scale` is how many of Qt's pixels one of them is high.
    """

    picture: Picture
    placement: Placement
    ratio: float

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the picture at full size."""
        return self.placement.columns, self.placement.rows

    @property
    def scale(self) -> float:
        """Qt's pixels a row of the picture."""
        return self.placement.down / self.ratio

    def on_picture(self, at: QPointF) -> tuple[float, float]:
        """Return the place on the picture under a point of the canvas, also beside the picture."""
        place = self.placement
        return (at.x() * self.ratio - place.x) / place.across, (at.y() * self.ratio - place.y) / place.down

    def on_canvas(self, x: float, y: float) -> QPointF:
        """Return where a place on the picture is drawn."""
        place = self.placement
        return QPointF((place.x + x * place.across) / self.ratio, (place.y + y * place.down) / self.ratio)


class CanvasTool(Protocol):
    """What a person has in the hand; asked in the order in which tools were added."""

    def takes(self, event: QEvent, surface: Surface) -> bool:
        """Take an event of the mouse, the wheel, a pen or the keyboard; return whether nobody else may.

        A key comes first as a ShortcutOverride: one taken there is no shortcut, but comes as a KeyPress.
        Leave comes as well, and is for everybody whatever is returned.
        """

    def paint(self, painter: QPainter, surface: Surface) -> None:
        """Draw over the picture, in Qt's pixels of the canvas."""


class CanvasTools(QObject):
    """The tools of one canvas. Keys are those of `keyboard`, the widget that has the focus for it."""

    def __init__(self, model: PlayerModel, canvas: QWidget, keyboard: QWidget) -> None:
        super().__init__(canvas)
        self._model, self._canvas = model, canvas
        self._tools: list[CanvasTool] = []
        keyboard.installEventFilter(self)

    def __bool__(self) -> bool:
        return bool(self._tools)

    def add(self, tool: CanvasTool, *, first: bool = False) -> Unwatch:
        """Put a tool behind those that are there, or before them; return what takes it away."""
        self._tools.insert(0 if first else len(self._tools), tool)
        self._canvas.update()

        def remove() -> None:
            if tool in self._tools:
                self._tools.remove(tool)
                self._canvas.update()

        return remove

    @property
    def surface(self) -> Surface | None:
        """The picture as it lies now, None where there is none."""
        picture = self._model.picture.value
        placement = self._model.framing.placement(picture)
        if picture is None or placement is None:
            return None
        return Surface(picture, placement, self._canvas.devicePixelRatioF())

    def take(self, event: QEvent) -> bool:
        """Offer an event to each tool; return whether one took it."""
        surface = self.surface if self._tools else None
        if surface is None:
            return False
        return any(tool.takes(event, surface) for tool in tuple(self._tools))

    def paint(self, painter: QPainter) -> None:
        """Have each tool draw."""
        surface = self.surface
        if surface is None:
            return
        for tool in self._tools:
            painter.save()
            tool.paint(painter, surface)
            painter.restore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the keyboard's keys."""
        if event.type() not in _KEYS or not self.take(event):
            return False
        event.accept()
        return True


_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


def is_hand(event: QEvent) -> bool:
    """Return whether an event of a canvas is for tools: mouse, wheel, pen, or the mouse leaving."""
    return event.type() == QEvent.Type.Leave or isinstance(event, QInputEvent)
