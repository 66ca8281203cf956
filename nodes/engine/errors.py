"""What can go wrong while a graph is evaluated, tied to node and time."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

from nodes.api.errors import BadInput, Failed, NodeError, WorkprintError, from_json
from nodes.api.times import Time
from nodes.graph.model import GraphNode

_TIED = re.compile(r"Run node '(.*)' \([^()']*\) at frame -?\d+$", re.DOTALL)


class CannotRun(BadInput):
    """A graph that is well formed but holds something this engine does not run."""


class UnknownJob(BadInput):
    """A job was named that this process has not been given, or was given before it was restarted."""


class NodeRefused(BadInput):
    """A node refused what it was given: the user's mistake, with the node's own words."""


class NodeFault(Failed):
    """A node failed in a way its author did not foresee: a fault in the node, tied to node and time."""


def tied(place: GraphNode, time: Time, error: BaseException) -> WorkprintError:
    """Return the error to raise for what a node raised at a time.

    A node's own refusal becomes NodeRefused; media errors and the like keep their class; anything else is
    a NodeFault that says where in the node's code it happened.
    """
    attempted = f"Run node '{place.id}' ({place.type}) at frame {time.frame}"
    if isinstance(error, NodeError):
        port = f"{error.port}: " if error.port else ""
        return NodeRefused(attempted, port + _said(error), hint=error.hint)
    if isinstance(error, WorkprintError):
        return from_json(error.to_json() | {"attempted": attempted, "why": _said(error)})
    if isinstance(error, MemoryError):
        return NodeFault(attempted, "it ran out of memory", hint="Work at a smaller size.")
    return NodeFault(
        attempted,
        f"it failed with {type(error).__name__}: {error}{_where(error)}",
        hint=f"Bypass the node, or report this to whoever made {place.type}.",
    )


def node_of(error: BaseException) -> str:
    """Return the name of the node that an error is tied to, "" for one that is tied to none.

    >>> from nodes.api.times import Rate
    >>> node_of(tied(GraphNode("sky", "color.grade"), Time(3, Rate(24)), MemoryError()))
    'sky'
    """
    found = _TIED.match(getattr(error, "attempted", ""))
    return found.group(1) if found else ""


def _said(error: WorkprintError) -> str:
    return f"{error.attempted}: {error.why}" if error.why else error.attempted


def _where(error: BaseException) -> str:
    """Return the place below the engine's own code where an exception was raised, or nothing."""
    here = Path(__file__).parent
    frames = [
        each for each in traceback.extract_tb(error.__traceback__) if Path(each.filename).parent != here
    ]
    return f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
