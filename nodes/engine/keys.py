"""The key of a node's output: equal keys mean equal pixels, on the same device and versions.

A key covers the node's id and version, its parameters as they are (a default said aloud is a default),
its keyframes, what it reads, the fingerprint of its file, the working space, the domain where it has
state, the format where it asks for it, and the take's seed where it takes one that is not pinned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nodes.api import Format, Range, Spec
from nodes.graph.model import GraphNode, Keys

from .job import Bound, Job

STATEFUL = ("stream", "chunks", "clip")


def node_key(
    job: Job,
    place: GraphNode,
    spec: Spec,
    bound: Bound | None,
    domain: Range | None,
    format: Format,
    reads: Mapping[str, list[list[str]]],
) -> str:
    """Return the key of a node's outputs; `reads` gives key and port of all that feeds each argument."""
    injected = {each.kind for each in spec.injected}
    anchored = spec.shape in STATEFUL or "range" in injected
    return digest(
        {
            "node": spec.id,
            "version": spec.version,
            "params": _params(job, place, spec, bound),
            "reads": reads,
            "colour": dict(job.colour),
            "domain": domain.to_json() if domain and anchored else None,
            "format": format.to_json() if "format" in injected else None,
        }
    )


def digest(data: Any) -> str:
    """Return the digest of plain data."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _params(job: Job, place: GraphNode, spec: Spec, bound: Bound | None) -> dict[str, Any]:
    stated = dict(spec.defaults()) | dict(place.params)
    for param in spec.params:
        drive = place.drives.get(param.name)
        if isinstance(drive, Keys):
            stated[param.name] = {"keys": [[time.to_json(), value] for time, value in drive.keys]}
        elif param.kind.name == "file" and bound is not None:
            stated[param.name] = [bound.fingerprint, bound.info.start.to_json()]
        elif param.kind.name == "seed" and stated.get(param.name) is None:
            stated[param.name] = job.seed
    return stated
