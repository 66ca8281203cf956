"""What is written under a picture: where it stands, what a pixel holds."""

from __future__ import annotations

from editor.document.model import Cut
from editor.playback.ring import Picture
from nodes.api.times import Range, Time
from nodes.media.timecode import can_drop, timecode_of_frame

from .framing import scale_of


def pixel_text(picture: Picture | None, at: tuple[int, int] | None, tile: int = 0) -> str:
    """Return a pixel's place at full size and the display's code values there; "" beside the picture.

    `tile` is which of the pictures that lie beside each other is meant.
    """
    if picture is None or at is None:
        return ""
    column, row = at
    pixels = (picture.pixels, *picture.beside)[tile] if tile <= len(picture.beside) else picture.pixels
    scale = scale_of(picture)
    across, down = int(column * scale), int(row * scale)
    if not (0 <= across < pixels.shape[1] and 0 <= down < pixels.shape[0]):
        return ""
    red, green, blue = (int(value) for value in pixels[down, across, :3])
    return f"x {column}  y {row}   R {red}  G {green}  B {blue}"


def timecode_text(cut: Cut, time: Time) -> str:
    """Return a cut time as the cut's timecode: drop-frame where its rate has it."""
    start = Time.zero(cut.rate) if cut.start is None else cut.start
    frame = (start + time).at(cut.rate).rounded().frame
    return timecode_of_frame(frame, cut.rate, drop=can_drop(cut.rate))


def frame_text(time: Time, whole: Range | None) -> str:
    """Return which frame of how many that is, counted from 0."""
    frame = time.frame if whole is None else time.at(whole.rate).frame
    return str(frame) if whole is None else f"{frame} / {whole.frame_count}"
