"""What a drag with the mouse does between press and release. Pixels are the whole widget's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from editor.document.model import Clip
from nodes.api.times import Time

from .dragging import DragClips
from .editing import blade
from .hit import Hit
from .model import TimelineModel
from .playhead import near, scrub
from .selecting import between, deed_under, from_on, gap_under, with_links
from .tools import NONE, Keys
from .turning import turn
from .view import HEADER, RULER, row_at


class Gesture(Protocol):
    """A drag under way; `keys` are held meanwhile."""

    def move(self, x: float, y: float, keys: Keys) -> None: ...

    def end(self, keep: bool) -> None: ...


class Scrub:
    """The playhead follows the pointer."""

    def __init__(self, model: TimelineModel, x: float, keys: Keys = NONE) -> None:
        self._model = model
        self.move(x, 0, keys)

    def move(self, x: float, y: float, keys: Keys) -> None:
        turn(self._model, x)
        width = self._model.view.value.width
        scrub(self._model, min(max(x - HEADER, 0), width), free=keys.shift)

    def end(self, keep: bool) -> None:
        self._model.guide.set(None)


class Pan:
    """The cut follows the pointer."""

    def __init__(self, model: TimelineModel, x: float, y: float) -> None:
        self._model, self._x, self._y = model, x, y

    def move(self, x: float, y: float, keys: Keys) -> None:
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
    """What the rectangle from press to pointer touches is selected, besides what was with `add`.

    A press without a drag selects the gap there, `gap` being its id, or nothing.
    """

    def __init__(self, model: TimelineModel, x: float, y: float, add: bool, gap: str = "") -> None:
        self._model, self._x, self._y, self._gap = model, x, y, gap
        self._all = model.session.selection.value
        self._before = self._all if add else frozenset()
        model.session.selection.set(self._before)
        self.area: Area | None = None

    def move(self, x: float, y: float, keys: Keys) -> None:
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
        touched = between(model, start, end, rows)
        model.session.selection.set(self._before | (touched if keys.alt else with_links(model, touched)))

    def end(self, keep: bool) -> None:
        if not keep:
            self._model.session.selection.set(self._all)
        elif self.area is None and self._gap:
            self._model.session.selection.set(self._before | {self._gap})
        self.area = None


class Blade:
    """A press cuts in two what is under it: with its links but for Alt, on every track with Shift."""

    def __init__(self, model: TimelineModel, at: Hit, keys: Keys) -> None:
        assert at.item is not None
        playhead = model.session.playhead.value
        drawn = near(model, at.time, () if playhead is None else (playhead,))
        time = at.time.rounded() if drawn is None else drawn
        ids = {at.item.id} if keys.alt else with_links(model, {at.item.id})
        blade(model, time, None if keys.shift else ids)

    def move(self, x: float, y: float, keys: Keys) -> None:
        """Stay where it was put."""

    def end(self, keep: bool) -> None:
        """It is done with the press."""


def begin(model: TimelineModel, x: float, y: float, keys: Keys) -> Gesture | None:
    """Do what a press of the left button does there, and return the drag that it may become."""
    at, deed = model.under(x, y), deed_under(model, x, y, keys)
    if at is None or deed == "nothing":
        return None
    if at.row is not None:
        model.session.target.set(model.rows.value[at.row].holder.id)
    if deed == "scrub":
        if at.part == "marker" and at.mark is not None and model.cut is not None:
            return Scrub(model, float(model.view.value.x_of(_start(model, at))) + HEADER, keys)
        return Scrub(model, x, keys)
    if deed == "band":
        return Band(model, x, y, keys.ctrl or keys.shift, gap_under(model, at))
    if deed == "blade":
        return Blade(model, at, keys)
    if deed == "forward":
        ids = from_on(model, at.time, at.row if keys.shift else None)
        model.session.selection.set(ids)
        on_one = at.item is not None and at.item.id in ids
        return DragClips(model, "move", at, x, y, NONE, clicks=False) if on_one else None
    assert at.item is not None
    if deed == "select":
        model.select([at.item.id], add=keys.ctrl or keys.shift)
        return None
    if deed == "slip" and not isinstance(at.item, Clip):
        return None
    return DragClips(model, deed, at, x, y, keys)


def _start(model: TimelineModel, at: Hit) -> Time:
    assert at.mark is not None
    assert model.cut is not None
    return Time(at.mark.start, model.cut.rate)
