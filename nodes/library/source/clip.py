"""`source.clip`: another shot of the cut."""

from nodes.api import Frame, NodeError, Time, node


@node("source.clip")
def clip(time: Time, clip: str = "") -> Frame:
    """Read the circled take of another shot (its media where none is circled); both begin together.

    `clip` is the shot's name or id. Shots must not read one another in a circle. Raises NodeError in a graph
    that is run alone.
    """
    raise NodeError(
        f"Read shot '{clip}' at frame {time.frame}",
        "the graph is run alone, not in a project",
        hint="Run it as a shot's graph: workprint shot PROJECT SHOT --graph FILE",
        port="clip",
    )
