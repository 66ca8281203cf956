"""What is told of a track's header under the pointer."""

from __future__ import annotations

from collections.abc import Iterator

from editor.document.model import Track
from editor.ui.words import say

from .bands import said
from .faders import level_of
from .headers import HeaderPart
from .rows import Row


def header_tip(row: Row, part: HeaderPart, *, target: bool = False) -> str:
    """Return what a part of a track's header is for, and what the track is, perhaps the `target`."""
    return "\n".join(_lines(row, part, target=target))


def _lines(row: Row, part: HeaderPart, *, target: bool) -> Iterator[str]:
    sound = row.kind == "Audio"
    if part == "enable" and sound:
        yield say("Mute the track") if row.enabled else say("Hear the track again")
    elif part == "enable":
        yield say("Hide the track") if row.enabled else say("Show the track again")
    elif part == "solo":
        only = say("Hear only tracks with a solo") if sound else say("Show only tracks with a solo")
        yield say("End the solo") if row.solo else only
        yield say("Alt-click: this track alone")
    elif part == "level":
        yield say("Level of the track: {level}", level=said("level", level_of(row)))
        yield say("Drag, or turn the wheel (Shift: finely)")
        yield say("Double-click: 0; on the number: type it")
    elif part == "meter":
        yield say("How loud the track is, as it plays")
    elif part == "lock":
        yield say("Unlock the track") if row.locked else say("Lock the track: no edit changes it")
    elif part == "edge":
        yield say("Drag: the track's height")
        yield say("Double-click: as it fits")
        yield say("Shift+= and Shift+-: all tracks")
    else:
        yield from _track(row, target=target)


def _track(row: Row, *, target: bool) -> Iterator[str]:
    sound = row.kind == "Audio"
    off = "" if row.enabled else say("muted") if sound else say("hidden")
    yield row.name
    yield " · ".join(filter(None, (row.word, off, say("locked") if row.locked else "")))
    yield say("The target: media and keys go here") if target else say("Click: media and keys go here")
    if isinstance(row.holder, Track):
        yield say("Double-click to rename")
