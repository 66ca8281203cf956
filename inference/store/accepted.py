"""Terms that the person has accepted, kept by the digest of their words: other words are asked about anew."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from inference.cards.card import Card, Licence

from .errors import NotAccepted
from .writing import write_whole


def is_accepted(home: Path, licence: Licence) -> bool:
    """Say whether a model under this licence may be used: it asks for nothing, or its words were accepted."""
    return not licence.must_accept or licence.text_hash in _read(home)


def check_accepted(home: Path, card: Card) -> None:
    """Return if the terms of a card are accepted. Raises NotAccepted, which shows them."""
    if is_accepted(home, card.licence):
        return
    hint = f"If you accept them: workprint models fetch {card.name} --accept"
    raise NotAccepted(f"Use the model '{card.name}'", f"you have not accepted {terms(card)}", hint=hint)


def accept(home: Path, licence: Licence) -> None:
    """Record that the person accepts a licence: its id, the digest of its words, the date.

    Raises Failed where the disk refuses.
    """
    if is_accepted(home, licence):
        return
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    kept = _read(home) | {licence.text_hash: {"id": licence.id, "link": licence.link, "date": date}}
    write_whole(_place(home), json.dumps(kept, indent=2))


def terms(card: Card) -> str:
    """Return a licence in words: its title, what it forbids or asks for, where it can be read."""
    licence = card.licence
    said = licence.title or licence.id
    said += f": {licence.limits.rstrip('.')}" if licence.limits else ""
    return said + (f" ({licence.link})" if licence.link else "")


def _place(home: Path) -> Path:
    return home / "accepted.json"


def _read(home: Path) -> dict[str, Any]:
    """Return what was accepted by digest; nothing where that cannot be read."""
    try:
        said = json.loads(_place(home).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
