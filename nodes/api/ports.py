"""A node's places to connect, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from .hints import Around, Chunks
from .kinds import Json

PortType: TypeAlias = Literal["frame", "matte", "audio", "curve"]


@dataclass(frozen=True, slots=True)
class Port:
    """A place to connect: an input, or an output (`name` is "out" where there is only one).

    `window` is what the node sees around a time or at once; None for one at a time and lazy readers.
    """

    name: str
    type: PortType
    optional: bool = False
    variadic: bool = False
    window: Around | Chunks | None = None

    def to_json(self) -> Json:
        """Return plain data."""
        return {
            "name": self.name,
            "type": self.type,
            "optional": self.optional,
            "variadic": self.variadic,
            "window": _window_json(self.window),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Port:
        """Return the port that `to_json` described."""
        window = _window(data["window"])
        return cls(data["name"], data["type"], data["optional"], data["variadic"], window)


def _window_json(window: Around | Chunks | None) -> Json:
    if isinstance(window, Around):
        return {"before": window.before, "after": window.after}
    return {"length": window.length, "overlap": window.overlap} if window else None


def _window(data: Mapping[str, Any] | None) -> Around | Chunks | None:
    if data is None:
        return None
    return Around(data["before"], data["after"]) if "before" in data else Chunks(**data)
