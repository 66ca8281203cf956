"""`cut.grey`: a matte as a picture, to be looked at."""

from nodes.api import Frame, Matte, node


@node("cut.grey")
def grey(matte: Matte) -> Frame:
    """Show a matte as a grey, opaque picture: its values as they are, 0 black to 1 white."""
    return matte.frame()
