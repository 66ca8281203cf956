"""Everything that lies on tracks and in stacks, in and out."""

from __future__ import annotations

from typing import Any

from editor.document.looks import LOUDEST, QUIETEST
from editor.document.model import TALLEST, Clip, Gap, Item, Stack, Track, Transition, Unknown
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .between import read_gap, read_transition, write_gap, write_transition
from .clips import read_clip, write_clip
from .fields import begin, emptied, put, put_range
from .notes import TEMPLATE, read_notes, read_source, write_notes
from .own import OWN, id_by_content, split_metadata, with_own
from .place import Place, flag_of, plain, text_of
from .schemas import SCHEMA, family_of, schema_of
from .tokens import Json


def read_item(data: Json, place: Place) -> Item:
    """Return one item with all that lies in it. Raises BadInput that names the place."""
    family = family_of(schema_of(data, place))
    if family == "Clip":
        return read_clip(data, place)
    if family == "Gap":
        return read_gap(data, place)
    if family == "Transition":
        return read_transition(data, place)
    if family == "Track":
        kind = text_of(data, "kind", place) if "kind" in data else "Video"
        return Track(kind=kind, **_composition(data, place), **_switches(data))
    if family == "Stack":
        return Stack(**_composition(data, place))
    return _unknown(data, place)


def write_item(item: Item) -> dict[str, Json]:
    """Return one item's object with all that lies in it."""
    if isinstance(item, Clip):
        return write_clip(item)
    if isinstance(item, Gap):
        return write_gap(item)
    if isinstance(item, Transition):
        return write_transition(item)
    if isinstance(item, Unknown):
        return dict(item.origin)
    template = {SCHEMA: "Stack.1" if isinstance(item, Stack) else "Track.1"} | TEMPLATE
    out = begin(item.origin, **template)
    write_notes(out, item, **(_written(item) if isinstance(item, Track) else {}))
    put_range(out, "source_range", item.source)
    put(out, "enabled", item.enabled, True)
    out["children"] = [write_item(each) for each in item.items]
    if isinstance(item, Track):
        put(out, "kind", item.kind, "" if "kind" in out else "Video")
        out.setdefault("kind", item.kind)
    return out


def _composition(data: dict[str, Json], place: Place) -> dict[str, Any]:
    metadata, own = split_metadata(data, place)
    children = data.get("children", [])
    if not isinstance(children, list):
        raise place.at("children").wrong(children, "a list")
    inside = place.at("children")
    return read_notes(data, own, place) | {
        "source": read_source(data, place),
        "enabled": flag_of(data, "enabled", place),
        "items": tuple([read_item(each, inside.at(index)) for index, each in enumerate(children)]),
        "metadata": metadata,
        "origin": with_own(emptied(data, "effects", "markers", "metadata", "children"), own),
    }


def _switches(data: dict[str, Json]) -> dict[str, Any]:
    """Return what a track's block says of how it is worked on; what makes no sense there says nothing."""
    own = (data.get("metadata") or {}).get(OWN)
    own = own if isinstance(own, dict) else {}
    height = own.get("height")
    is_size = isinstance(height, int) and not isinstance(height, bool) and 0 < height <= TALLEST
    flags = {name: own.get(name) is True for name in ("locked", "solo")}
    return {**flags, "height": height if is_size else 0, "level": _level(own.get("level"))}


def _level(said: Json) -> float:
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    return float(said) if is_number and QUIETEST <= said <= LOUDEST else 0.0


def _written(track: Track) -> dict[str, Json]:
    return {
        "locked": track.locked or None,
        "solo": track.solo or None,
        "height": track.height or None,
        "level": track.level or None,
    }


def _unknown(data: dict[str, Json], place: Place) -> Unknown:
    name = data.get("name")
    return Unknown(
        id=id_by_content(data, place),
        schema=plain(data[SCHEMA]),
        name=plain(name) if isinstance(name, str) else "",
        duration=_length(data, place),
        origin=data,
    )


def _length(data: dict[str, Json], place: Place) -> Time | None:
    """How long an item of an unknown schema lasts, where it says so in the usual way."""
    try:
        source = read_source(data, place)
    except BadInput:
        return None
    return None if source is None else source.duration
