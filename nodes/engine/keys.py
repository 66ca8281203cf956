"""The key of a node's output: equal keys mean equal pixels, on the same device and versions.

A key covers the node's id and version, its parameters as they are (a default said aloud is a default),
its keyframes, what it reads, its file's content and how that is read, the working space, the domain where
it has state, the format where it asks for it, and the take's seed where it takes one that is not pinned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nodes.api import Curve, Format, Param, Range, Spec
from nodes.api.kinds import encode
from nodes.graph.model import GraphNode, Keys

from .job import Bound, Job

DOMAINS = ("stream", "chunks", "clip")
"""The shapes that make a value for each frame of a stretch."""
STATEFUL = (*DOMAINS, "signal")
"""The shapes that read a stretch by themselves."""
_SCHEMA = 1
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

Reads = Mapping[str, list[list[str] | None]]
"""Key and port of all that feeds each argument; None where a list's place is empty."""


def node_key(
    job: Job,
    place: GraphNode,
    spec: Spec,
    settings: Mapping[str, Any],
    domain: Range | None,
    format: Format,
    reads: Reads,
    colour: Mapping[str, str],
) -> str:
    """Return the key of a node's outputs.

    `settings` are its parameters as Python values, `colour` is the working space with its fingerprint.
    """
    injected = {each.kind for each in spec.injected}
    return digest(
        {
            "schema": _SCHEMA,
            "node": spec.id,
            "version": spec.version,
            "params": {
                param.name: _stated(job, place, param, settings[param.name])
                for param in spec.params
                if param.name not in reads
            },
            "reads": reads,
            "colour": colour,
            "domain": domain.to_json() if domain and is_anchored(spec) else None,
            "format": format.to_json() if "format" in injected else None,
        }
    )


def is_anchored(spec: Spec) -> bool:
    """Return whether what a node makes depends on the stretch it runs over."""
    return spec.shape in STATEFUL or any(each.kind == "range" for each in spec.injected)


def digest(data: Any) -> str:
    """Return the digest of plain data."""
    return hashlib.blake2b(_json(data).encode(), digest_size=16).hexdigest()


def _stated(job: Job, place: GraphNode, param: Param, value: Any) -> Any:
    """Return a parameter's value in the one form that equal values share."""
    if value is None:
        return None
    if isinstance(place.drives.get(param.name), Keys) and isinstance(value, Curve):
        kind = param.kind.moment
        return {"keys": [[str(key.time.seconds), encode(kind, key.value)] for key in value.keys]}
    if param.kind.name == "file":
        return _content(job.media[value])
    return param.encode(value, node=place.id)


def _content(bound: Bound) -> list[Any]:
    tags = bound.info.colour
    signal = [tags.matrix, tags.range, tags.primaries, tags.transfer, tags.data]
    return [bound.fingerprint, bound.info.start.to_json(), signal]
