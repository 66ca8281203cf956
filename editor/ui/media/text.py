"""A piece of media in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.ui.words import later, say, say_many
from nodes.media.timecode import timecode_of_frame

if TYPE_CHECKING:
    from editor.compile.pool import Piece

KINDS = {
    "movie": later("movie"),
    "sequence": later("sequence"),
    "still": later("still"),
    "sound": later("sound"),
}


def kind_text(piece: Piece) -> str:
    """Return what it is, or that it is not there."""
    if piece.offline:
        return say("offline")
    assert piece.info is not None
    return say(KINDS.get(piece.info.kind, piece.info.kind))


def size_text(piece: Piece) -> str:
    """Return the size of its pictures in pixels, "" for sound."""
    format = piece.info.format if piece.info else None
    return f"{format.width}×{format.height}" if format is not None else ""


def rate_text(piece: Piece) -> str:
    """Return its pictures a second, or its samples."""
    info = piece.info
    if info is None or info.kind == "still":
        return ""
    if info.format is None:
        return say("{rate} kHz", rate=f"{info.sound.rate / 1000:g}") if info.sound else ""
    return f"{float(info.format.rate):.5g}"


def length_text(piece: Piece) -> str:
    """Return how long it lasts, as timecode counts; sound in hours, minutes, seconds."""
    info = piece.info
    if info is None or info.kind == "still":
        return ""
    if info.format is None:
        seconds = int(info.range.duration.seconds)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return timecode_of_frame(info.frame_count, info.rate)


def timecode_text(piece: Piece) -> str:
    """Return the timecode of its first picture, "" where it has none."""
    return (piece.info.timecode or "") if piece.info else ""


def use_text(piece: Piece) -> str:
    """Return how many clips use it."""
    count = len(piece.uses)
    return say_many("{count} clip", "{count} clips", count) if count else say("unused")


def tip_text(piece: Piece) -> str:
    """Return all of it: where it lies, what it is, that it is not there."""
    words = [kind_text(piece), size_text(piece), rate_text(piece), length_text(piece), use_text(piece)]
    lines = [piece.path, ", ".join(filter(None, words))]
    if piece.offline:
        lines.append(say("It is not where it was. Relink it: choose where it lies now."))
    return "\n".join(lines)


COLUMNS: tuple[tuple[str, Callable[[Piece], str]], ...] = (
    (later("Name"), lambda piece: piece.name),
    (later("Kind"), kind_text),
    (later("Size"), size_text),
    (later("Rate"), rate_text),
    (later("Length"), length_text),
    (later("Timecode"), timecode_text),
    (later("Used"), use_text),
)
"""The list's columns: title, and what stands there."""
