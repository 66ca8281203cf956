"""What is told of a model: its state on this machine, its size, its terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inference.cards.card import Card
from inference.store.accepted import is_accepted, terms
from inference.store.choose import is_served
from inference.store.store import Shelf, Store, place_of

from .found import size_text
from .support import Progress

_MEGA = 1_000_000


def facts(store: Store, cards: Shelf, card: Card) -> dict[str, Any]:
    """Return all that is told of a card's model, as plain data."""
    folder = place_of(store, card)
    accepted = is_accepted(store.home, card.licence)
    states = {
        "no family": not is_served(card),
        "to be fetched": folder is None and bool(card.repository),
        "not all here": folder is None,
        "terms not accepted": not accepted,
    }
    return {
        "name": card.name,
        "title": card.title,
        "state": next((state for state, holds in states.items() if holds), "ready"),
        "capabilities": list(card.capabilities),
        "family": card.family,
        "repository": card.repository,
        "revision": card.revision,
        "folder": None if folder is None else str(folder),
        "own": card.name in cards.own,
        "bytes": sum(file.size or 0 for file in card.files) or card.memory.get(card.dtype, 0),
        "memory": dict(card.memory),
        "licence": dict(card.to_json()["licence"]) | {"accepted": accepted},
        "notes": card.notes,
    }


def row(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the facts as a row of a table: name, state, capabilities, size, licence."""
    licence = document["licence"]
    size = size_text(document["bytes"]) if document["bytes"] else ""
    size = f"about {size}" if size and document["folder"] is None else size
    said = licence["id"] if licence["commercial"] else f"{licence['id']} (not free for all work)"
    return document["name"], document["state"], ", ".join(document["capabilities"]), size, said


def licence_of(card: Card) -> str:
    """Return a card's terms in words."""
    return f"licence {terms(card)}"


def warned(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the person should know of a model they have just got."""
    licence = document["licence"]
    warned = []
    if not licence["commercial"]:
        warned.append(f"{document['name']} is not free for all commercial work: {licence['limits']}")
    if document["state"] == "no family":
        warned.append(f"this version has no family '{document['family']}' and cannot run {document['name']}")
    return tuple(warned)


def in_megabytes(progress: Progress) -> Progress:
    """Return a reporter of (bytes done, of all, what) that tells whole megabytes."""
    return lambda done, whole, what: progress(-(-done // _MEGA), -(-whole // _MEGA), f"{what}, MB")
