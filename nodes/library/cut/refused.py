"""`cut.refused`: what stands in a cut in place of a shot that cannot be made."""

from nodes.api import Frame, NodeError, node


@node("cut.refused")
def refused(why: str = "", hint: str = "", culprit: str = "", tried: str = "") -> Frame:
    """Refuse to make a picture: `why` is what is said, `culprit` the node to blame, `tried` its key then."""
    raise NodeError(why, hint=hint, port=culprit)
