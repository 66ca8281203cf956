"""`source.shot_sound`: the sound of the clip's own media."""

from typing import Annotated

from nodes.api import Audio, Shot, node


@node("source.shot_sound")
def shot_sound(media: Annotated[Audio, Shot()]) -> Audio:
    """Read the sound of the clip whose graph this is, in its own time, before any retime.

    Example: workprint shot show sh010 --add source.shot_sound as=own
    --add audio.drive as=beat sound=@own feature=beat
    """
    return media
