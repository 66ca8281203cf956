"""What plain OpenTimelineIO could not read, set aside in metadata and put back.

An object of an unknown or newer schema becomes a plain one of its kind, whose
`metadata["workprint"]["set_aside"]` is the text of the original. In an object of a known schema
single fields are set aside there, as an object of texts by key (null for a field that was not there).
In metadata, what would stop the library is replaced by an object with the one key `workprint_set_aside`.
"""

from __future__ import annotations

import re
from typing import Any

from nodes.api.errors import BadInput

from .markers import colour_of
from .own import FOREIGN, OWN
from .place import NOWHERE
from .schemas import SCHEMA, base_name, family_of
from .shapes import FIELDS, NO_TIME, is_box, is_colour, is_point
from .times import bare_range, bare_time, is_range, is_time
from .tokens import Json, dumps, loads

_ASIDE, _IN_PLACE, _AROUND = "set_aside", "workprint_set_aside", "collection"
_SHARED = "OTIO_REF_ID"
_CLIP_2 = ("media_references", "active_media_reference_key")
_ROLES = {
    "effect": (("Effect", "TimeEffect", "LinearTimeWarp", "FreezeFrame"), "Effect"),
    "marker": (("Marker",), "Marker"),
    "reference": (
        ("ExternalReference", "ImageSequenceReference", "GeneratorReference", "MissingReference"),
        "MissingReference",
    ),
    "item": (("Clip", "Gap", "Transition", "Track", "Stack"), "Gap"),
}
_WRITTEN_AS = {"Clip": "Clip.2", "Marker": "Marker.2"}
_SCHEMA = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.[0-9]{1,6}")
_VALUES = {
    "RationalTime": is_time,
    "TimeRange": is_range,
    "V2d": is_point,
    "Box2d": is_box,
    "Color": is_colour,
}
_REGISTERED = frozenset(FIELDS) | {
    *("Sequence", "Filler", "SerializableCollection", "SerializeableCollection", "Composable", "Composition"),
    *("Item", "MediaReference", "SerializableObject", "SerializableObjectWithMetadata", "UnknownSchema"),
    *("SerializableObjectRef", "TimeTransform", "Adapter", "HookScript", "MediaLinker", "PluginManifest"),
    *("SchemaDef", "Test", *_VALUES),
}


def portable(document: dict[str, Json]) -> dict[str, Json]:
    """Return the Timeline, alone or in its collection, as one that OpenTimelineIO 0.17 and 0.18 read."""
    if family_of(document[SCHEMA]) == "SerializableCollection":
        children = list(document["children"])
        index = next(i for i, each in enumerate(children) if family_of(each[SCHEMA]) == "Timeline")
        timeline, children[index] = children[index], None
        return _kept(_plain(timeline), _AROUND, dumps(document | {"children": children}))
    return _plain(document)


def _plain(data: dict[str, Json]) -> dict[str, Json]:
    """Return one object of a known schema, and all that hangs on it, as the library wants them."""
    family = family_of(data[SCHEMA])
    aside: dict[str, Json] = {}
    out = dict(data)
    if family == "Marker" and data[SCHEMA] != "Marker.2":
        _lower_marker(out, aside)
    single = data[SCHEMA] == "Clip.1"
    for key in (_SHARED, *(_CLIP_2 if single else ())):
        if key in out:
            aside[key] = dumps(out.pop(key))
    for key, field in FIELDS[family].items():
        if single and key in _CLIP_2:
            continue
        if (key in out and not field.fits(out[key])) or (key not in out and field.required):
            aside.setdefault(key, dumps(out[key]) if key in out else None)
            bare = bare_time(out.get(key)) or bare_range(out.get(key))
            out[key] = bare if bare and field.fits(bare) else field.instead
    for key, value in out.items():
        ours = key in FIELDS[family] or (single and key == "media_reference")
        out[key] = _inside(key, value) if ours else _cleaned(value)
    if aside and "metadata" not in out:
        aside["metadata"] = None
    return _kept(out, _ASIDE, aside) if aside else out


def _inside(key: str, value: Json) -> Json:
    if key == "tracks":
        return _plain(value)
    if key == "children":
        return [_in_role(each, "item") for each in value]
    if key in {"effects", "markers"}:
        return [_in_role(each, key[:-1]) for each in value]
    if key == "media_reference":
        return None if value is None else _in_role(value, "reference")
    if key == "media_references":
        return {name: _in_role(each, "reference") for name, each in value.items()}
    # A time, a colour or a box that fits holds nothing else.
    return value if isinstance(value, dict) and SCHEMA in value else _cleaned(value)


