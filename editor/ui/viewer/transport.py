"""The row under the picture: where it stands, the buttons, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QFontDatabase
from qtpy.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from editor.ui.icons import icon
from editor.ui.keys import PRESSES, keep_keys
from editor.ui.observe import Unwatch
from editor.ui.words import say

from .model import PlayerModel, Showing
from .zoom_menu import ZoomButton

_ICON = QSize(18, 18)


class Transport(QWidget):
    """Draws the model and calls it; the keys are the registry's. `versions` offers circled and live."""

    def __init__(self, model: PlayerModel, parent: QWidget | None = None, *, versions: bool = True) -> None:
        super().__init__(parent)
        self._model = model
        self._unwatch: list[Unwatch] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 4)
        row.setSpacing(2)
        left, right = QHBoxLayout(), QHBoxLayout()
        for place, part in enumerate((left, self._buttons(), right)):
            row.addLayout(part, 0 if place == 1 else 1)
        self._left(left)
        right.addStretch(1)
        if versions:
            self._versions(right)
        zoom = ZoomButton(model.framing, lambda: model.picture.value, self)
        self._unwatch.append(zoom.forget)
        right.addWidget(zoom)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    def _left(self, row: QHBoxLayout) -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for value, name, widest in (
            (self._model.timecode, say("Timecode"), "00:00:00:00 "),
            (self._model.frame, say("Frame"), "00000 / 00000"),
        ):
            label = QLabel(self)
            label.setFont(fixed)
            label.setAccessibleName(name)
            label.setToolTip(name)
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
            self._unwatch.append(value.watch(label.setText, now=True))
            row.addWidget(label)
        row.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        model, row = self._model, QHBoxLayout()
        for name, text, run in (
            ("to-start", say("To the in point (Shift+I)"), model.to_start),
            ("step-back", say("Previous frame (Left)"), partial(model.step, -1)),
            ("play-back", say("Play backwards, faster (J)"), partial(model.shuttle, -1)),
            ("play", say("Play or stop (Space)"), model.toggle),
            ("step-forward", say("Next frame (Right)"), partial(model.step, 1)),
            ("to-end", say("To the out point (Shift+O)"), model.to_end),
        ):
            button = self._button(name, text, run)
            self._unwatch.append(model.ready.watch(button.setEnabled, now=True))
            row.addWidget(button)
            if name == "play":
                self._unwatch.append(model.playing.watch(partial(_show_playing, button), now=True))
        loop = self._button("loop", say("Loop (Ctrl+L)"), lambda: model.loop.set(not model.loop.value))
        loop.setCheckable(True)
        self._unwatch.append(model.loop.watch(loop.setChecked, now=True))
        row.addWidget(loop)
        return row

    def _button(self, name: str, text: str, run: Callable[[], None]) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(name))
        made.setIconSize(_ICON)
        made.setToolTip(text)
        made.setAccessibleName(text)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(made, PRESSES)
        made.clicked.connect(lambda _=False: run())
        return made

    def _versions(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        showings: tuple[tuple[Showing, str, str], ...] = (
            ("circled", say("Circled"), say("Show circled takes, else sources")),
            ("live", say("Live"), say("Run the shots' graphs instead of showing takes")),
        )
        for showing, text, tip in showings:
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keep_keys(button, PRESSES)
            group.addButton(button)
            button.clicked.connect(lambda _=False, showing=showing: self._model.showing.set(showing))
            check = partial(_check, button, showing)
            self._unwatch.append(self._model.showing.watch(check, now=True))
            row.addWidget(button)
        row.addSpacing(6)


def _show_playing(button: QToolButton, speed: int) -> None:
    button.setIcon(icon("pause" if speed else "play"))


def _check(button: QToolButton, mine: Showing, showing: Showing) -> None:
    button.setChecked(showing == mine)
