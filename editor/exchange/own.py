"""What Workprint keeps of an item in `metadata["workprint"]`: its id, and a shot's graph and takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

from .place import Place, mapping_of
from .tokens import Json, dumps

OWN = "workprint"
FOREIGN = "foreign"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def split_metadata(data: Mapping[str, Json], place: Place) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return an object's metadata without Workprint's block, and that block."""
    metadata = mapping_of(data, "metadata", place)
    if OWN not in metadata:
        return metadata, {}
    own = metadata[OWN]
    return {key: value for key, value in metadata.items() if key != OWN}, (
        own if isinstance(own, dict) else {FOREIGN: own}
    )


def with_own(origin: dict[str, Json], own: Mapping[str, Json]) -> dict[str, Json]:
    """Return an emptied origin that still holds Workprint's block, for what a later version put there."""
    if own:
        origin["metadata"] = {OWN: dict(own)}
    return origin


def put_metadata(out: dict[str, Json], metadata: Mapping[str, Json], fields: Mapping[str, Json]) -> None:
    """Set an object's metadata with Workprint's block last; a field that is None is left out."""
    then = out.get("metadata") or {}
    own = dict(then.get(OWN, {}))
    for key, value in fields.items():
        if value is None:
            own.pop(key, None)
        elif own.get(key) != value:
            own[key] = value
    whole = dict(metadata) | ({OWN: own} if own else {})
    if whole or out.get("metadata") is not None:
        out["metadata"] = whole


def good_id(value: Json) -> str | None:
    """Return an id that is safe as the name of a folder, None for anything else."""
    return str(value) if isinstance(value, str) and _ID.fullmatch(value) else None


def new_id() -> str:
    """Return an id that nothing else bears."""
    return uuid4().hex[:12]


def id_of(own: Mapping[str, Json], place: Place) -> str:
    """Return the id an item has, a new one where it has none or another item before it bears it."""
    found = good_id(own.get("id"))
    while found is None or found in place.taken:
        found = new_id()
    place.taken.add(found)
    return found


def id_by_content(data: Json, place: Place) -> str:
    """Return an id for an object that cannot carry one: the same for the same content in the same order."""
    text = dumps(data)
    found = sha256(text.encode()).hexdigest()[:12]
    while found in place.taken:
        found = sha256((found + text).encode()).hexdigest()[:12]
    place.taken.add(found)
    return found
