"""Pointing along the scrub bar: the frames that are pointed into, what is followed, and how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qtpy.QtCore import QEvent, QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from editor.ui.theme import EDGE, TEXT
from nodes.api.prompts import Lock, MattePrompt, ShapePrompt
from nodes.api.times import Time

from .hues import hue_of
from .model import PointingModel
from .tracked import WEAK, Tracked

HEIGHT = 32
_DIAMOND = 5.0
_ASIDE = 4.0
"""How far diamonds of one frame lie apart."""
_SURE, _WEAK, _UNKNOWN = QColor("#5b9a8b"), QColor("#d55e00"), QColor("#6a6a6a")
"""Apart in lightness as well; and height says the same."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A frame of the cut that is followed: where it lies, and how sure it is (0 to 1, None for unknown)."""

    left: float
    right: float
    sure: float | None


class PointingStrip:
    """Drawn below the scrub bar while pointing is on (see `editor.ui.viewer.scrub.ScrubStrip`)."""

    def __init__(self, model: PointingModel, tracked: Tracked) -> None:
        self._model, self._tracked = model, tracked
        self.height = HEIGHT

    def paint(self, painter: QPainter, area: QRectF, x_of: Callable[[Time], float]) -> None:
        """Draw within the area: bars as high as frames are sure, a diamond for each frame pointed into."""
        run = self._model.running
        if run is None:
            return
        left, right = x_of(run.place.start), x_of(run.place.end)
        base = area.bottom() - 2
        painter.setPen(QPen(QColor(EDGE), 1))
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        room = area.height() - 2 * _DIAMOND - 4
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in self.bars(x_of):
            colour = _UNKNOWN if bar.sure is None else _WEAK if bar.sure < WEAK else _SURE
            high = room * (0.5 if bar.sure is None else max(0.12, bar.sure))
            painter.setBrush(colour)
            painter.drawRect(QRectF(bar.left, base - high, max(1.0, bar.right - bar.left), high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, obj, is_drawn in self.diamonds(x_of):
            self._diamond(painter, QPointF(x, area.top() + _DIAMOND + 1), obj, is_drawn)

    def takes(self, event: QMouseEvent, time: Time, x_of: Callable[[Time], float]) -> bool:
        """Go to the frame whose diamond is pressed."""
        if event.type() != QEvent.Type.MouseButtonPress or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.position().y() < _ABOVE or event.position().y() > _ABOVE + 2 * _DIAMOND + 4:
            return False
        near = [(abs(x - event.position().x()), at) for x, at in self._pointed(x_of)]
        off, found = min(near, key=lambda each: each[0], default=(_DIAMOND + 1, time))
        if off > _DIAMOND:
            return False
        self._model.player.stop()
        self._model.player.seek(found)
        return True

    def bars(self, x_of: Callable[[Time], float]) -> Iterator[Bar]:
        """Yield what is followed, neighbours a pixel wide or less as one: the least sure of them counts."""
        run, sureness = self._model.running, self._tracked.sureness
        if run is None or not sureness:
            return
        frames = list(run.place.frames())
        edges = [*(x_of(time) for time in frames), x_of(run.place.end)]
        pending: Bar | None = None
        for time, (left, right) in zip(frames, pairwise(edges), strict=True):
            number = run.media_at(time).frame
            if number not in sureness:
                continue
            bar = Bar(left, right, sureness[number])
            if pending is not None and bar.right - pending.left <= 1.0:
                pending = Bar(pending.left, bar.right, _least(pending.sure, bar.sure))
                continue
            if pending is not None:
                yield pending
            pending = bar
        if pending is not None:
            yield pending

    def diamonds(self, x_of: Callable[[Time], float]) -> Iterator[tuple[float, int, bool]]:
        """Yield where, for which object, and whether it is drawn, of each frame that is pointed into."""
        target, run = self._model.target.value, self._model.running
        if target is None or run is None:
            return
        seen: set[tuple[Time, int]] = set()
        beside: Counter[Time] = Counter()
        whole = target.prompts.where(lambda each: isinstance(each, ShapePrompt | MattePrompt | Lock))
        drawn = {(each.time, each.obj) for each in whole.everything}
        for prompt in target.prompts.everything:
            place = (prompt.time, prompt.obj)
            at = run.cut_at(prompt.time)
            if place not in seen and at is not None and prompt.obj in self._model.shown:
                seen.add(place)
                yield _middle(at, x_of) + _ASIDE * beside[at], prompt.obj, place in drawn
                beside[at] += 1

    def _pointed(self, x_of: Callable[[Time], float]) -> Iterator[tuple[float, Time]]:
        target, run = self._model.target.value, self._model.running
        for prompt in target.prompts.everything if target is not None and run is not None else ():
            at = None if run is None else run.cut_at(prompt.time)
            if at is not None:
                yield _middle(at, x_of), at

    def _diamond(self, painter: QPainter, at: QPointF, obj: int, is_drawn: bool) -> None:
        size = _DIAMOND
        corners = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
        painter.setBrush(QColor(hue_of(obj)))
        painter.setPen(QPen(QColor(TEXT if is_drawn else "#101010"), 1.4 if is_drawn else 1.0))
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


_ABOVE = 18.0
"""Where the strip begins: below the scrub bar itself."""


def _middle(time: Time, x_of: Callable[[Time], float]) -> float:
    return (x_of(time) + x_of(time + Time(1, time.rate))) / 2


def _least(one: float | None, other: float | None) -> float | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None
