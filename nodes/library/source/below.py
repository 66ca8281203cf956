"""`source.below`: what lies beneath a clip."""

from nodes.api import Frame, NodeError, Time, node


@node("source.below")
def below(time: Time) -> Frame:
    """Read the picture of the tracks beneath the clip whose graph this is: an adjustment clip starts here.

    What lies beneath is known when the cut is rendered. Raises NodeError in a graph that is run alone.
    """
    raise NodeError(
        f"Read what lies beneath at frame {time.frame}",
        "the graph is run alone, not in a cut",
        hint="Render the cut: workprint render PROJECT --live",
    )
