"""The schemas of OpenTimelineIO that Workprint reads, by name and version."""

from __future__ import annotations

from .place import Place
from .tokens import Json

SCHEMA = "OTIO_SCHEMA"

_ALIASES = {"Sequence": "Track", "Filler": "Gap", "SerializeableCollection": "SerializableCollection"}
_READ = {
    "Timeline": (1,),
    "Stack": (1,),
    "Track": (1,),
    "Clip": (1, 2),
    "Gap": (1,),
    "Transition": (1,),
    "Marker": (1, 2, 3),
    "Effect": (1,),
    "TimeEffect": (1,),
    "LinearTimeWarp": (1,),
    "FreezeFrame": (1,),
    "ExternalReference": (1,),
    "MissingReference": (1,),
    "GeneratorReference": (1,),
    "ImageSequenceReference": (1,),
    "SerializableCollection": (1,),
}


def schema_of(data: Json, place: Place) -> str:
    """Return the schema that an object names, as written. Raises BadInput where `data` is no such object."""
    if not isinstance(data, dict):
        raise place.wrong(data, "an object with a schema")
    schema = data.get(SCHEMA)
    if not isinstance(schema, str) or not schema:
        raise place.at(SCHEMA).wrong(schema, "the name of a schema")
    return schema


def family_of(schema: str) -> str:
    """Return the modern name of a schema without its version, "" for one that Workprint does not read.

    >>> family_of("Sequence.1"), family_of("Clip.3"), family_of("Clip.02")
    ('Track', '', '')
    """
    name, _, version = schema.partition(".")
    name = _ALIASES.get(name, name)
    return name if any(version == str(known) for known in _READ.get(name, ())) else ""


def base_name(schema: str) -> str:
    """Return a schema's name without its version, known or not."""
    return schema.partition(".")[0]
