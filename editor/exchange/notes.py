"""What every item carries: name, range, effects, markers, the enabled flag, Workprint's block."""

from __future__ import annotations

from typing import Any

from editor.document.model import Clip, Gap, Stack, Track
from nodes.api.times import Range

from .effects import read_effect, write_effect
from .fields import put, put_list
from .markers import read_marker, write_marker
from .own import id_of, put_metadata
from .place import Place, list_of, text_of
from .times import read_range
from .tokens import Json

TEMPLATE: dict[str, Json] = {
    "metadata": {},
    "name": "",
    "source_range": None,
    "effects": [],
    "markers": [],
    "enabled": True,
}
"""The fields that OpenTimelineIO writes for every item, in its order, after the schema."""


def read_notes(data: dict[str, Json], own: dict[str, Json], place: Place) -> dict[str, Any]:
    """Return the fields `id`, `name`, `effects` and `markers` of an item. Raises BadInput."""
    effects, markers = list_of(data, "effects", place), list_of(data, "markers", place)
    return {
        "id": id_of(own, place),
        "name": text_of(data, "name", place),
        "effects": tuple([read_effect(x, place.at("effects").at(i)) for i, x in enumerate(effects)]),
        "markers": tuple([read_marker(x, place.at("markers").at(i)) for i, x in enumerate(markers)]),
    }


def read_source(data: dict[str, Json], place: Place) -> Range | None:
    """Return an item's trim, None for all of it. Raises BadInput."""
    source = data.get("source_range")
    return None if source is None else read_range(source, place.at("source_range"))


def write_notes(out: dict[str, Json], item: Clip | Gap | Track | Stack, **own: Json) -> None:
    """Set the fields that `read_notes` reads, metadata and, of `own`, what is not None."""
    put_metadata(out, item.metadata, {"id": item.id, **own})
    put(out, "name", item.name, "")
    put_list(out, "effects", [write_effect(each) for each in item.effects])
    put_list(out, "markers", [write_marker(each) for each in item.markers])
