"""The track headers: where their buttons are, and what a press on one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from editor.document import edits
from editor.document.layout import MediaLookup
from editor.document.model import Cut, Track

from .heights import taller
from .model import TimelineModel
from .rows import Row
from .tools import Keys
from .view import HEADER, RULER, View, row_at, row_height, row_top

HeaderPart = Literal["enable", "solo", "lock", "level", "meter", "name", "edge"]
BUTTONS: tuple[HeaderPart, ...] = ("enable", "solo", "lock")
BUTTON, BUTTON_TALL = 20, 16
METER = 7
"""Pixels across a header's meter: a bar for each of two channels, and one between."""
METER_LEFT = HEADER - METER - 4
GRIP = 4
"""Pixels above a row's end by which it is made taller."""
TWO_LINES = 44
"""Pixels from which the buttons stand under the name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the header column, `top` counted from the row's own top."""

    left: int
    top: int
    width: int
    height: int

    def holds(self, x: float, y: float) -> bool:
        """Return whether a pixel lies in it."""
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


def places(row: Row, tall: int) -> Iterator[tuple[HeaderPart, Place]]:
    """Yield what a header holds and where: beside each other, or in two lines where there is room."""
    if not isinstance(row.holder, Track):
        yield "name", Place(10, 0, HEADER - 20, tall - 1)
        return
    is_sound = row.kind == "Audio"
    # As far as with a meter, so that buttons stand in one column.
    right = METER_LEFT - 4
    if is_sound:
        yield "meter", Place(METER_LEFT, 2, METER, tall - 5)
    if tall >= TWO_LINES:
        top, left = (tall - 1) // 2 + 2, 10
        yield "name", Place(10, (tall - 1) // 2 - 18, right - 10, 18)
    else:
        top, left = (tall - 1 - BUTTON_TALL) // 2, right - len(BUTTONS) * (BUTTON + 2)
        yield "name", Place(10, 0, left - 14, tall - 1)
    for number, part in enumerate(BUTTONS):
        yield part, Place(left + number * (BUTTON + 2), top, BUTTON, BUTTON_TALL)
    if is_sound and tall >= TWO_LINES:
        beside = left + len(BUTTONS) * (BUTTON + 2) + 6
        yield "level", Place(beside, top, right - beside, BUTTON_TALL)


def header_at(x: float, y: float, view: View, rows: tuple[Row, ...]) -> tuple[HeaderPart, int] | None:
    """Return what of a header lies at a pixel of the whole widget, and the row; None beside any."""
    number = row_at(view, y - RULER)
    if x >= HEADER or y < RULER or number is None or number >= len(rows):
        return None
    row, tall = rows[number], row_height(view, number)
    within = y - RULER - row_top(view, number)
    if within >= tall - GRIP and isinstance(row.holder, Track):
        return "edge", number
    found = (part for part, place in places(row, tall) if part != "name" and place.holds(x, within))
    return next(found, "name"), number


def press(model: TimelineModel, part: HeaderPart, number: int, *, alone: bool = False) -> None:
    """Do what a header's button does: lock, hide or mute, solo (without others if `alone`), or back."""
    row = model.rows.value[number]
    track = row.holder
    if not isinstance(track, Track):
        return
    if part == "lock":
        on = not row.locked
        _edit(model, row, {"locked": on}, lambda cut: edits.lock_track(cut, track.id, on))
    elif part == "enable":
        on = not row.enabled
        _edit(model, row, {"enabled": on}, lambda cut: edits.enable_track(cut, track.id, on))
    elif part == "solo":
        on = not row.solo
        _edit(model, row, {"solo": on}, lambda cut: edits.solo_track(cut, track.id, on, alone=alone))


def rename(model: TimelineModel, number: int, name: str) -> None:
    """Give a track another name; an empty one, or the one it has, changes nothing."""
    row = model.rows.value[number]
    plain = " ".join(name.split())
    if plain and plain != row.name and isinstance(row.holder, Track):
        id = row.holder.id
        _edit(model, row, {"name": plain}, lambda cut: edits.rename_track(cut, id, plain))


def set_heights(model: TimelineModel, heights: Mapping[str, int]) -> None:
    """Draw tracks, by id, so many pixels tall: one edit. 0 lets a track share the room again."""

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        for id, height in heights.items():
            cut = edits.track_height(cut, id, height)
        return cut

    now = {row.holder.id: row.holder.height for row in _tracks(model)}
    if any(now.get(id) != height for id, height in heights.items()):
        model.session.edit("track", pure, {"tracks": sorted(heights), "heights": sorted({*heights.values()})})


def all_heights(model: TimelineModel, height: int) -> None:
    """Draw every track so tall, as it comes for 0."""
    set_heights(model, {row.holder.id: height for row in _tracks(model)})


def step_heights(model: TimelineModel, factor: float) -> None:
    """Draw every track taller or lower by a factor."""
    view, rows = model.view.value, model.rows.value
    tall = {row.holder.id: row_height(view, number) for number, row in enumerate(rows)}
    set_heights(model, {row.holder.id: taller(tall[row.holder.id], factor) for row in _tracks(model)})


class DragHeight:
    """The end of a row follows the pointer; the row is as tall once the button is let go."""

    def __init__(self, model: TimelineModel, number: int, y: float) -> None:
        self._model, self._id = model, model.rows.value[number].holder.id
        self._tall, self._y = row_height(model.view.value, number), y

    def move(self, x: float, y: float, keys: Keys) -> None:
        self._model.heights.set({self._id: taller(round(self._tall + y - self._y), 1)})

    def end(self, keep: bool) -> None:
        dragged = self._model.heights.value
        self._model.heights.set({})
        if keep and dragged:
            set_heights(self._model, dragged)


def _tracks(model: TimelineModel) -> list[Any]:
    return [row for row in model.rows.value if isinstance(row.holder, Track)]


def _edit(model: TimelineModel, row: Row, said: Mapping[str, object], pure: Callable[[Cut], Cut]) -> None:
    model.session.edit("track", lambda cut, media: pure(cut), {"track": row.name, **said})
