"""Clips in and out, with one media reference (Clip.1) or several (Clip.2)."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.model import SOURCE, Clip, MediaReference

from .fields import begin, emptied, put, put_range
from .looks import read_looks, written_looks
from .notes import TEMPLATE, read_notes, read_source, write_notes
from .own import OWN, good_id, split_metadata, with_own
from .place import Place, flag_of, mapping_of, text_of
from .references import read_reference, write_reference
from .schemas import SCHEMA
from .tokens import Json

_ONE, _SEVERAL, _ACTIVE = "media_reference", "media_references", "active_media_reference_key"


def read_clip(data: dict[str, Json], place: Place) -> Clip:
    """Return a clip. Raises BadInput."""
    metadata, own = split_metadata(data, place)
    single = data[SCHEMA] == "Clip.1"
    listed = own.get("starred")
    starred = [good_id(each) for each in listed] if isinstance(listed, list) else []
    held = _ONE if single else _SEVERAL
    return Clip(
        **read_notes(data, own, place),
        **read_looks(own, place),
        source=read_source(data, place),
        references=_references(data, place, single=single),
        active=SOURCE if single or _ACTIVE not in data else text_of(data, _ACTIVE, place),
        enabled=flag_of(data, "enabled", place),
        graph=good_id(own.get("graph")),
        circled=good_id(own.get("circled")),
        starred=tuple([take for take in starred if take is not None]),
        link=good_id(own.get("link")),
        metadata=metadata,
        origin=with_own(emptied(data, "effects", "markers", "metadata", held), own),
    )


def _references(data: Mapping[str, Json], place: Place, *, single: bool) -> dict[str, MediaReference]:
    if single:
        return {SOURCE: read_reference(data.get(_ONE), place.at(_ONE))}
    listed = mapping_of(data, _SEVERAL, place)
    inside = place.at(_SEVERAL)
    return {key: read_reference(each, inside.at(key)) for key, each in listed.items()}


def write_clip(clip: Clip) -> dict[str, Json]:
    """Return the clip's object; a Clip.1 that got further references becomes a Clip.2."""
    out = begin(clip.origin, **{SCHEMA: "Clip.2"}, **TEMPLATE)
    starred = list(clip.starred) or None
    looks = written_looks(clip, (out.get("metadata") or {}).get(OWN, {}))
    write_notes(out, clip, graph=clip.graph, circled=clip.circled, starred=starred, link=clip.link, **looks)
    put_range(out, "source_range", clip.source)
    put(out, "enabled", clip.enabled, True)
    references = {key: write_reference(each) for key, each in clip.references.items()}
    if out[SCHEMA] == "Clip.1" and clip.active == SOURCE and list(references) == [SOURCE]:
        put(out, _ONE, references[SOURCE], None)
        return out
    if out[SCHEMA] == "Clip.1":
        out[SCHEMA] = "Clip.2"
        out.pop(_ONE, None)
    if references or out.get(_SEVERAL, ()) is not None:
        out[_SEVERAL] = references
    put(out, _ACTIVE, clip.active, "" if _ACTIVE in out else SOURCE)
    out.setdefault(_ACTIVE, clip.active)
    return out
