"""`source.media`: the pictures of a file."""

from typing import Annotated

from nodes.api import Clip, File, Frame, Time, node


@node("source.media")
def media(time: Time, file: Annotated[Clip[Frame], File()]) -> Frame:
    """Read the picture of a movie, a still or an image sequence that is on screen at a time.

    Time is the file's own: its timecode, else a sequence's numbers, else 0 at the first picture.
    Before the first and after the last picture the nearest one is held.
    """
    return file.frame(time)
