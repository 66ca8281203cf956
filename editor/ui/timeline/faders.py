"""The faders in the headers of sound tracks: dragged along, shown meanwhile, one edit at the end."""

from __future__ import annotations

from editor.document.edits.tracks import track_level
from editor.document.looks import QUIETEST
from editor.document.model import Track

from .bands import height_of, value_at
from .model import TimelineModel
from .rows import Row
from .tools import Keys

TROUGH = 44
"""Pixels that a fader's knob goes."""
_SHORT = 0.5


class DragFader:
    """The knob follows the pointer, as far from it as it was taken hold of."""

    def __init__(self, model: TimelineModel, number: int, x: float) -> None:
        self._model, self._row, self._x = model, model.rows.value[number], x
        self._from = height_of("level", level_of(self._row))

    def move(self, x: float, y: float, keys: Keys) -> None:
        level = value_at("level", self._from + (x - self._x) / TROUGH)
        # Near where nothing is changed nothing is.
        self._model.faders.set({self._row.holder.id: 0.0 if abs(level) < _SHORT else level})

    def end(self, keep: bool) -> None:
        dragged = self._model.faders.value
        self._model.faders.set({})
        if keep and self._row.holder.id in dragged:
            set_level(self._model, self._row, dragged[self._row.holder.id])


def level_of(row: Row) -> float:
    """Return a track's level in dB."""
    return row.holder.level if isinstance(row.holder, Track) else 0.0


def set_level(model: TimelineModel, row: Row, level: float) -> None:
    """Have a track heard so many dB louder than its clips are: one edit."""
    id = row.holder.id
    if level != level_of(row):
        model.session.edit(
            "track", lambda cut, media: track_level(cut, id, level), {"track": row.name, "level": level}
        )


def step_tracks(model: TimelineModel, by: float) -> None:
    """Raise the sound tracks of what is selected, or all of them, by so many dB."""
    chosen = model.session.selection.value
    rows = [row for row in model.rows.value if row.kind == "Audio" and isinstance(row.holder, Track)]
    of_chosen = [row for row in rows if chosen & row.places.keys()]
    for row in of_chosen or rows:
        set_level(model, row, min(max(level_of(row) + by, QUIETEST), 60.0))


def fader_text(level: float) -> str:
    """Return a level as it stands beside its fader."""
    return "\N{MINUS SIGN}\N{INFINITY}" if level <= QUIETEST else f"{level:+.1f}" if level else "0"
