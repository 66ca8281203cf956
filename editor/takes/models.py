"""What a recipe and a record say of the models that a take was made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nodes.models.bound import BoundModel

_LIBRARIES = ("torch", "diffusers", "transformers", "safetensors", "accelerate")
_WORDS = ("title", "notes", "licence", "folder", "memory", "parts")
"""What of a card decides nothing of what is made."""

Served = Sequence[Mapping[str, Any]]
"""What the engine says of a job's nodes that ask for models: node, argument, capability, model or None."""


def used(served: Served, models: Mapping[str, BoundModel]) -> dict[str, BoundModel]:
    """Return the models that serve a job's nodes, by name."""
    names = {str(each["model"]) for each in served if each["model"] is not None}
    return {model.name: model for model in models.values() if model.name in names}


def resolved(served: Served, models: Mapping[str, BoundModel]) -> dict[str, Any]:
    """Return what decides what the models of a job make, by name: card, files, digests, how they are run."""
    return {
        name: {key: value for key, value in model.card.items() if key not in _WORDS}
        | {"fingerprint": model.fingerprint}
        for name, model in sorted(used(served, models).items())
    }


def told_of(
    served: Served, models: Mapping[str, BoundModel], ran: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return a record of every node that asked for a model: which it was, its terms, how it lay in memory.

    `model` is None for Workprint's own engine. `ran` are the plans by which models ran last.
    """
    plans = {str(each["title"]): each["plan"] for each in ran}
    bound = used(served, models)
    told = []
    for each in served:
        model = bound.get(str(each["model"]))
        more = {} if model is None else {"title": model.card["title"], "licence": model.card["licence"]}
        plan = {} if model is None or model.name not in plans else {"plan": dict(plans[model.name])}
        told.append(dict(each) | more | plan)
    return told


def libraries_of(served: Served) -> tuple[str, ...]:
    """Return the packages whose versions matter where models serve a job, none where none does."""
    return _LIBRARIES if any(each["model"] is not None for each in served) else ()


def device_of(told: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the device that models ran on, None where that was the CPU or nothing says."""
    devices = {str(each["plan"]["device"]) for each in told if "plan" in each}
    return ", ".join(sorted(devices - {"cpu"})) or None
