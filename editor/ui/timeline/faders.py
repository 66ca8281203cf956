"""The faders in the headers of sound tracks: dragged along, shown meanwhile, one edit at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor.document.edits.tracks import track_level
from editor.document.layout import MediaLookup
from editor.document.looks import LOUDEST, QUIETEST
from editor.document.model import Cut, Track

from .bands import height_of, value_at
from .model import TimelineModel
from .rows import Row
from .tools import Keys

TROUGH = 38
"""Pixels that a fader's knob goes."""
_SHORT = 0.5
_FAINTEST = -60.0
"""Steps below this many dB lead to silence, and from there back to it."""
_LEVEL = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{0,6})?")


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
    set_levels(model, {row.holder.id: level})


def set_levels(model: TimelineModel, levels: Mapping[str, float]) -> None:
    """Have tracks, by id, heard so many dB louder than their clips are: one edit for all of them."""
    rows = {row.holder.id: row for row in model.rows.value}
    new = {id: level for id, level in levels.items() if id in rows and level != level_of(rows[id])}

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        for id, level in new.items():
            cut = track_level(cut, id, level)
        return cut

    if len(new) == 1:
        ((id, level),) = new.items()
        model.session.edit("track", pure, {"track": rows[id].name, "level": level})
    elif new:
        told = {rows[id].name: level for id, level in new.items()}
        model.session.edit("track", pure, {"tracks": sorted(told), "levels": told})


def step_tracks(model: TimelineModel, by: float) -> None:
    """Raise the sound tracks of what is selected, or all of them, by so many dB."""
    chosen = model.session.selection.value
    rows = [row for row in model.rows.value if row.kind == "Audio" and isinstance(row.holder, Track)]
    of_chosen = [row for row in rows if chosen & row.places.keys()]
    set_levels(model, {row.holder.id: stepped(level_of(row), by) for row in of_chosen or rows})


class StepFader:
    """Steps of a wheel or a key, shown as they come and kept as one edit at the end."""

    def __init__(self, model: TimelineModel) -> None:
        self._model = model

    def step(self, number: int, by: float) -> None:
        """Raise the track of a row by so many dB."""
        row, shown = self._model.rows.value[number], self._model.faders.value
        if row.kind != "Audio" or not isinstance(row.holder, Track):
            return
        level = stepped(shown.get(row.holder.id, level_of(row)), by)
        self._model.faders.set({**shown, row.holder.id: level})

    def end(self) -> None:
        """Keep what was shown."""
        shown = self._model.faders.value
        self._model.faders.set({})
        set_levels(self._model, shown)


def stepped(level: float, by: float) -> float:
    """Return a level so many dB higher, on whole steps of 0.1 dB; up from silence it begins at -60 dB."""
    raised = round(level + by, 1)
    if raised < _FAINTEST:
        return _FAINTEST if by > 0 else QUIETEST
    return min(raised, LOUDEST)


def read_level(text: str) -> float | None:
    """Return the level that a person wrote, within what there is: -6, +1.5 dB, -inf; None for no level."""
    plain = text.strip().lower().removesuffix("db").strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if plain in ("-inf", "-\N{INFINITY}"):
        return QUIETEST
    if not _LEVEL.fullmatch(plain):
        return None
    return min(max(float(plain), QUIETEST), LOUDEST)


def fader_text(level: float) -> str:
    """Return a level as it stands beside its fader."""
    return "\N{MINUS SIGN}\N{INFINITY}" if level <= QUIETEST else f"{level:+.1f}" if level else "0"
