"""`models`: which models there are, what they can do, on which terms, and which of them are here."""

from __future__ import annotations

from editor.compile.models import user_store
from inference.store.store import shelf
from nodes.api import capabilities
from nodes.api.errors import BadInput

from .found import Found, table
from .model_facts import facts, row


def models(*, can: str | None = None, commercial: bool = False) -> Found:
    """Return every model that has a card: what it can do, its terms, whether it is here, its size.

    `can` names a capability that it must have; with `commercial` only those that are free for any commercial
    work are told. Raises BadInput for a capability that is none.
    """
    if can is not None and can not in capabilities.NAMES:
        known = ", ".join(capabilities.NAMES)
        raise BadInput(f"List the models that can '{can}'", f"the capabilities are {known}")
    store = user_store()
    cards = shelf(store)
    shown = [
        card
        for card in cards.cards.values()
        if (can is None or can in card.capabilities) and (card.licence.commercial or not commercial)
    ]
    documents = [facts(store, cards, card) for card in shown]
    rows: list[tuple[str, ...]] = [("model", "state", "can", "size", "licence")]
    rows += [row(document) for document in documents]
    notes = tuple(str(error) for error in cards.wrong.values())
    return Found({"models": documents, "wrong": list(notes)}, table(rows), notes)
