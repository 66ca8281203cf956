"""A fader that is turned step by step, by the wheel or keys: kept as one edit once it rests."""

from __future__ import annotations

from qtpy.QtCore import QObject, QTimer

from .faders import StepFader, set_level
from .headers import header_at
from .model import TimelineModel

_REST = 400
"""Milliseconds without a step after which what was turned is kept."""
_COARSE, _FINE = 1.0, 0.1
"""dB of a step of the wheel."""


class HeaderTurn(QObject):  # type: ignore[misc, unused-ignore]
    """Turns the level of one track at a time."""

    def __init__(self, model: TimelineModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._fader, self._track = model, StepFader(model), ""
        self._left, self._scrolled = 0.0, -_REST
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.end)

    def turn(self, number: int, by: float) -> None:
        """Raise the track of a row by so many dB."""
        id = self._model.rows.value[number].holder.id
        if id != self._track:
            self.end()
        self._track = id
        self._fader.step(number, by)
        self._rest.start()

    def wheel(self, x: float, y: float, steps: float, *, fine: bool, when: int) -> bool:
        """Turn the fader at a pixel of the timeline, and say whether one is meant.

        `when` is the event's time in milliseconds: a wheel that scrolled a moment ago goes on scrolling, so
        that no fader is turned that comes under the pointer meanwhile.
        """
        found = header_at(x, y, self._model.view.value, self._model.rows.value)
        scrolls = when - self._scrolled < _REST and not self._track
        if found is None or found[0] != "level" or scrolls:
            self._scrolled = when
            return False
        self._left += steps * (_FINE if fine else _COARSE)
        # Of a touchpad's small steps some make one that is heard.
        whole = round(int(round(self._left, 6) * 10) / 10, 1)
        self._left -= whole
        self.turn(found[1], whole)
        return True

    def reset(self, number: int) -> None:
        """Put the track of a row back to 0 dB: an edit of its own."""
        self.end()
        set_level(self._model, self._model.rows.value[number], 0.0)

    def end(self) -> None:
        """Keep what was turned, if anything was."""
        if self._rest.isActive() or self._track:
            self._rest.stop()
            self._track = ""
            self._fader.end()
