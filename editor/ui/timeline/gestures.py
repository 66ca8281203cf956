"""What a drag with the mouse does between press and release. Pixels are the whole widget's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nodes.api.times import Time

from .editing import begin_trim, end_trim, move_trim
from .hit import Hit
from .model import TimelineModel
from .playhead import scrub
from .view import HEADER, RULER, row_at


class Gesture(Protocol):
    """A drag under way; `free` means that nothing draws."""

    def move(self, x: float, y: float, free: bool) -> None: ...

    def end(self, keep: bool) -> None: ...


class Scrub:
    """The playhead follows the pointer."""

    def __init__(self, model: TimelineModel, x: float, free: bool) -> None:
        self._model = model
        self.move(x, 0, free)

    def move(self, x: float, y: float, free: bool) -> None:
        _turn(self._model, x)
        width = self._model.view.value.width
        scrub(self._model, min(max(x - HEADER, 0), width), free=free)

    def end(self, keep: bool) -> None:
        self._model.guide.set(None)


class TrimEdge:
    """An edge follows the pointer, as far from it as it was taken hold of."""

    def __init__(self, model: TimelineModel, at: Hit, x: float) -> None:
        self._model = model
        begin_trim(model, at)
        trim = model.trim.value
        assert trim is not None
        self._offset = float(model.view.value.x_of(trim.at)) - (x - HEADER)

    def move(self, x: float, y: float, free: bool) -> None:
        _turn(self._model, x)
        cut = self._model.cut
        if cut is not None:
            at = self._model.view.value.time_at(x - HEADER + self._offset, cut.rate)
            move_trim(self._model, at, free=free)

    def end(self, keep: bool) -> None:
        end_trim(self._model, keep=keep)


class Pan:
    """The cut follows the pointer."""

    def __init__(self, model: TimelineModel, x: float, y: float) -> None:
        self._model, self._x, self._y = model, x, y

    def move(self, x: float, y: float, free: bool) -> None:
        self._model.pan(self._x - x, self._y - y)
        self._x, self._y = x, y

    def end(self, keep: bool) -> None:
        """Stay where it is."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the widget's pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Band:
    """What the rectangle from press to pointer touches is selected, besides what was with `add`."""

    def __init__(self, model: TimelineModel, x: float, y: float, add: bool) -> None:
        self._model, self._x, self._y = model, x, y
        self._before = model.session.selection.value if add else frozenset()
        model.session.selection.set(self._before)
        self.area: Area | None = None

    def move(self, x: float, y: float, free: bool) -> None:
        if self.area is None and abs(x - self._x) + abs(y - self._y) < 5:
            return
        self.area = Area(min(x, self._x), min(y, self._y), max(x, self._x), max(y, self._y))
        model, cut = self._model, self._model.cut
        if cut is None:
            return
        view, count = model.view.value, len(model.rows.value)
        first = row_at(view, max(self.area.top - RULER, 0))
        last = row_at(view, self.area.bottom - RULER)
        start, end = (view.time_at(each - HEADER, cut.rate) for each in (self.area.left, self.area.right))
        rows = range(0) if first is None else range(first, (count - 1 if last is None else last) + 1)
        model.session.selection.set(self._before | model.between(start, end, rows))

    def end(self, keep: bool) -> None:
        self.area = None
        if not keep:
            self._model.session.selection.set(self._before)


def begin(model: TimelineModel, x: float, y: float, *, add: bool, free: bool) -> Gesture | None:
    """Do what a press of the left button does there, and return the drag that it may become."""
    at = model.under(x, y)
    if at is None or at.part == "header":
        return None
    if at.part == "ruler" or (at.part == "marker" and at.row is None):
        return Scrub(model, x, free)
    if at.part == "marker" and at.mark is not None and model.cut is not None:
        return Scrub(model, float(model.view.value.x_of(_start(model, at))) + HEADER, free)
    if at.item is None:
        return Band(model, x, y, add)
    if add or at.item.id not in model.session.selection.value:
        model.select([at.item.id], add=add)
    if at.part in ("head", "tail") and not add:
        return TrimEdge(model, at, x)
    return None


def _start(model: TimelineModel, at: Hit) -> Time:
    assert at.mark is not None
    assert model.cut is not None
    return Time(at.mark.start, model.cut.rate)


def _turn(model: TimelineModel, x: float) -> None:
    """Move on where the pointer is dragged out at a side."""
    over = x - HEADER - model.view.value.width
    if over > 0:
        model.pan(min(over, 48))
    elif x < HEADER:
        model.pan(max(x - HEADER, -48))
