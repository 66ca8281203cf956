"""What a picture file's header says beside its picture, as a frame's metadata carry it along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

KEY = "header"
"""Under which a frame's metadata holds it: JSON of the kind of file and each attribute's type and value."""

Attributes = Mapping[str, tuple[str, Any]]
"""Type (as OpenImageIO names it) and value of attributes, by name."""


def attributes_in(metadata: Mapping[str, str]) -> Attributes:
    """Return the attributes that came with a frame; none where its metadata hold no such JSON."""
    try:
        said = json.loads(metadata.get(KEY, "{}"))["said"]
        return {str(name): (str(type), value) for name, (type, value) in said.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def with_attributes(metadata: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return metadata with further texts for the header of an EXR file.

    >>> attributes_in(with_attributes({}, {"cryptomatte/1234567/name": "objects"}))
    {'cryptomatte/1234567/name': ('string', 'objects')}
    """
    had = attributes_in(metadata)
    kind = json.loads(metadata[KEY]).get("kind") if had else "openexr"
    said = {name: list(each) for name, each in had.items()} | {
        name: ["string", text] for name, text in more.items()
    }
    return {**metadata, KEY: json.dumps({"kind": kind, "said": said})}
