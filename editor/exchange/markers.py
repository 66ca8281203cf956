"""Markers in and out, in the three versions of their schema. Unknown ones are kept whole in `origin`."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.model import Marker

from .fields import begin, emptied, put, put_known_range, put_mapping
from .place import NOWHERE, Place, mapping_of, plain, text_of
from .schemas import SCHEMA, family_of, schema_of
from .times import exact, read_known_range
from .tokens import Json

_PALETTE = {
    "PINK": (1.0, 0.753, 0.796),
    "RED": (1.0, 0.0, 0.0),
    "ORANGE": (1.0, 0.647, 0.0),
    "YELLOW": (1.0, 1.0, 0.0),
    "GREEN": (0.0, 0.5, 0.0),
    "CYAN": (0.0, 1.0, 1.0),
    "BLUE": (0.0, 0.0, 1.0),
    "PURPLE": (0.5, 0.0, 0.5),
    "MAGENTA": (1.0, 0.0, 1.0),
    "BLACK": (0.0, 0.0, 0.0),
    "WHITE": (1.0, 1.0, 1.0),
}


def read_marker(data: Json, place: Place) -> Marker:
    """Return a marker. Raises BadInput."""
    schema = schema_of(data, place)
    if family_of(schema) != "Marker":
        name = data.get("name")
        return Marker(plain(name) if isinstance(name, str) else "", None, origin=data)
    key = _range_key(data)
    return Marker(
        name=text_of(data, "name", place),
        range=read_known_range(data.get(key), place.at(key)),
        colour=colour_of(data.get("color"), place.at("color")),
        comment=text_of(data, "comment", place),
        metadata=mapping_of(data, "metadata", place),
        origin=emptied(data, "metadata"),
    )


def _range_key(data: Mapping[str, Json]) -> str:
    return "range" if data[SCHEMA] == "Marker.1" and "range" in data else "marked_range"


def colour_of(data: Json, place: Place) -> str:
    """Return a marker colour's name: the text of Marker.2, or a Color.1's name, else the nearest known."""
    if data is None or isinstance(data, str):
        return data or ""
    if not isinstance(data, dict):
        raise place.wrong(data, "a colour")
    if isinstance(data.get("name"), str) and data["name"]:
        return str(data["name"])
    wanted = tuple(exact(data.get(channel)) for channel in "rgb")
    if None in wanted:
        return ""

    def distance(name: str) -> float:
        pairs = zip(wanted, _PALETTE[name], strict=True)
        return sum((float(have or 0) - known) ** 2 for have, known in pairs)

    return min(_PALETTE, key=distance)


def write_marker(marker: Marker) -> Json:
    """Return the marker's object; a foreign one as it came."""
    if marker.origin is not None and family_of(marker.origin[SCHEMA]) != "Marker":
        return marker.origin
    out = begin(
        marker.origin,
        OTIO_SCHEMA="Marker.2",
        metadata={},
        name="",
        color=None,
        marked_range=None,
        comment="",
    )
    put_mapping(out, "metadata", marker.metadata)
    put(out, "name", marker.name, "")
    if colour_of(out.get("color"), NOWHERE) != marker.colour:
        out["color"] = _colour(marker.colour, out[SCHEMA])
    put_known_range(out, _range_key(out), marker.range)
    put(out, "comment", marker.comment, "")
    return out


def _colour(name: str, schema: str) -> Json:
    if schema != "Marker.3":
        return name
    red, green, blue = _PALETTE.get(name.upper(), (1.0, 0.0, 0.0))
    return {SCHEMA: "Color.1", "name": name, "r": red, "g": green, "b": blue, "a": 1.0}
