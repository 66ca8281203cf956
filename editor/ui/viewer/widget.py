"""The viewer as a widget: picture, scrub bar, transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QAction, QPainter
from qtpy.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.words import say

from .bar import ViewerBar
from .cached import CachedStrip
from .choose import canvas_for
from .fullscreen import FullScreen
from .guides import draw_grid, draw_guides
from .legend import draw_legend
from .model import PlayerModel
from .mouse import CanvasMouse
from .pictures import area_of, draw_names
from .scrub import ScrubBar
from .tools import CanvasTools
from .transport import Transport
from .wipe import WipeTool


class Viewer(QWidget):
    """Draws a `PlayerModel`. `canvas` is the picture alone; `tools` lie on it, strips on `scrub`.

    `versions` offers circled and live, which media by itself does not have.
    """

    def __init__(
        self,
        session: Session,
        player: PlayerModel,
        parent: QWidget | None = None,
        *,
        versions: bool = True,
    ) -> None:
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
        self._cached = CachedStrip(player, self.scrub)
        self.scrub.add(self._cached)
        self._transport = Transport(player, self, versions=versions)
        self.bar: ViewerBar | None = None
        self._alone: FullScreen | None = None
        self._handles: Mapping[str, QAction] = {}
        self._relink = QPushButton(say("Relink…"), self.canvas)
        self._node = QPushButton(say("Show the Node"), self.canvas)
        for offered in (self._relink, self._node):
            offered.hide()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.scrub)
        column.addWidget(self._transport)
        self._unwatch = [
            player.missing.watch(lambda _: self._offer()),
            player.refused.watch(lambda _: self._offer()),
            player.framing.size.watch(lambda _: self._offer()),
            player.framing.tiles.watch(lambda _: self._offer()),
        ]
        self._unwatch += [value.watch(lambda _: self.canvas.update()) for value in _drawn(player)]

    def fit(self, handles: Mapping[str, QAction]) -> None:
        """Put the bar above the picture, with the window's actions on it."""
        self._handles = handles
        self.bar = ViewerBar(self.model, handles, self)
        self._column.insertWidget(0, self.bar)
        for offered, name in ((self._relink, "picture.relink"), (self._node, "picture.show_node")):
            offered.clicked.connect(handles[name].trigger)
            offered.setToolTip(handles[name].toolTip())

    def toggle_alone(self) -> None:
        """Show the picture alone on the whole screen, or in its place again."""
        if self._alone is not None:
            self._alone.close()
            return
        self._alone = FullScreen(self.canvas, self._handles.values(), self._come_back, self.window())
        self._alone.installEventFilter(self.tools)
        if (screen := self.screen()) is not None:
            # Where no window manager makes it so large.
            self._alone.setGeometry(screen.geometry())
        self._alone.showFullScreen()
        self._alone.setFocus()

    def _come_back(self) -> None:
        self._alone = None
        self._column.insertWidget(0 if self.bar is None else 1, self.canvas, 1)
        self.canvas.show()
        self.setFocus()

    def _offer(self) -> None:
        """Put a button below the slate's words: where media is missing, or a graph cannot be made."""
        missing = bool(self.model.missing.value)
        self._relink.setVisible(missing)
        self._node.setVisible(any(not each.of for each in self.model.refused.value) and not missing)
        surface = self.tools.surface
        slate = QRectF(self.canvas.rect())
        if surface is not None:
            slate = area_of(surface.placement, surface.ratio).intersected(slate)
        for offered in (self._relink, self._node):
            offered.adjustSize()
            left = slate.center().x() - offered.width() / 2
            offered.move(round(left), round(slate.center().y() + slate.height() / 4))

    def _paint_guides(self, painter: QPainter) -> None:
        surface = self.tools.surface
        if surface is not None:
            area = area_of(surface.placement, surface.ratio)
            draw_grid(painter, surface, QRectF(self.canvas.rect()))
            draw_guides(painter, self.model.guides, area)

    def _paint_names(self, painter: QPainter) -> None:
        canvas = QRectF(self.canvas.rect())
        draw_names(painter, self.model, self.canvas.devicePixelRatioF(), canvas)
        draw_legend(painter, self.model.looking.view.value, canvas)

    def sizeHint(self) -> QSize:
        """A picture of half HD and what stands below it."""
        return QSize(960, 600)

    def forget(self) -> None:
        """Follow the model no more: before the model goes, or the widget does."""
        for unwatch in self._unwatch:
            unwatch()
        self._unwatch = []
        if self._alone is not None:
            self._alone.close()
        if self.bar is not None:
            self.bar.forget()
        self.canvas.release()
        self._cached.forget()
        self.scrub.forget()
        self._transport.forget()


def _drawn(player: PlayerModel) -> tuple[Value[Any], ...]:
    """Return what the picture is drawn from."""
    framing, looking, comparing = player.framing, player.looking, player.comparing
    return (
        *(player.picture, player.slate, player.state, player.pixel, player.dropped),
        *(framing.zoom, framing.pan, framing.size, framing.tiles),
        *(looking.view, looking.scale, looking.shader),
        *(comparing.sources, comparing.mode, comparing.line, comparing.angle, comparing.mix),
        *(player.guides.shown, player.guides.lines, player.guides.shape),
    )
