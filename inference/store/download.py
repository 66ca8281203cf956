"""Downloading a card's model into the user's own folder, file by file, each kept once its digest is right."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from inference.cards.card import Card, ModelFile
from inference.cards.paths import check_path
from nodes.api.errors import BadInput, Failed

from .errors import FetchFailed
from .folder import read_config
from .getting import Source, disk_refuses, get
from .hashing import sha256_of
from .hub import Hub, Listing, Remote, listed
from .store import Store, own_folder
from .wanted import INDEX, wanted


@dataclass
class Progress:
    """How many bytes are there, of how many; `told` hears it with what is being done."""

    told: Callable[[int, int, str], None]
    what: str
    done: int = 0
    whole: int = 0

    def begin(self, whole: int) -> None:
        """Count from nothing up to `whole` bytes."""
        self.done, self.whole = 0, whole
        self.told(0, whole, self.what)

    def add(self, count: int) -> None:
        """Count bytes."""
        self.done = min(self.done + count, self.whole)
        self.told(self.done, self.whole, self.what)

    def back(self, done: int) -> None:
        """Go back to an earlier count: what came since was thrown away."""
        self.done = done


def download(
    store: Store,
    card: Card,
    hub: Hub,
    progress: Progress,
    announce: Callable[[int], None],
    waits: tuple[float, ...],
) -> tuple[Card, int]:
    """Bring what a card's model consists of into the user's folder.

    Returns the card with commit and files as they are now, and how many bytes were lacking. Raises as
    `fetch.fetch`.
    """
    attempted = f"Fetch the model '{card.name}'"
    folder = own_folder(store, card.name)
    listing = listed(hub, card.repository, card.revision)
    source = Source(hub, card.repository, listing.commit)
    with _alone(folder, attempted):
        remotes = _chosen(card, listing, source, folder, waits, attempted)
        lacking = sum(max(0, remote.size - _bytes_there(folder, remote)) for remote in remotes)
        announce(lacking)
        _check_room(folder, lacking, attempted)
        progress.begin(sum(remote.size for remote in remotes))
        files = tuple(_had(store, source, remote, folder, progress, waits) for remote in remotes)
    return replace(card, revision=listing.commit, files=files), lacking


def _chosen(
    card: Card, listing: Listing, source: Source, folder: Path, waits: tuple[float, ...], attempted: str
) -> list[Remote]:
    """Return the files that are needed. Raises BadInput where the repository has not what the card says."""
    remotes = {remote.path: remote for remote in listing.files}
    index: dict[str, Any] | None = None
    if not card.files and INDEX in remotes:
        get(source, remotes[INDEX], folder / INDEX, lambda count: None, waits)
        index = read_config(folder, PurePosixPath(INDEX), attempted)
    paths = wanted(card, remotes, index)
    lacking = [path for path in paths if path not in remotes]
    if lacking or not paths:
        why = f"'{card.repository}' has no '{lacking[0]}'" if lacking else "it holds no weights"
        raise BadInput(attempted, why, hint="Correct the card: `repository`, `revision` or `files`.")
    said = {file.path: file for file in card.files}
    for path in paths:
        check_path(path, attempted)
        _check_agreed(remotes[path], said.get(path), attempted)
    return [remotes[path] for path in paths]


def _check_agreed(remote: Remote, said: ModelFile | None, attempted: str) -> None:
    if said is None:
        return
    sizes = said.size in (None, remote.size)
    if not sizes or (said.sha256 and remote.sha256 and said.sha256 != remote.sha256):
        why = f"the hub's '{remote.path}' is not the one that its card describes"
        raise FetchFailed(attempted, why, hint="Correct the card, or name the revision that it describes.")


def _had(
    store: Store,
    source: Source,
    remote: Remote,
    folder: Path,
    progress: Progress,
    waits: tuple[float, ...],
) -> ModelFile:
    """Return a file once it is here: it was, or it is copied from a cache, or fetched."""
    target, begun = folder / remote.path, progress.done
    for cached in (None, *_cached(store, source, remote)):
        if cached is not None:
            _copy(cached, target)
        if target.is_file() and target.stat().st_size == remote.size:
            digest = sha256_of(target, progress.add)
            if remote.sha256 in ("", digest):
                return ModelFile(remote.path, remote.size, digest)
            progress.back(begun)
    return ModelFile(remote.path, remote.size, get(source, remote, target, progress.add, waits))


def _cached(store: Store, source: Source, remote: Remote) -> Iterator[Path]:
    name = f"models--{source.repository.replace('/', '--')}"
    for cache in store.hubs:
        blob = cache / name / "blobs" / remote.sha256
        if remote.sha256 and blob.is_file() and blob.stat().st_size == remote.size:
            yield blob


def _copy(cached: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(cached, target)
    except OSError as error:
        raise disk_refuses(error, f"Copy '{cached}' to '{target}'") from error


def _bytes_there(folder: Path, remote: Remote) -> int:
    for path in (folder / remote.path, folder / f"{remote.path}.part"):
        if path.is_file():
            return path.stat().st_size
    return 0


def _check_room(folder: Path, lacking: int, attempted: str) -> None:
    free = shutil.disk_usage(folder).free
    if lacking > free:
        why = f"it takes {lacking / 1e9:.1f} GB more, and '{folder}' has {free / 1e9:.1f} GB free"
        raise Failed(attempted, why, hint="Free some space, or set XDG_DATA_HOME to another disk.")


@contextmanager
def _alone(folder: Path, attempted: str) -> Iterator[None]:
    """Keep others from fetching the same model meanwhile. Raises Failed where somebody is at it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".fetching", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise disk_refuses(error, attempted) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Failed(attempted, "it is being fetched already", hint="Wait until that is done.") from error
        yield
    finally:
        os.close(handle)
