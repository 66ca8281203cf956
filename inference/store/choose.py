"""Which model does what a node asks for: the one that was named, else the best that is installed and fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.cards.card import Card
from inference.memory.choose import fits, known_of, native_shape
from inference.memory.machine import Machine
from inference.memory.remembered import Remembered

from .accepted import check_accepted, is_accepted
from .errors import DamagedModel, UnknownModel
from .store import Shelf, Store, place_of

FAMILIES = Path(__file__).parents[1] / "families"


@dataclass(frozen=True, slots=True)
class Installed:
    """A card whose files are all here, and the folder they lie in."""

    card: Card
    folder: Path


def is_served(card: Card) -> bool:
    """Say whether there is a family that loads the card's model; nothing is imported."""
    return (FAMILIES / f"{card.family}.py").is_file() or (FAMILIES / card.family / "__init__.py").is_file()


def installed(store: Store, cards: Shelf) -> list[Installed]:
    """Return every model that can be used now: files here, family known, terms accepted."""
    found = []
    for card in cards.cards.values():
        if is_served(card) and is_accepted(store.home, card.licence):
            folder = place_of(store, card)
            found += [] if folder is None else [Installed(card, folder)]
    return found


def require_installed(store: Store, cards: Shelf, name: str) -> Installed:
    """Return the model that a person named.

    Raises UnknownModel for a name that is none or a family that is not here, NotAccepted, DamagedModel for a
    model whose files are not all here.
    """
    attempted = f"Use the model '{name}'"
    card = cards.card(name, attempted)
    if not is_served(card):
        why = f"this version has no family '{card.family}' to load it"
        raise UnknownModel(attempted, why, hint="Choose another: `workprint models list` names them.")
    check_accepted(store.home, card)
    folder = place_of(store, card)
    if folder is None:
        verb = "check" if card.folder else "fetch"
        hint = f"Next: workprint models {verb} {name}"
        raise DamagedModel(attempted, "its files are not all on this machine", hint=hint)
    return Installed(card, folder)


def best(models: Sequence[Installed], machine: Machine) -> dict[str, Installed]:
    """Return the best of the installed models for each capability that one has.

    What fits comes first; of those what is free for commercial work, then the larger model, which makes the
    better picture as a rule, then the name. Where none fits the smallest is left. What fits is told by all
    the memory of the machine: by what is free at the moment equal recipes would turn into others.
    """
    empty = _emptied(machine)
    fitting = {each.card.name for each in models if _fits(each.card, empty)}

    def rank(each: Installed) -> tuple[bool, bool, int, str]:
        card, size = each.card, _size(each.card)
        if card.name in fitting:
            return (False, not card.licence.commercial, -size, card.name)
        return (True, False, size, card.name)

    ranked = sorted(models, key=rank)
    named = {capability for each in models for capability in each.card.capabilities}
    return {name: next(each for each in ranked if name in each.card.capabilities) for name in sorted(named)}


def _emptied(machine: Machine) -> Machine:
    gpus = tuple(replace(gpu, free=gpu.total) for gpu in machine.gpus)
    return Machine(machine.total, machine.total, gpus)


def _fits(card: Card, machine: Machine) -> bool:
    known = known_of(card, machine, Remembered(None))
    return any(each.fits for each in fits(card, native_shape(card), machine, known))


def _size(card: Card) -> int:
    return sum(card.parts.values()) or max(card.memory.values(), default=0)
