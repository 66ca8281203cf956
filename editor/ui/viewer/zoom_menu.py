"""The button that says how large the picture is drawn, and lets choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QMenu, QToolButton, QWidget

from editor.playback.ring import Picture
from editor.ui.words import say

from .framing import Framing
from .placement import ZOOMS


class ZoomButton(QToolButton):
    """Fit, or so many per cent."""

    def __init__(
        self, framing: Framing, picture: Callable[[], Picture | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._framing, self._picture = framing, picture
        self.setToolTip(say("How large the picture is drawn"))
        self.setAccessibleName(say("Zoom of the picture"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        choices: tuple[Literal["fit"] | float, ...] = ("fit", *ZOOMS)
        for zoom in choices:
            entry = menu.addAction(zoom_text(zoom))
            entry.triggered.connect(lambda _=False, zoom=zoom: self._choose(zoom))
        self.setMenu(menu)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("12.5 %") + 28)
        self.forget = framing.zoom.watch(lambda zoom: self.setText(zoom_text(zoom)), now=True)

    def _choose(self, zoom: Literal["fit"] | float) -> None:
        self._framing.zoom_to(self._picture(), zoom)


def zoom_text(zoom: Literal["fit"] | float) -> str:
    """Return a zoom as people say it.

    >>> zoom_text("fit"), zoom_text(1.0), zoom_text(0.125)
    ('Fit', '100 %', '12.5 %')
    """
    return say("Fit") if zoom == "fit" else f"{float(zoom) * 100:g} %"
