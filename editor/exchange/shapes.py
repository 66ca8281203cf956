"""What OpenTimelineIO 0.17 and 0.18 insist on in each schema: found by trying them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .schemas import SCHEMA
from .times import is_number, is_range, is_time
from .tokens import Json


class Field(NamedTuple):
    """What a field must be, what stands in for it where it is not, and whether it may be left out."""

    fits: Callable[[Json], bool]
    instead: Json
    required: bool = True


def _is_text(value: Json) -> bool:
    return value is None or isinstance(value, str)


def _is_any(_value: Json) -> bool:
    return True


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_object(value: Json) -> bool:
    return isinstance(value, dict) and SCHEMA not in value


def _is_list(value: Json) -> bool:
    return isinstance(value, list)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _may_be(fits: Callable[[Json], bool]) -> Callable[[Json], bool]:
    return lambda value: value is None or fits(value)


def is_colour(value: Json) -> bool:
    """Return whether this is a Color.1 that the library reads."""
    return (
        isinstance(value, dict)
        and len(value) == 6
        and value.get(SCHEMA) == "Color.1"
        and isinstance(value.get("name"), str)
        and all(is_number(value.get(channel)) for channel in "rgba")
    )


def is_point(value: Json) -> bool:
    """Return whether this is a V2d.1 that the library reads."""
    return (
        isinstance(value, dict)
        and value.get(SCHEMA) == "V2d.1"
        and all(is_number(value.get(k)) for k in "xy")
    )


def is_box(value: Json) -> bool:
    """Return whether this is a Box2d.1 that the library reads."""
    return (
        isinstance(value, dict)
        and len(value) == 3
        and value.get(SCHEMA) == "Box2d.1"
        and all(is_point(value.get(corner)) for corner in ("min", "max"))
    )


_ZERO = {SCHEMA: "RationalTime.1", "rate": 24.0, "value": 0.0}
NO_TIME = {SCHEMA: "TimeRange.1", "duration": _ZERO, "start_time": _ZERO}
_TEXT = Field(_is_text, "")
_NAMED = {"name": Field(_is_text, "", required=False), "metadata": Field(_is_object, {}, required=False)}
_ITEM = _NAMED | {
    "source_range": Field(_may_be(is_range), None, required=False),
    "effects": Field(_is_list, [], required=False),
    "markers": Field(_is_list, [], required=False),
    "enabled": Field(_is_flag, True, required=False),
    "color": Field(_may_be(is_colour), None, required=False),
}
_EFFECT = _NAMED | {"effect_name": _TEXT, "enabled": Field(_is_flag, True, required=False)}
_REFERENCE = _NAMED | {
    "available_range": Field(_may_be(is_range), None, required=False),
    "available_image_bounds": Field(_may_be(is_box), None, required=False),
}

FIELDS: dict[str, dict[str, Field]] = {
    "Timeline": _NAMED
    | {"global_start_time": Field(_may_be(is_time), None, required=False), "tracks": Field(_is_any, None)},
    "Stack": _ITEM | {"children": Field(_is_list, [])},
    "Track": _ITEM | {"children": Field(_is_list, []), "kind": Field(_is_text, "Video")},
    "Clip": _ITEM
    | {
        "media_references": Field(_is_object, {}),
        "active_media_reference_key": Field(_is_text, "DEFAULT_MEDIA"),
    },
    "Gap": _ITEM,
    "Transition": _NAMED
    | {"in_offset": Field(is_time, _ZERO), "out_offset": Field(is_time, _ZERO), "transition_type": _TEXT},
    "Marker": _NAMED
    | {"marked_range": Field(is_range, NO_TIME), "color": _TEXT, "comment": _TEXT._replace(required=False)},
    "Effect": _EFFECT,
    "TimeEffect": _EFFECT,
    "LinearTimeWarp": _EFFECT | {"time_scalar": Field(is_number, 1.0)},
    "FreezeFrame": _EFFECT | {"time_scalar": Field(is_number, 0.0)},
    "MissingReference": _REFERENCE,
    "ExternalReference": _REFERENCE | {"target_url": _TEXT},
    "GeneratorReference": _REFERENCE | {"generator_kind": _TEXT, "parameters": Field(_is_object, {})},
    "ImageSequenceReference": _REFERENCE
    | {
        "target_url_base": _TEXT,
        "name_prefix": _TEXT,
        "name_suffix": _TEXT,
        "start_frame": Field(_is_whole, 1),
        "frame_step": Field(_is_whole, 1),
        "rate": Field(is_number, 1.0),
        "frame_zero_padding": Field(_is_whole, 0),
        "missing_frame_policy": Field(lambda value: value in ("error", "hold", "black"), "error"),
    },
}
"""Per schema, its fields; the name of a schema is the modern one, without its version."""
