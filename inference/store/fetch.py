"""Having a card's model here: from another program's cache where it is whole there, else from the hub."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from inference.cards.card import Card, ModelFile
from inference.cards.errors import UnsafeModel
from nodes.api.errors import BadInput

from .accepted import check_accepted
from .download import Progress, download
from .errors import DamagedModel, FetchFailed
from .folder import inside, read_config, walked
from .getting import WAITS
from .hashing import sha256_of
from .headers import dtype_of, header, memory_of, parts_of
from .hub import Hub
from .hubs import snapshots
from .pins import pin
from .store import Store, own_folder, place_of
from .trust import WEIGHTS, check_folder
from .wanted import INDEX, has_weights, parts, wanted


@dataclass(frozen=True, slots=True)
class Fetched:
    """A model that is here now: its card as recorded, where it lies, how many bytes had to be fetched."""

    card: Card
    folder: Path
    bytes: int


def fetch(
    store: Store,
    card: Card,
    hub: Hub,
    told: Callable[[int, int, str], None],
    *,
    offline: bool = False,
    announce: Callable[[int], None] = lambda count: None,
    waits: tuple[float, ...] = WAITS,
) -> Fetched:
    """Bring a card's model here, whole and known byte for byte, and record what it consists of.

    `announce` hears how many bytes are to come before the first does, `told` how far it is. A model that is
    here already, in the user's folder or in another program's cache, is not fetched again. Raises
    NotAccepted before anything else, BadInput for a card without a repository, FetchFailed, UnsafeModel,
    Failed.
    """
    check_accepted(store.home, card)
    attempted = f"Fetch the model '{card.name}'"
    here = place_of(store, card)
    if here is not None:
        check_folder(card, here)
        return Fetched(card, here, 0)
    if not card.repository:
        why = "its card names no repository to fetch it from"
        raise BadInput(attempted, why, hint="Add its folder anew: workprint models add FOLDER")
    progress = Progress(told, f"fetching {card.name}")
    for cache in store.hubs:
        for snapshot in snapshots(cache, card.repository, card.revision):
            files = _whole_in(card, snapshot, progress, attempted)
            if files:
                return _recorded(store, card, replace(card, revision=snapshot.name, files=files), snapshot, 0)
    if offline:
        hint = "Without --offline (and WORKPRINT_OFFLINE and HF_HUB_OFFLINE) it is fetched."
        raise FetchFailed(attempted, "it is not on this machine, and nothing may be fetched", hint=hint)
    made, count = download(store, card, hub, progress, announce, waits)
    return _recorded(store, card, made, own_folder(store, card.name), count)


def _recorded(store: Store, card: Card, made: Card, folder: Path, count: int) -> Fetched:
    """Look at what came, say how large its parts are, and pin it."""
    check_folder(made, folder)
    attempted = f"Fetch the model '{card.name}'"
    paths = [PurePosixPath(file.path) for file in made.files if file.path.endswith(WEIGHTS)]
    headers = {path: header(folder, path, attempted) for path in paths}
    numbers = parts_of(headers)
    known = replace(made, parts=numbers, memory=memory_of(numbers), dtype=dtype_of(headers.values()))
    pin(store.home, card, known)
    return Fetched(known, folder, count)


def _whole_in(card: Card, snapshot: Path, progress: Progress, attempted: str) -> tuple[ModelFile, ...]:
    """Return a model's files in a snapshot with their digests, nothing where it is not whole there."""
    try:
        names = [str(path) for path in walked(snapshot, attempted)]
        index = read_config(snapshot, PurePosixPath(INDEX), attempted) if INDEX in names else None
        paths = wanted(card, names, index)
        if not _complete(snapshot, paths, None if index is None or card.files else parts(index), attempted):
            return ()
        places = {path: inside(snapshot, PurePosixPath(path), attempted) for path in paths}
        progress.begin(sum(place.stat().st_size for place in places.values()))
        files = [
            ModelFile(path, place.stat().st_size, sha256_of(place, progress.add))
            for path, place in places.items()
        ]
    except (OSError, DamagedModel, UnsafeModel):
        return ()
    known = {file.path: file for file in card.files}
    return (
        tuple(files) if all(_agrees(file, known.get(file.path), places[file.path]) for file in files) else ()
    )


def _agrees(found: ModelFile, said: ModelFile | None, place: Path) -> bool:
    """Say whether a cached file is what its card says; large ones are called by their digest there."""
    if len(place.name) == len(found.sha256) and place.name != found.sha256:
        return False
    if said is None:
        return True
    return said.size in (None, found.size) and said.sha256 in ("", found.sha256)


def _complete(snapshot: Path, paths: list[str], named: dict[str, str] | None, attempted: str) -> bool:
    """Say whether nothing is missing of what was chosen: every part's weights, every shard of an index."""
    there = {path for path in paths if (snapshot / path).is_file()}
    if not paths or len(there) < len(paths):
        return False
    folders = {str(PurePosixPath(path).parent) for path in there if path.endswith(WEIGHTS)}
    heavy = {name for name, cls in named.items() if has_weights(cls)} if named is not None else set()
    if not folders or heavy - folders:
        return False
    for path in (PurePosixPath(each) for each in there if each.endswith(".safetensors.index.json")):
        shards = read_config(snapshot, path, attempted).get("weight_map", {})
        if any(str(path.parent / shard) not in there for shard in set(shards.values())):
            return False
    return True
