"""What the first fetch of a model found: commit, files, digests; it stands in the user's folder, by name."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inference.cards.card import Card
from inference.cards.errors import BadCard, UnsafeModel
from inference.cards.reading import read_card

from .writing import write_whole

_KEYS = ("revision", "files", "parts", "memory", "dtype")
"""What a pin adds to its card."""


def pinned(home: Path, card: Card) -> Card:
    """Return a card with what its first fetch recorded; as it is where nothing was, or for another revision.

    A pin that cannot be read counts as none: the model is fetched, and looked at, again.
    """
    if not card.repository or _complete(card):
        return card
    try:
        said = json.loads(_place(home, card.name).read_text("utf-8"))
        made = read_card(card.to_json() | {key: said[key] for key in _KEYS})
        same = said["repository"] == card.repository and card.revision in ("", said["asked"])
    except (OSError, ValueError, LookupError, TypeError, BadCard, UnsafeModel):
        return card
    return made if same else card


def pin(home: Path, asked: Card, card: Card) -> None:
    """Record what was found for a card that `asked` for less. Raises Failed where the disk refuses."""
    said: dict[str, Any] = {key: card.to_json()[key] for key in _KEYS}
    said |= {"repository": card.repository, "asked": asked.revision}
    write_whole(_place(home, card.name), json.dumps(said, indent=2))


def _place(home: Path, name: str) -> Path:
    return home / "pins" / f"{name}.json"


def _complete(card: Card) -> bool:
    """Say whether a card knows its files to the byte by itself."""
    return bool(card.revision and card.files) and all(all(asdict(file).values()) for file in card.files)
