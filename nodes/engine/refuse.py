"""What this engine does not run, refused by name before anything is made."""

from __future__ import annotations

from nodes.api import Spec
from nodes.graph.model import GraphNode

from .errors import CannotRun
from .own import missing_capabilities


def refusal(spec: Spec) -> tuple[str, str] | None:
    """Return why nodes of a type are not run and what to do instead; None for those that are run."""
    if missing := missing_capabilities(spec):
        return f"it asks for a model ({', '.join(missing)}), and this version runs none", "Bypass the node."
    return None


def refuse(place: GraphNode, why: str, hint: str) -> CannotRun:
    """Return the error that says why a node is not run."""
    return CannotRun(f"Run node '{place.id}' ({place.type})", why, hint=hint)


NO_SHOT = "it reads a shot's media, and no shot is at hand", "Use source.media here."
NO_DOMAIN = "it works through a stretch of frames, and nothing says which", "Feed it from a file."
