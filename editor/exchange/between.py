"""Gaps and transitions in and out."""

from __future__ import annotations

from editor.document.model import Gap, Transition, Wipe
from nodes.api.times import Range, Time

from .fields import begin, emptied, put
from .notes import TEMPLATE, read_notes, read_source, write_notes
from .own import OWN, id_of, put_metadata, split_metadata, with_own
from .place import NOWHERE, Place, text_of
from .schemas import SCHEMA
from .times import exact, read_time, write_range, write_time
from .tokens import Json

_MOST_DEGREES = 10**6


def read_gap(data: dict[str, Json], place: Place) -> Gap:
    """Return a gap; one without a range has no length. Raises BadInput."""
    metadata, own = split_metadata(data, place)
    source = read_source(data, place)
    return Gap(
        **read_notes(data, own, place),
        duration=Time.zero(place.rate) if source is None else source.duration,
        metadata=metadata,
        origin=with_own(emptied(data, "effects", "markers", "metadata"), own),
    )


def write_gap(gap: Gap) -> dict[str, Json]:
    """Return the gap's object."""
    out = begin(gap.origin, **{SCHEMA: "Gap.1"}, **TEMPLATE)
    write_notes(out, gap)
    source = out.get("source_range")
    if source is not None:
        out["source_range"] = source | {"duration": write_time(gap.duration, source["duration"])}
    elif gap.duration.value or gap.origin is None:
        out["source_range"] = write_range(Range(Time.zero(gap.duration.rate), gap.duration))
    return out


def read_transition(data: dict[str, Json], place: Place) -> Transition:
    """Return a transition; an absent offset is none. Raises BadInput."""
    metadata, own = split_metadata(data, place)
    offsets = [
        Time.zero(place.rate) if data.get(key) is None else read_time(data[key], place.at(key))
        for key in ("in_offset", "out_offset")
    ]
    return Transition(
        id=id_of(own, place),
        name=text_of(data, "name", place),
        kind=text_of(data, "transition_type", place),
        before=offsets[0],
        after=offsets[1],
        wipe=_read_wipe(own.get("wipe"), place.at("metadata").at("workprint").at("wipe")),
        metadata=metadata,
        origin=with_own(emptied(data, "metadata"), own),
    )


def write_transition(item: Transition) -> dict[str, Json]:
    """Return the transition's object."""
    out = begin(item.origin, **{SCHEMA: "Transition.1", "metadata": {}, "name": ""})
    put_metadata(out, item.metadata, {"id": item.id, "wipe": _said_wipe(item, out)})
    put(out, "name", item.name, "")
    for key, offset in (("in_offset", item.before), ("out_offset", item.after)):
        if offset.value or out.get(key) is not None or item.origin is None:
            out[key] = write_time(offset, out.get(key))
    put(out, "transition_type", item.kind, "")
    return out


def _read_wipe(data: Json, place: Place) -> Wipe | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise place.wrong(data, "an object")
    angle, softness = (exact(data.get(key, 0)) for key in ("angle", "softness"))
    if angle is None or softness is None or not 0 <= softness <= 1 or abs(angle) > _MOST_DEGREES:
        raise place.wrong(data, "an angle in degrees and a softness from 0 to 1")
    return Wipe(float(angle), float(softness))


def _said_wipe(item: Transition, out: dict[str, Json]) -> Json:
    then = (out.get("metadata") or {}).get(OWN, {}).get("wipe")
    if _read_wipe(then, NOWHERE) == item.wipe:
        return then
    return None if item.wipe is None else {"angle": item.wipe.angle, "softness": item.wipe.softness}
