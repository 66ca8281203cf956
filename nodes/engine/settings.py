"""A node's parameters as its function wants them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nodes.api import Param, Spec
from nodes.graph.animation import curve_of
from nodes.graph.model import GraphNode, Keys


def settings_of(place: GraphNode, spec: Spec, seed: int) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Return every parameter as a Python value, and which of them change over time (those are Curves).

    A seed that is not pinned is the take's. A parameter that another node drives has its resting value:
    the drive's comes with each frame. Raises BadValue.
    """
    settings: dict[str, Any] = {}
    moving = set()
    stated = dict(spec.defaults()) | dict(place.params)
    for param in spec.params:
        drive = place.drives.get(param.name)
        if isinstance(drive, Keys):
            settings[param.name] = curve_of(param, drive, node=place.id)
            if param.kind.name != "curve":
                moving.add(param.name)
            continue
        value = stated.get(param.name)
        if param.kind.name == "seed" and value is None:
            value = seed
        settings[param.name] = param.decode(value, node=place.id)
    return settings, frozenset(moving)


def driven(param: Param, value: float, node: str) -> Any:
    """Return what a drive gives at a time as the parameter's value: whole where it has to be, checked.

    Raises BadValue for a number that the parameter does not take.
    """
    whole = param.kind.name == "int" and math.isfinite(value)
    return param.decode_key(math.floor(value + 0.5) if whole else value, node=node)
