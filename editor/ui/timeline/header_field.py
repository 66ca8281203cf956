"""What is typed into a track's header, where it stands: its name, its level, its height."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QWidget

from editor.ui.words import say

from .faders import fader_text, level_of, read_level, set_level
from .header_cells import Cell, place_of
from .headers import rename, set_heights
from .model import TimelineModel
from .rows import Row
from .typed import TypedField
from .view import RULER, row_height, row_top

_NARROWEST = 48


def edit_cell(lanes: QWidget, model: TimelineModel, number: int, cell: Cell, back: QWidget) -> None:
    """Have the name, the level or the height of a row's track typed; `back` has the keyboard afterwards."""
    row = model.rows.value[number]
    if cell == "name":
        HeaderField(lanes, model, number, cell, row.name, partial(rename, model), back)
    elif cell == "level":
        text = fader_text(level_of(row))
        HeaderField(lanes, model, number, cell, text, partial(_set_level, model), back)
    elif cell == "height":
        tall = str(row_height(model.view.value, number))
        HeaderField(lanes, model, number, cell, tall, partial(_set_height, model), back)


class HeaderField(TypedField):
    """A field over a header: Return or a click elsewhere keeps what was typed, Escape does not.

    `keep` is given the row and the text, unless another track stands there by then.
    """

    def __init__(
        self,
        lanes: QWidget,
        model: TimelineModel,
        row: int,
        cell: Cell,
        text: str,
        keep: Callable[[int, str], None],
        back: QWidget,
    ) -> None:
        super().__init__(lanes)
        self._back, self._model, self._row, self._keep = back, model, row, keep
        track = model.rows.value[row]
        self._id = track.holder.id
        self._place(track, cell)
        self.setText(text)
        self.setAccessibleName(_called(cell, track))
        self.setToolTip(_told(cell))
        self.editingFinished.connect(self._finish)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._unwatch = model.view.watch(lambda _: self.leave())

    def _place(self, track: Row, cell: Cell) -> None:
        view = self._model.view.value
        place = place_of(track, row_height(view, self._row), cell)
        height = max(place.height, self.sizeHint().height())
        top = RULER + row_top(view, self._row) + place.top + (place.height - height) // 2
        self.setGeometry(place.left - 4, max(top, RULER), max(place.width, _NARROWEST), height)

    def _finish(self) -> None:
        rows, typed = self._model.rows.value, self.text()
        changed = self.isModified()
        self.leave()
        # What stands there now may be another track.
        if changed and self._row < len(rows) and rows[self._row].holder.id == self._id:
            self._keep(self._row, typed)

    def leave(self) -> None:
        """Go away, and give the keys back."""
        self._unwatch()
        super().leave()
        self._back.setFocus()


def _called(cell: Cell, track: Row) -> str:
    if cell == "level":
        return say("Level of track {name} in dB", name=track.name)
    if cell == "height":
        return say("Height of track {name} in pixels", name=track.name)
    return say("Name of track {name}", name=track.name)


def _told(cell: Cell) -> str:
    if cell == "level":
        return say("A level in dB, such as -6 or +1.5; -inf for silence")
    return say("Pixels; 0 to share the room there is") if cell == "height" else ""


def _set_level(model: TimelineModel, number: int, text: str) -> None:
    level = read_level(text)
    if level is None:
        model.session.message.set(say("“{typed}” is no level: write -6, +1.5 or -inf.", typed=text))
        return
    set_level(model, model.rows.value[number], level)


def _set_height(model: TimelineModel, number: int, text: str) -> None:
    plain = text.strip()
    if not plain.isdecimal():
        model.session.message.set(say("“{typed}” is no height: write pixels, or 0.", typed=text))
        return
    set_heights(model, {model.rows.value[number].holder.id: int(plain)})
