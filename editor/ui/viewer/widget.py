"""The viewer as a widget: picture, scrub bar, transport."""

from __future__ import annotations

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QPainter
from qtpy.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from editor.ui.session import Session

from .choose import canvas_for
from .guides import draw_grid, draw_guides
from .model import PlayerModel
from .mouse import CanvasMouse
from .pictures import area_of, draw_names
from .scrub import ScrubBar
from .tools import CanvasTools
from .transport import Transport
from .wipe import WipeTool


class Viewer(QWidget):
    """Draws a `PlayerModel`. `canvas` is the picture alone; `tools` lie on it, strips on `scrub`."""

    def __init__(self, session: Session, player: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.session = player, session
        self.canvas = canvas_for(player, self)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.canvas.setMinimumSize(160, 90)
        self.canvas.setAccessibleName("Picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tools = CanvasTools(player, self.canvas, self)
        self.canvas.over.extend((self._paint_guides, self.tools.paint, self._paint_names))
        self.tools.add(WipeTool(player, self.canvas))
        CanvasMouse(player, self.canvas, self.tools)
        self.scrub = ScrubBar(player, self)
        self._transport = Transport(player, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.scrub)
        column.addWidget(self._transport)
        self._unwatch = [
            value.watch(lambda _: self.canvas.update())
            for value in (
                player.picture,
                player.slate,
                player.state,
                player.pixel,
                player.dropped,
                player.framing.zoom,
                player.framing.pan,
                player.framing.size,
                player.framing.tiles,
                player.looking.view,
                player.looking.scale,
                player.comparing.sources,
                player.comparing.mode,
                player.comparing.line,
                player.comparing.angle,
                player.comparing.mix,
                player.guides.shown,
                player.guides.lines,
                player.guides.shape,
            )
        ]

    def _paint_guides(self, painter: QPainter) -> None:
        surface = self.tools.surface
        if surface is not None:
            area = area_of(surface.placement, surface.ratio)
            draw_grid(painter, surface, QRectF(self.canvas.rect()))
            draw_guides(painter, self.model.guides, area)

    def _paint_names(self, painter: QPainter) -> None:
        canvas = QRectF(self.canvas.rect())
        draw_names(painter, self.model, self.canvas.devicePixelRatioF(), canvas)

    def sizeHint(self) -> QSize:
        """A picture of half HD and what stands below it."""
        return QSize(960, 600)

    def forget(self) -> None:
        """Follow the model no more: before the model goes, or the widget does."""
        for unwatch in self._unwatch:
            unwatch()
        self._unwatch = []
        self.canvas.release()
        self.scrub.forget()
        self._transport.forget()
