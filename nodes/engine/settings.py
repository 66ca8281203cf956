"""A node's parameters as its function wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodes.api import Curve, Key, Spec
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
            settings[param.name] = Curve(
                tuple(Key(time, param.decode_key(value, node=place.id)) for time, value in drive.keys)
            )
            if param.kind.name != "curve":
                moving.add(param.name)
            continue
        value = stated.get(param.name)
        if param.kind.name == "seed" and value is None:
            value = seed
        settings[param.name] = param.decode(value, node=place.id)
    return settings, frozenset(moving)
