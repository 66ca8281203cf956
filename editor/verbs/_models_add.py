"""`models add`: a card for a model that lies in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from editor.compile.models import user_store
from inference.cards.card import Lora
from inference.cards.toml import card_to_text
from inference.store.recognise import name_of, recognised
from inference.store.store import own_card, shelf
from inference.store.writing import write_whole
from nodes.api.errors import BadInput

from .found import Found, size_text
from .model_facts import facts, in_megabytes, licence_of, warned
from .support import Progress, untold


def models_add(
    folder: str | Path,
    *,
    name: str | None = None,
    loras: Sequence[str | Lora] = (),
    progress: Progress = untold,
) -> Found:
    """Write the card of a diffusers or transformers folder, so that its model can be used by name at once.

    Nothing is copied: the folder stays where it is. `loras` are low-rank weights in it that are added to its
    own, in order, as `FILE` or `FILE=WEIGHT`; a folder can be added by several names, with others each.
    Raises BadInput for a folder that is none or of no known make, for one that asks for code, and for a name
    that another model has; Failed where the card cannot be written.
    """

    place = Path(folder).expanduser()
    attempted = f"Add the model in '{place}'"
    if not place.is_dir():
        why = "it is no folder" if place.exists() else "it is not there"
        raise BadInput(attempted, why, hint="Name the folder that `save_pretrained` wrote.")
    store = user_store()
    cards = shelf(store)
    called = name or name_of(place)
    known = cards.cards.get(called)
    if known is not None and (called not in cards.own or known.folder != str(place.resolve())):
        hint = f"Give it another: workprint models add FOLDER --name {called}-2"
        raise BadInput(attempted, f"there is another model named '{called}'", hint=hint)
    additions = tuple(each if isinstance(each, Lora) else _lora(each, attempted) for each in loras)
    told = in_megabytes(progress)
    card = recognised(place, called, lambda done, whole: told(done, whole, "reading"), additions)
    write_whole(own_card(store, card.name), card_to_text(card))
    document = facts(store, shelf(store), card) | {"card": str(own_card(store, card.name))}
    can = ", ".join(card.capabilities)
    text = f"{card.name}: {can}; {size_text(document['bytes'])}, {licence_of(card)}"
    return Found(document, text, warned(document))


def _lora(text: str, attempted: str) -> Lora:
    file, sign, weight = text.rpartition("=")
    try:
        return Lora(file, float(weight)) if sign else Lora(text)
    except ValueError:
        raise BadInput(attempted, f"the weight of '{file}' is '{weight}'", hint="Write FILE=0.8.") from None
