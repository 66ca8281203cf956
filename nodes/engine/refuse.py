"""What this engine does not run, refused by name before anything is made."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.api import Range, Spec
from nodes.graph.model import GraphNode

from .errors import CannotRun
from .keys import DOMAINS, STATEFUL
from .wiring import Wired

RUNS = ("frame", "stream", "chunks", "clip", "signal")
"""The shapes that are executed now."""


def refuse_node(place: GraphNode, spec: Spec, reads: Sequence[Wired]) -> None:
    """Raise CannotRun for a shape, a model, a reader or a connection that is not executed yet."""
    what = f"Run node '{place.id}' ({spec.id})"
    if spec.shape not in RUNS:
        raise CannotRun(
            what,
            f"its shape is '{spec.shape}', and this version runs: {', '.join(RUNS)}",
            hint="Bypass or remove the node.",
        )
    if spec.models:
        asked = ", ".join(request.capability for request in spec.models)
        raise CannotRun(
            what, f"it asks for a model ({asked}), and this version runs none", hint="Bypass the node."
        )
    if any(each.kind == "shot" for each in spec.injected):
        raise CannotRun(
            what, "it reads a shot's media, and no shot is at hand", hint="Use source.media here."
        )
    for wired in reads:
        _refuse_connection(what, spec, wired)


def _refuse_connection(what: str, spec: Spec, wired: Wired) -> None:
    if spec.shape in STATEFUL:
        return
    port, param = spec.input(wired.argument), spec.param(wired.argument)
    if port is not None and port.type in ("audio", "curve"):
        why = f"its input '{port.name}' is a whole {port.type}, and this version hands over single values"
        raise CannotRun(what, why, hint="Disconnect it.")
    if param is None or not wired.drives:
        return
    if param.kind.name == "curve":
        why = f"'{param.name}' is a whole curve, and this version drives single values"
        raise CannotRun(what, why, hint="Use keyframes.")
    if spec.has_times:
        why = f"it chooses its inputs' times, and '{param.name}' is driven by another node"
        raise CannotRun(what, why, hint="Use keyframes.")


def refuse_domain(place: GraphNode, spec: Spec, domain: Range | None) -> None:
    """Raise CannotRun for a node that has to know over which frames it runs where nothing says that."""
    reads = any(port.type in ("frame", "matte") for port in spec.inputs)
    asks = spec.shape in DOMAINS or (spec.shape == "signal" and reads)
    asks = asks or any(each.kind == "range" for each in spec.injected)
    if asks and domain is None:
        raise CannotRun(
            f"Run node '{place.id}' ({spec.id})",
            "it works through a stretch of frames, and nothing says which",
            hint="Feed it from a file.",
        )
