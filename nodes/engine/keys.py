"""The key of a node's output: equal keys mean equal pixels, on the same device and versions.

A key covers the node's id and version, its parameters as they are (a default said aloud is a default),
its keyframes, what it reads, its file's content and how that is read, its
model, the working space, the domain where
it depends on that, the format where it asks for it, the proxy scale where it sees it, and the take's seed
where it takes one that is not pinned. It is the digest of lines of JSON: a node's type, its parameters,
then what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import blake2b
from typing import Any

from nodes.api import Curve, Format, Param, Range, Spec
from nodes.api.kinds import encode

from .job import Bound

DOMAINS = ("stream", "chunks", "clip")
"""The shapes that make a value for each frame of a stretch."""
STATEFUL = (*DOMAINS, "signal")
"""The shapes that read a stretch by themselves."""
_SCHEMA = 2
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def head(spec: Spec, scale: Fraction, colour: Mapping[str, str]) -> str:
    """Return the first line: a node's type, the working space with its fingerprint, the scale it sees."""
    return _json([_SCHEMA, spec.id, spec.version, colour, str(scale) if sees_scale(spec) else None])


def sees_scale(spec: Spec) -> bool:
    """Return whether the proxy scale matters to a node beyond what its inputs tell."""
    asks = any(each.kind in ("format", "shot") for each in spec.injected)
    return asks or any(param.is_px or param.kind.name == "file" for param in spec.params)


def is_anchored(spec: Spec) -> bool:
    """Return whether what a node makes depends on the stretch it runs over."""
    return spec.shape in STATEFUL or any(each.kind == "range" for each in spec.injected)


def stated(param: Param, value: Any) -> str:
    """Return a parameter's decoded value, unscaled, as the one text that equal values share."""
    return _json(None if value is None else encode(param.kind, value))


def stated_keys(param: Param, curve: Curve[Any]) -> str:
    """Return keyframes, unscaled, as text: they count by instant and value."""
    kind = param.kind.moment
    return _json({"keys": [[str(key.time.seconds), encode(kind, key.value)] for key in curve.keys]})


def stated_content(bound: Bound, scale: Fraction) -> str:
    """Return a file as text: what it holds and how that is read; at proxy size a lighter one counts."""
    tags = bound.info.colour
    signal = [tags.matrix, tags.range, tags.primaries, tags.transfer, tags.data]
    lighter = ["light"] if bound.light and scale != 1 else []
    return _json([bound.fingerprint, bound.info.start.to_json(), signal, *lighter])


def stated_model(fingerprint: str | None) -> str:
    """Return what serves a node as text: a model's fingerprint, None for the engine that ships with it."""
    return _json(fingerprint)


def setting_line(values: Mapping[str, str]) -> str:
    """Return parameters that were stated as one line."""
    return "{" + ",".join([f'"{name}":{values[name]}' for name in sorted(values)]) + "}"


def place_line(spec: Spec, domain: Range | None, format: Format) -> str:
    """Return what a node is told of the place where it stands as one line."""
    asks = any(each.kind == "format" for each in spec.injected)
    anchored = domain is not None and is_anchored(spec)
    return _json(
        {
            "domain": domain.to_json() if anchored and domain is not None else None,
            "format": format.to_json() if asks else None,
        }
    )


def key_of(lines: Iterable[str]) -> str:
    """Return the digest of lines of text."""
    return digest_of("\n".join(lines))


def digest_of(text: str) -> str:
    """Return the digest of a text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def digest(data: Any) -> str:
    """Return the digest of plain data."""
    return digest_of(_json(data))
