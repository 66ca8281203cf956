"""`source.shot`: the clip's own media."""

from typing import Annotated

from nodes.api import Clip, Frame, Shot, Time, node


@node("source.shot")
def shot(time: Time, media: Annotated[Clip[Frame], Shot()]) -> Frame:
    """Read the media of the clip whose graph this is, in its own frames, before any retime.

    What the clip's media is, is decided when the cut is compiled: a relink or a recut never breaks a graph.
    """
    return media.frame(time)
