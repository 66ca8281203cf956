"""`source.sound`: the sound of a file."""

from typing import Annotated

from nodes.api import Audio, File, node


@node("source.sound")
def sound(file: Annotated[Audio, File()]) -> Audio:
    """Read the sound of a sound file or a movie, at its own rate and channels.

    Time is the file's own: a movie's timecode, else 0 at the first sample. It is silent outside.

    Example: workprint shot show sh010 --add source.sound as=song file=song.wav
    --add audio.drive as=beat sound=@song feature=beat
    """
    return file
