"""The cards there are, and where the files of each lie on this machine."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inference.cards.card import Card
from inference.cards.errors import BadCard, UnsafeModel
from inference.cards.reading import NAME
from inference.cards.toml import load_card

from .errors import UnknownModel
from .hubs import snapshots
from .pins import pinned


@dataclass(frozen=True, slots=True)
class Store:
    """Where cards and models are looked for.

    `shipped` holds the cards that come with Workprint; `home` is the user's own folder: their cards as
    `NAME.toml`, what was fetched in `files/NAME`, what a first fetch recorded in `pins`, accepted terms in
    `accepted.json`. `hubs` are caches of other programs, which are only read.
    """

    shipped: Path
    home: Path
    hubs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All cards by name, and what is wrong with the files that hold none."""

    cards: Mapping[str, Card]
    own: frozenset[str] = frozenset()
    wrong: Mapping[Path, BadCard | UnsafeModel] = field(default_factory=dict)

    def card(self, name: str, attempted: str) -> Card:
        """Return a card by its name. Raises UnknownModel with names that are close."""
        if name in self.cards:
            return self.cards[name]
        for path, error in self.wrong.items():
            if path.stem == name:
                raise error
        close = difflib.get_close_matches(name, self.cards, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(close)}?" if close else "`workprint models list` names them."
        raise UnknownModel(attempted, f"there is no model '{name}'", hint=hint)


def shelf(store: Store) -> Shelf:
    """Return every card: the user's own, then those that come with Workprint, with what fetches recorded.

    A card that cannot be read spoils no other.
    """
    cards: dict[str, Card] = {}
    wrong: dict[Path, BadCard | UnsafeModel] = {}
    own: set[str] = set()
    for folder in (store.home, store.shipped):
        for path in sorted(folder.glob("*.toml")):
            try:
                card = _read(path)
            except (BadCard, UnsafeModel) as error:
                wrong[path] = error
                continue
            if card.name not in cards:
                cards[card.name] = pinned(store.home, card)
                own |= {card.name} if folder == store.home else set()
    return Shelf(dict(sorted(cards.items())), frozenset(own), wrong)


def place_of(store: Store, card: Card) -> Path | None:
    """Return the folder that holds all files of a card in their sizes, None where none does.

    Looked at are the folder that the card names, the user's own models and the caches of other programs;
    a card whose files are not recorded yet lies nowhere. Only names and sizes are looked at.
    """
    if not card.files or any(file.size is None for file in card.files):
        return None
    return next((folder for folder in places(store, card) if _holds(folder, card)), None)


def places(store: Store, card: Card) -> list[Path]:
    """Return the folders in which a card's files may lie, the best first."""
    if card.folder:
        return [Path(card.folder)]
    found = [own_folder(store, card.name)]
    if card.repository:
        found += [each for hub in store.hubs for each in snapshots(hub, card.repository, card.revision)]
    return found


def own_folder(store: Store, name: str) -> Path:
    """Return the folder for a fetched model's files."""
    return store.home / "files" / name


def own_card(store: Store, name: str) -> Path:
    """Return the file of the user's own card of a name."""
    return store.home / f"{name}.toml"


def _read(path: Path) -> Card:
    card = load_card(path)
    if card.name != path.stem or not NAME.fullmatch(path.stem):
        why = f"it names the model '{card.name}'"
        raise BadCard(f"Read the model card '{path}'", why, hint=f"Call the file {card.name}.toml.")
    if card.folder and not Path(card.folder).is_absolute():
        why = f"'folder' is '{card.folder}', which starts nowhere"
        raise BadCard(f"Read the model card '{path}'", why, hint="Write the whole path.")
    return card


def _holds(folder: Path, card: Card) -> bool:
    try:
        return all((folder / file.path).stat().st_size == file.size for file in card.files)
    except OSError:
        return False
