"""Media references in and out. Those of an unknown schema are kept whole in `origin`."""

from __future__ import annotations

from typing import Literal

from editor.document.model import MediaReference
from nodes.api.times import Rate

from .fields import begin, emptied, put, put_known_range, put_mapping
from .place import NOWHERE, Place, integer_of, mapping_of, plain, text_of
from .schemas import SCHEMA, family_of, schema_of
from .times import is_number, number, read_known_range, read_rate
from .tokens import Json

Kind = Literal["file", "sequence", "missing", "generator", "unknown"]

_KINDS: dict[str, Kind] = {
    "ExternalReference": "file",
    "ImageSequenceReference": "sequence",
    "MissingReference": "missing",
    "GeneratorReference": "generator",
}
_SCHEMAS = {kind: f"{family}.1" for family, kind in _KINDS.items()}
_WIDEST_NUMBER = 64


def read_reference(data: Json, place: Place) -> MediaReference:
    """Return a media reference; null is a missing one with an empty `origin`. Raises BadInput."""
    if data is None:
        return MediaReference("missing", origin={})
    kind = _KINDS.get(family_of(schema_of(data, place)), "unknown")
    if kind == "unknown":
        name = data.get("name")
        return MediaReference("unknown", plain(name) if isinstance(name, str) else "", origin=data)
    reference = MediaReference(
        kind=kind,
        name=text_of(data, "name", place),
        url=text_of(data, "target_url", place) if kind == "file" else "",
        available=read_known_range(data.get("available_range"), place.at("available_range")),
        metadata=mapping_of(data, "metadata", place),
        origin=emptied(data, "metadata"),
    )
    return _with_numbers(reference, data, place) if kind == "sequence" else reference


def _with_numbers(reference: MediaReference, data: dict[str, Json], place: Place) -> MediaReference:
    padding = integer_of(data, "frame_zero_padding", place, 0)
    if not 0 <= padding <= _WIDEST_NUMBER:
        raise place.at("frame_zero_padding").bad(f"a padding of {padding} digits is absurd")
    step = integer_of(data, "frame_step", place, 1)
    if step < 1:
        raise place.at("frame_step").bad(f"a step of {step} leads nowhere")
    return MediaReference(
        kind="sequence",
        name=reference.name,
        url=text_of(data, "target_url_base", place),
        available=reference.available,
        prefix=text_of(data, "name_prefix", place),
        suffix=text_of(data, "name_suffix", place),
        padding=padding,
        first=integer_of(data, "start_frame", place, 1),
        step=step,
        rate=_sequence_rate(data.get("rate"), place.at("rate")),
        metadata=reference.metadata,
        origin=reference.origin,
    )


def _sequence_rate(value: Json, place: Place) -> Rate | None:
    if value is None:
        return None
    if not is_number(value):
        raise place.wrong(value, "a number")
    try:
        return read_rate(value)
    except ValueError:
        raise place.bad(f"a rate of {float(value):g} is absurd") from None


def write_reference(reference: MediaReference) -> Json:
    """Return the reference's object; a foreign one as it came, a null as null."""
    origin = reference.origin
    if origin is not None and not origin and reference == MediaReference("missing"):
        return None
    if origin and reference.kind == "unknown":
        return origin
    if not origin or _KINDS.get(family_of(origin[SCHEMA])) != reference.kind:
        origin = _template(reference.kind)
    out = begin(origin)
    put_mapping(out, "metadata", reference.metadata)
    put(out, "name", reference.name, "")
    put_known_range(out, "available_range", reference.available)
    if reference.kind == "file":
        put(out, "target_url", reference.url, "")
    elif reference.kind == "sequence":
        _put_numbers(out, reference)
    return out


def _put_numbers(out: dict[str, Json], reference: MediaReference) -> None:
    put(out, "target_url_base", reference.url, "")
    put(out, "name_prefix", reference.prefix, "")
    put(out, "name_suffix", reference.suffix, "")
    put(out, "start_frame", reference.first, 1)
    put(out, "frame_step", reference.step, 1)
    put(out, "frame_zero_padding", reference.padding, 0)
    if reference.rate is not None and _sequence_rate(out.get("rate"), NOWHERE) != reference.rate:
        out["rate"] = number(reference.rate.fraction)


def _template(kind: Kind) -> dict[str, Json]:
    schema = _SCHEMAS.get(kind, "MissingReference.1")
    out: dict[str, Json] = {
        SCHEMA: schema,
        "metadata": {},
        "name": "",
        "available_range": None,
        "available_image_bounds": None,
    }
    if kind == "file":
        out |= {"target_url": ""}
    elif kind == "sequence":
        out |= {
            "target_url_base": "",
            "name_prefix": "",
            "name_suffix": "",
            "start_frame": 1,
            "frame_step": 1,
        }
        out |= {"rate": 1.0, "frame_zero_padding": 0, "missing_frame_policy": "error"}
    elif kind == "generator":
        out |= {"generator_kind": "", "parameters": {}}
    return out
