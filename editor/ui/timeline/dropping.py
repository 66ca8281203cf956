"""Media dragged over the timeline: where it would go, and the edit that a drop becomes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from editor.document.rules import said
from nodes.api.times import Time
from nodes.media.refs import FileRef

from .ghost import Ghost, Piece, length_text
from .model import TimelineModel
from .playhead import near
from .tools import Keys
from .view import HEADER, RULER, row_at

MIME = "application/x-workprint-media"
"""What the media dock drags: a JSON list of paths and patterns."""
_UNKNOWN = Fraction(2)
"""Seconds that media is drawn long whose length is not known yet."""
_LONGEST = 2**20


@dataclass(frozen=True, slots=True)
class Lay:
    """How media is put into the cut: the edit, and its settings in the words of the command line."""

    verb: str
    settings: Mapping[str, str] = field(default_factory=dict)


def read_paths(data: bytes) -> list[str]:
    """Return the paths that are dragged from the media dock, none for what cannot be read."""
    try:
        found = json.loads(data[:_LONGEST])
    except ValueError:
        return []
    is_list = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return found if is_list else []


def lay_at(model: TimelineModel, x: float, y: float, keys: Keys) -> tuple[Lay, Time, int | None] | None:
    """Return how media would be put in at a pixel of the whole widget, when, and on which row.

    Ctrl inserts, else it covers what stands there. What is near draws it, but for Shift. On no row it goes
    to the first track. None without a cut.
    """
    cut = model.cut
    if cut is None:
        return None
    at = model.view.value.time_at(max(x - HEADER, 0), cut.rate)
    playhead = model.session.playhead.value
    drawn = None if keys.shift else near(model, at, () if playhead is None else (playhead,))
    time = max((at if drawn is None else drawn).rounded(), Time.zero(cut.rate))
    number = row_at(model.view.value, y - RULER)
    row = model.rows.value[number] if number is not None and number < len(model.rows.value) else None
    settings = {"at": said(time), "sound": "yes"}
    if row is not None and row.kind != "other":
        settings["track"] = row.holder.id
    if keys.ctrl and model.all_tracks.value:
        settings["all"] = "yes"
    model.guide.set(drawn)
    return Lay("insert" if keys.ctrl else "overwrite", settings), time, number if row is not None else None


def hover(model: TimelineModel, paths: Sequence[str], x: float, y: float, keys: Keys) -> None:
    """Show where dragged media would go."""
    found = lay_at(model, x, y, keys)
    if found is None or not model.rows.value:
        return
    lay, at, number = found
    lengths = [_length(model, path) for path in paths]
    total = sum((length for length in lengths if length is not None), Fraction(0))
    known = all(length is not None for length in lengths)
    end = Time((at.seconds + (total or _UNKNOWN)) * at.rate.fraction, at.rate)
    row = 0 if number is None else number
    how = "insert" if lay.verb == "insert" else "over"
    text = f"{how}  {length_text((end - at).rounded(), model.units.value)}" if known else how
    locked = model.rows.value[row].locked
    refused = f"Track {model.rows.value[row].name} is locked." if locked else ""
    model.ghost.set(Ghost((Piece(row, at, end),), at, row, text, refused))


def leave(model: TimelineModel) -> None:
    """Show nothing more: the drag is elsewhere, or over."""
    model.ghost.set(None)
    model.guide.set(None)


def _length(model: TimelineModel, path: str) -> Fraction | None:
    """Return how many seconds media lasts that the project knows, None for other."""
    project = model.session.project.value
    for entry in () if project is None else project.media.values():
        named = entry.ref.path if isinstance(entry.ref, FileRef) else entry.ref.folder
        if named in (path, path.rpartition("/")[0]) and entry.info is not None:
            return entry.info.range.duration.seconds
    return None
