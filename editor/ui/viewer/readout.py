"""What is written under a picture: where it stands, what a pixel holds."""

from __future__ import annotations

from editor.document.model import Cut
from editor.playback.ring import Picture
from nodes.api.times import Range, Time
from nodes.media.timecode import can_drop, timecode_of_frame


def pixel_text(picture: Picture | None, at: tuple[int, int] | None) -> str:
    """Return a pixel's place and the display's code values of the frame itself; "" beside the picture."""
    if picture is None or at is None:
        return ""
    column, row = at
    rows, columns = picture.pixels.shape[:2]
    if not (0 <= column < columns and 0 <= row < rows):
        return ""
    red, green, blue = (int(value) for value in picture.pixels[row, column, :3])
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
