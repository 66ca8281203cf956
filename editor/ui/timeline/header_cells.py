"""What can be done in a track's header, and what it is called: for keys and screen readers."""

from __future__ import annotations

from typing import Literal

from editor.document.model import Track
from editor.ui.words import say, say_many

from .faders import fader_text, level_of
from .headers import Place, places
from .rows import GAP, KIND, Row
from .view import HEADER

Cell = Literal["name", "enable", "solo", "lock", "level", "height"]
CELLS: tuple[Cell, ...] = ("name", "enable", "solo", "lock", "level", "height")
SWITCHES: tuple[Cell, ...] = ("enable", "solo", "lock")


def has(row: Row, cell: Cell) -> bool:
    """Return whether a row has a cell: of what is no track only the name, a level only of sound."""
    if not isinstance(row.holder, Track):
        return cell == "name"
    return cell != "level" or row.kind == "Audio"


def is_on(row: Row, cell: Cell) -> bool:
    """Return whether a switch is pressed: the track muted or hidden, soloed, locked."""
    return {"enable": not row.enabled, "solo": row.solo, "lock": row.locked}.get(cell, False)


def place_of(row: Row, tall: int, cell: Cell) -> Place:
    """Return where a cell is in a header, `tall` pixels tall: its height at the lower edge.

    A level that has no room in a low header is where the name is.
    """
    found = dict(places(row, tall))
    if cell == "height":
        return Place(2, tall - 5, HEADER - 5, 4)
    return found.get(cell, found["name"])


def cell_name(row: Row, cell: Cell) -> str:
    """Return what a cell is called to somebody who does not see it."""
    name, sound = row.name, row.kind == "Audio"
    if cell == "enable":
        return say("Mute track {name}", name=name) if sound else say("Hide track {name}", name=name)
    if cell == "solo":
        return say("Solo track {name}", name=name)
    if cell == "lock":
        return say("Lock track {name}", name=name)
    if cell == "level":
        level = fader_text(level_of(row))
        return say("Level of track {name}: {level} dB", name=name, level=level)
    if cell == "height":
        return say("Height of track {name}", name=name)
    return _track_name(row)


def _track_name(row: Row) -> str:
    called = row.name
    if row.kind == "Audio":
        called = say("Sound track {name}", name=called)
    elif row.kind == "Video":
        called = say("Picture track {name}", name=called)
    clips = int(((row.codes & KIND) != GAP).sum())
    return f"{called}, {say_many('{count} clip', '{count} clips', clips)}"


def state_text(row: Row, cell: Cell, level: float | None = None) -> str:
    """Return what a cell says once it was changed; `level` is one that is not kept yet."""
    if cell in SWITCHES:
        what = cell_name(row, cell)
        return say("{what}: on", what=what) if is_on(row, cell) else say("{what}: off", what=what)
    if cell == "level":
        return say("{level} dB", level=fader_text(level_of(row) if level is None else level))
    return cell_name(row, cell)


def cell_help(row: Row, cell: Cell) -> str:
    """Return which keys do something in a cell."""
    if cell in SWITCHES:
        return say("Space turns it on or off")
    if cell == "level":
        return say("+ and - change it by 1 dB, Return types it, 0 resets it")
    if cell == "height":
        return say("+ and - change it, Return types it, 0 shares the room")
    return say("Space makes it the target, Return renames it") if has(row, "lock") else ""