def _in_role(data: Json, role: str) -> Json:
    """Return an object that the library takes as a child, effect, marker or reference."""
    families, substitute = _ROLES[role]
    if data is not None and family_of(data[SCHEMA]) in families:
        return _plain(data)
    schema = _WRITTEN_AS.get(substitute, f"{substitute}.1")
    original = data or {}
    out = {SCHEMA: schema} | {key: field.instead for key, field in FIELDS[substitute].items()}
    out["name"] = original["name"] if isinstance(original.get("name"), str) else ""
    if role == "item":
        out["source_range"] = bare_range(original.get("source_range")) or NO_TIME
    if role == "effect":
        out["effect_name"] = base_name(original[SCHEMA])
    return _kept(out, _ASIDE, dumps(data))


def _lower_marker(out: dict[str, Json], aside: dict[str, Json]) -> None:
    aside[SCHEMA] = dumps(out[SCHEMA])
    if out[SCHEMA] == "Marker.1" and "range" in out:
        aside["marked_range"] = dumps(out["marked_range"]) if "marked_range" in out else None
        aside["range"] = dumps(out["range"])
        out["marked_range"] = out.pop("range")
    if not isinstance(out.get("color"), (str, type(None))):
        aside["color"] = dumps(out["color"])
        out["color"] = colour_of(out["color"], NOWHERE).upper()
    out[SCHEMA] = "Marker.2"


def _kept(out: dict[str, Json], key: str, value: Json) -> dict[str, Json]:
    """Return the object with something added to Workprint's block in its metadata."""
    metadata = out.get("metadata", {})
    own = metadata.get(OWN, {})
    own = own if isinstance(own, dict) else {FOREIGN: own}
    return out | {"metadata": metadata | {OWN: own | {key: value}}}


def _stops(value: Json) -> bool:
    """Whether something in a value would stop the library."""
    if not isinstance(value, (dict, list)):
        return False
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not _is_harmless(item):
                return True
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return False


def _is_harmless(data: dict[str, Json]) -> bool:
    if _IN_PLACE in data:
        return False
    if SCHEMA not in data:
        return True
    schema = data[SCHEMA]
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema) or _SHARED in data:
        return False
    check = _VALUES.get(base_name(schema))
    return check(data) if check else base_name(schema) not in _REGISTERED


def _cleaned(value: Json) -> Json:
    """Return a value without what would stop the library; where there is nothing such, the value itself."""
    if not _stops(value):
        return value
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return (
        {key: _cleaned(each) for key, each in value.items()}
        if _is_harmless(value)
        else {_IN_PLACE: dumps(value)}
    )


def restore(document: Json, text: str, *, where: str) -> Json:
    """Return the document, changed in place, with everything back that `portable` set aside in its `text`.

    Raises BadInput where what was set aside is damaged.
    """
    if f'"{_ASIDE}"' not in text and f'"{_IN_PLACE}"' not in text and f'"{_AROUND}"' not in text:
        return document
    root = [document]
    waiting: list[tuple[Any, Any, int]] = [(root, 0, 0)]
    while waiting:
        holder, key, depth = waiting.pop()
        data = holder[key]
        mended: dict[str, Json] = {}
        if isinstance(data, dict):
            held = _whole(data)
            if held is not None:
                holder[key] = loads(held, where=_named(where), inside=depth)
                continue
            mended = _put_back(data, where, depth)
        entries = (
            data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        )
        waiting += [(data, name, depth + 1) for name, each in entries if name not in mended and each]
    return _with_collection(root[0], where)


def _named(where: str) -> str:
    return f"{where}, what Workprint set aside there"


def _own(data: dict[str, Json]) -> dict[str, Json]:
    metadata = data.get("metadata")
    own = metadata.get(OWN) if isinstance(metadata, dict) and SCHEMA in data else None
    return own if isinstance(own, dict) else {}


def _whole(data: dict[str, Json]) -> str | None:
    """The text of the object that this one stands for."""
    held = data.get(_IN_PLACE) if len(data) == 1 else _own(data).get(_ASIDE)
    return held if isinstance(held, str) else None


def _put_back(data: dict[str, Json], where: str, depth: int) -> dict[str, Json]:
    """Put single fields back, and return what was set aside, by key."""
    own = _own(data)
    aside = own.get(_ASIDE)
    if not isinstance(aside, dict):
        return {}
    del own[_ASIDE]
    if not own:
        del data["metadata"][OWN]
    elif list(own) == [FOREIGN]:
        data["metadata"][OWN] = own[FOREIGN]
    for key, held in aside.items():
        if isinstance(held, str):
            data[key] = loads(held, where=_named(where), inside=depth + 1)
        else:
            data.pop(key, None)
    return aside


def _with_collection(document: Json, where: str) -> Json:
    """Return the timeline in the collection it came in, where it came in one."""
    own = _own(document) if isinstance(document, dict) else {}
    if not isinstance(own.get(_AROUND), str):
        return document
    around = loads(own.pop(_AROUND), where=_named(where), inside=0)
    if not isinstance(around, dict) or not isinstance(around.get("children"), list):
        raise BadInput(f"Read {_named(where)}", "it holds no collection", hint="Restore an older copy.")
    return around | {"children": [document if each is None else each for each in around["children"]]}
