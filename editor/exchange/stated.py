"""Paths that other programs leave in a reference's metadata, for media they lost or know better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor.document.model import MediaReference

from .tokens import Json

_KEYS = (
    ("Resolve_OTIO", "Media Url"),
    ("foundry.source.path",),
    ("foundry.source.fullpath",),
    ("foundry", "source", "path"),
)


def stated_paths(reference: MediaReference) -> Iterator[str]:
    """Yield the paths in a reference's metadata, Resolve's before Hiero's."""
    for keys in _KEYS:
        text = _text_at(reference.metadata, keys)
        if text:
            yield text


def stated_path(reference: MediaReference) -> str:
    """Return the first path in a reference's metadata, "" without one."""
    return next(stated_paths(reference), "")


def _text_at(metadata: Mapping[str, Json], keys: Sequence[str]) -> str:
    value: Json = metadata
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""
