"""What this engine does not run, refused by name before anything is made."""

from __future__ import annotations

from nodes.graph.model import GraphNode

from .errors import CannotRun


def refuse(place: GraphNode, why: str, hint: str) -> CannotRun:
    """Return the error that says why a node is not run."""
    return CannotRun(f"Run node '{place.id}' ({place.type})", why, hint=hint)


NO_SHOT = "it reads a shot's media, and no shot is at hand", "Use source.media here."
NO_DOMAIN = "it works through a stretch of frames, and nothing says which", "Feed it from a file."
