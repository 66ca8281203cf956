"""`models fetch`: a model brought to this machine, its terms accepted."""

from __future__ import annotations

import os

from editor.compile.models import user_store
from inference.store.accepted import accept as accept_terms
from inference.store.choose import is_served
from inference.store.fetch import fetch
from inference.store.hub import hub_of, is_offline
from inference.store.store import shelf
from nodes.api.errors import BadInput

from .found import Found, size_text
from .model_facts import facts, in_megabytes, licence_of, warned
from .support import Progress, untold


def models_fetch(
    name: str,
    *,
    accept: bool = False,
    offline: bool = False,
    progress: Progress = untold,
) -> Found:
    """Bring a model here and record what it consists of; gone on with where an earlier try broke off.

    With `accept` the person accepts its terms, which is recorded. `offline`, or WORKPRINT_OFFLINE or
    HF_HUB_OFFLINE in the environment, keeps it from speaking to other machines: then only what another
    program has fetched already is used. Raises BadInput for a name that is none, a model that this version
    cannot run and terms that are not accepted, Failed where it cannot be had.
    """
    store = user_store()
    attempted = f"Fetch the model '{name}'"
    card = shelf(store).card(name, attempted)
    if not is_served(card):
        why = f"this version has no family '{card.family}' to run it"
        raise BadInput(attempted, why, hint="`workprint models` names those that it can run.")
    if accept:
        accept_terms(store.home, card.licence)

    def announce(count: int) -> None:
        progress(0, 0, f"{card.name}: {size_text(count)} to fetch; {licence_of(card)}")

    done = fetch(
        store,
        card,
        hub_of(os.environ),
        in_megabytes(progress),
        offline=offline or is_offline(os.environ),
        announce=announce,
    )
    document = facts(store, shelf(store), done.card) | {"fetched_bytes": done.bytes}
    came = f"{size_text(done.bytes)} fetched" if done.bytes else "it was here"
    text = f"{card.name}: {came}; {len(done.card.files)} files in '{done.folder}'; {licence_of(card)}"
    return Found(document, text, warned(document))
