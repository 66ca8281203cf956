"""A model that a job may use: what stands in keys, and what the worker needs to load it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OWN_ENGINES = ("Inpaint", "KeyframeStyle", "VideoSegmenter")
"""What Workprint can do by itself, with no model installed."""
OWN = "own"
"""The choice of Workprint's own engine, whatever else is installed."""
MOST_SEEDS = 16
"""The most takes that differ in their seed only which one call of a model makes."""


@dataclass(frozen=True, slots=True)
class BoundModel:
    """An installed model: its name, the fingerprint of its weights and settings, its card and its folder.

    `card` is the card's JSON; equal fingerprints mean equal results. `folder` holds the weights.
    """

    name: str
    fingerprint: str
    card: Mapping[str, Any]
    folder: str

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "name": self.name,
            "fingerprint": self.fingerprint,
            "card": dict(self.card),
            "folder": self.folder,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BoundModel:
        """Return the model that `to_json` described."""
        return cls(data["name"], data["fingerprint"], data["card"], data["folder"])


def bound_for(
    models: Mapping[str, BoundModel], capability: str, choice: str | None, suggested: str | None
) -> BoundModel | None:
    """Return the model for a capability: the one chosen, else the one suggested, else the best installed.

    `models` is keyed by "Capability" and "Capability=choice". None stands for Workprint's own engine: where
    it is chosen, and where nothing is bound. Raises LookupError for a choice that is not bound.
    """
    if choice == OWN:
        return None
    if choice:
        return models[f"{capability}={choice}"]
    return models.get(f"{capability}={suggested}") or models.get(capability)
