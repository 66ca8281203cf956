"""OTIO text to a cut."""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor.document.model import Cut, Item, Stack
from nodes.api.errors import BadInput
from nodes.api.times import Rate

from .fields import emptied
from .items import read_item
from .own import split_metadata, with_own
from .place import Place, list_of, text_of
from .rates import DEFAULT_RATE, find_rate
from .schemas import SCHEMA, base_name, family_of, schema_of
from .set_aside import restore
from .times import read_known_time
from .tokens import Json, loads

_RATE = re.compile(r"([1-9][0-9]{0,8})(?:/([1-9][0-9]{0,8}))?")

FORMAT = 1
"""The version of what Workprint keeps in a timeline's metadata."""


def read_cut(text: str, *, where: str) -> Cut:
    """Return the cut that OTIO text holds: one Timeline, bare or as the only one of a collection.

    Times are exact, rates canonical; a rate that says nothing counts at the cut's, which `find_rate` finds.
    Items without an id get one. `where` names the file in messages. Raises BadInput that names the place
    in the document.
    """
    document = restore(loads(text, where=where), text, where=where)
    place = Place(where, DEFAULT_RATE)
    schema = schema_of(document, place)
    if family_of(schema) == "SerializableCollection":
        return _from_collection(document, place)
    if family_of(schema) != "Timeline":
        raise refusal(schema, place)
    return _timeline(document, place)


def item_from_json(data: Json, rate: Rate, *, where: str = "an item") -> Item:
    """Return the item that `item_to_json` described, in a cut that counts at `rate`. Raises BadInput."""
    return read_item(data, Place(where, rate))


def refusal(schema: str, place: Place) -> BadInput:
    """Return the error that a document of this schema is no cut."""
    name = base_name(schema)
    if name in {"Timeline", "SerializableCollection"}:
        why = f"its schema is {schema}, newer than this Workprint reads"
        return place.bad(why, "Export it for OpenTimelineIO 0.17 or 0.18.")
    return place.bad(
        f"it holds a bare {schema}, not a Timeline.1",
        "Put it on a track of a timeline in the program it came from, and export that.",
    )


def _from_collection(document: dict[str, Json], place: Place) -> Cut:
    children = list_of(document, "children", place)
    found = [
        (index, child)
        for index, child in enumerate(children)
        if family_of(schema_of(child, place.at("children").at(index))) == "Timeline"
    ]
    if len(found) != 1:
        names = ", ".join(repr(text_of(child, "name", place)) for _, child in found)
        why = f"it holds {len(found)} timelines{': ' if names else ''}{names}"
        raise place.bad(why, "Export each timeline to a file of its own.")
    index, child = found[0]
    cut = _timeline(child, place.at("children").at(index))
    around = list(children)
    around[index] = cut.origin
    return Cut(
        name=cut.name,
        rate=cut.rate,
        stack=cut.stack,
        start=cut.start,
        graphs=cut.graphs,
        metadata=cut.metadata,
        origin=document | {"children": around},
    )


def _timeline(data: dict[str, Json], place: Place) -> Cut:
    metadata, own = split_metadata(data, place)
    version = own.get("format", FORMAT)
    if not isinstance(version, int) or version > FORMAT:
        why = "it was written by a newer Workprint"
        raise place.at("metadata.workprint").bad(why, "Open it with that version.")
    rate = _own_rate(own) or find_rate(data)
    inside = Place(place.where, rate, place.path)
    tracks = place.at("tracks")
    family = family_of(schema_of(data.get("tracks"), tracks))
    if family != "Stack":
        raise tracks.wrong(data["tracks"][SCHEMA], "a Stack.1")
    stack = read_item(data["tracks"], inside.at("tracks"))
    assert isinstance(stack, Stack)
    graphs = own.get("graphs")
    kept = {key: value for key, value in own.items() if key != "graphs"}
    origin = with_own(emptied(data, "metadata"), kept) | {"tracks": None}
    start = read_known_time(data.get("global_start_time"), inside.at("global_start_time"))
    return Cut(
        name=text_of(data, "name", inside),
        rate=rate,
        stack=stack,
        start=start,
        graphs=graphs if isinstance(graphs, dict) else {},
        metadata=metadata,
        origin=origin,
    )


def _own_rate(own: Mapping[str, Json]) -> Rate | None:
    given = own.get("rate")
    found = _RATE.fullmatch(given) if isinstance(given, str) else None
    return None if found is None else Rate(int(found[1]), int(found[2] or 1))
