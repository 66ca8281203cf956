"""Effects in and out. Those of an unknown schema are kept whole in `origin`."""

from __future__ import annotations

from editor.document.model import Effect

from .fields import begin, emptied, put, put_mapping
from .place import Place, mapping_of, plain, text_of
from .schemas import SCHEMA, base_name, family_of, schema_of
from .times import exact, is_number
from .tokens import Json

_FAMILIES = ("Effect", "TimeEffect", "LinearTimeWarp", "FreezeFrame")


def read_effect(data: Json, place: Place) -> Effect:
    """Return an effect; `time_scalar` is set for readable linear ones, 0 for a freeze. Raises BadInput."""
    schema = schema_of(data, place)
    family = family_of(schema)
    if family not in _FAMILIES:
        name = data.get("name")
        return Effect(base_name(schema), plain(name) if isinstance(name, str) else "", origin=data)
    return Effect(
        schema=family,
        name=text_of(data, "name", place),
        time_scalar=_scalar(family, data, place),
        metadata=mapping_of(data, "metadata", place),
        origin=emptied(data, "metadata"),
    )


def _scalar(family: str, data: dict[str, Json], place: Place) -> float | None:
    if family == "FreezeFrame":
        return 0.0
    if family != "LinearTimeWarp":
        return None
    value = data.get("time_scalar", 1.0)
    scalar = exact(value)
    if not is_number(value):
        raise place.at("time_scalar").wrong(value, "a number")
    return None if scalar is None else float(scalar)


def write_effect(effect: Effect) -> Json:
    """Return the effect's object; a foreign one as it came."""
    if effect.origin is not None and family_of(effect.origin[SCHEMA]) not in _FAMILIES:
        return effect.origin
    out = begin(
        effect.origin,
        OTIO_SCHEMA=f"{effect.schema}.1",
        metadata={},
        name="",
        effect_name=effect.schema,
        enabled=True,
    )
    put_mapping(out, "metadata", effect.metadata)
    put(out, "name", effect.name, "")
    if effect.schema == "LinearTimeWarp" and effect.time_scalar is not None:
        then = exact(out.get("time_scalar", 1.0))
        if then is None or float(then) != effect.time_scalar:
            out["time_scalar"] = effect.time_scalar
    elif effect.schema == "FreezeFrame" and effect.origin is None:
        out["time_scalar"] = 0.0
    return out
