"""`models check`: whether every file of a model is what it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from editor.compile.models import user_store
from inference.cards.card import Card
from inference.store.check import Checked, check_model
from inference.store.store import Store, places, shelf
from nodes.api.errors import BadInput

from .found import Found, table
from .model_facts import in_megabytes
from .support import Progress, untold


def models_check(name: str | None = None, *, progress: Progress = untold) -> Found:
    """Read every file of a model, or of all that are here, and compare digests; the document's `ok` sums up.

    Raises BadInput for a name that is none, and for a model that was never here.
    """
    store = user_store()
    cards = shelf(store)
    if name is not None:
        asked = [cards.card(name, f"Check the model '{name}'")]
        if not asked[0].files:
            hint = f"Next: workprint models fetch {name}"
            raise BadInput(f"Check the model '{name}'", "it was never on this machine", hint=hint)
    else:
        asked = [card for card in cards.cards.values() if any(_traces(store, card))]
    found: dict[str, Checked] = {}
    for card in asked:
        folder = next(iter(_traces(store, card)), places(store, card)[0])
        told = _reading(progress, f"checking {card.name}")
        found[card.name] = check_model(card, folder, told)
    rows = [("model", "state", "found")]
    rows += [(each, "ok" if checked.ok else "damaged", str(checked)) for each, checked in found.items()]
    document = {
        "ok": all(checked.ok for checked in found.values()),
        "models": {each: _checked(checked) for each, checked in found.items()},
    }
    return Found(document, table(rows) if found else "no model is on this machine")


def _reading(progress: Progress, what: str) -> Callable[[int, int], None]:
    told = in_megabytes(progress)
    return lambda done, whole: told(done, whole, what)


def _traces(store: Store, card: Card) -> list[Path]:
    """Return the folders in which something of a card's model lies."""
    if not card.files or any(file.size is None for file in card.files):
        return []
    every = places(store, card)
    return [folder for folder in every if any((folder / file.path).exists() for file in card.files)]


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "ok": checked.ok,
        "whole": list(checked.whole),
        "missing": list(checked.missing),
        "damaged": dict(checked.damaged),
        "unsafe": checked.unsafe,
    }
