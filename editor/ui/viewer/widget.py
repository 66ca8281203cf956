"""The viewer as a widget: picture, scrub bar, transport."""

from __future__ import annotations

from qtpy.QtCore import QSize, Qt
from qtpy.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from editor.ui.session import Session

from .choose import canvas_for
from .model import PlayerModel
from .mouse import CanvasMouse
from .scrub import ScrubBar
from .tools import CanvasTools
from .transport import Transport


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
        self.canvas.over.append(self.tools.paint)
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
            )
        ]

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
