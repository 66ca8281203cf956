"""What was measured of a take, in `measures.json` beside its recipe: they rank drafts, taste circles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from editor.document.atomic import write_whole
from nodes.api.errors import BadInput

from .reading import read_object

MEASURES = "measures.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name in JSON, what people call it, what it tells, and whether less of it is better."""

    name: str
    title: str
    tip: str
    less_is_better: bool | None


KNOWN = (
    Measure("warp", "Warp error", "How much the picture differs from the one before, moved along.", True),
    Measure("flicker", "Flicker", "How much brightness jumps from frame to frame.", True),
    Measure("detail", "Detail", "How much fine structure there is (gradient energy).", None),
    Measure("edge", "Matte edge", "How much of the matte's outline lies on an edge of the picture.", False),
    Measure("shift", "Colour shift", "How far colour moved outside the matte (ΔE).", True),
    Measure("memory", "Memory", "The most memory the engine had taken when it was made, in bytes.", True),
    Measure("seconds", "Time taken", "How long the making took, in seconds.", True),
)
"""All measures, in the order in which they are shown."""


def read_measures(folder: Path) -> Mapping[str, float]:
    """Return what was measured of the take in a folder, by name; nothing where nothing was."""
    try:
        values = read_object(folder / MEASURES).get("values")
    except BadInput:
        return {}
    return _numbers(values) if isinstance(values, Mapping) else {}


def write_measures(folder: Path, values: Mapping[str, float]) -> None:
    """Keep what was measured of the take in a folder. Raises SaveFailed where the disk refuses."""
    data = {"schema": _SCHEMA, "values": {name: round(value, 6) for name, value in values.items()}}
    write_whole(folder / MEASURES, json.dumps(data, indent=1).encode())


def all_measures(measured: Mapping[str, float], record: Mapping[str, Any]) -> dict[str, float]:
    """Return what is known of a take by the names of `KNOWN`: what was measured, and the cost on record."""
    cost = record.get("cost")
    peak = cost.get("peak_bytes") if isinstance(cost, Mapping) else None
    spent = _numbers({"seconds": record.get("seconds"), "memory": peak})
    return {each.name: value[each.name] for each in KNOWN if each.name in (value := {**measured, **spent})}


def value_text(name: str, value: float) -> str:
    """Return a measure as people read it.

    >>> value_text("memory", 2.5e9), value_text("seconds", 75), value_text("warp", 0.01234)
    ('2.5 GB', '75 s', '0.0123')
    """
    if name == "memory":
        return f"{value / 1e9:.1f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB"
    return f"{value:.3g} s" if name == "seconds" else f"{value:.3g}"


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    return {
        str(name): float(value)
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    }
