"""What can go wrong while a graph is evaluated, tied to node and time."""

from __future__ import annotations

from nodes.api import BadInput, Failed, NodeError, Time


class CannotRun(BadInput):
    """A graph that is well formed but holds something this engine does not run."""


class NodeRefused(BadInput):
    """A node refused what it was given: the user's mistake, with the node's own words."""


class NodeFault(Failed):
    """A node failed in a way its author did not foresee: a fault in the node, tied to node and time."""


def refused(name: str, type_id: str, time: Time, error: NodeError) -> NodeRefused:
    """Return the error for a node's own refusal at a time."""
    at = f"Run node '{name}' ({type_id}) at frame {time.frame}"
    port = f"{error.port}: " if error.port else ""
    why = f"{port}{error.attempted}: {error.why}" if error.why else f"{port}{error.attempted}"
    return NodeRefused(at, why, hint=error.hint)


def fault(name: str, type_id: str, time: Time, error: Exception) -> NodeFault:
    """Return the error for an exception that a node's author did not foresee."""
    return NodeFault(
        f"Run node '{name}' ({type_id}) at frame {time.frame}",
        f"it failed with {type(error).__name__}: {error}",
        hint=f"Bypass the node, or report this to whoever made {type_id}.",
    )
