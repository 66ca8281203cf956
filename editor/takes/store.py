"""The takes on disk: `takes/<shot>/<take>/` with media, proxy, poster, `recipe.json`, `record.json`.

A take is made aside and renamed into place once everything in it is on disk, so that a folder that
can be listed is whole. Any process may add takes at any time. A take that was removed leaves its recipe
and record in `<take>.removed`, so that its number is never given to another.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.document.aside import aside_folder, sweep_asides, turn
from editor.document.atomic import flush_folder, save_failed, write_whole
from nodes.api.errors import BadInput, Failed
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.refs import FileRef, MediaRef

from .quality import read_measures
from .reading import read_object
from .recipe import Recipe, recipe_from_json
from .remarks import Remarks, read_remarks

_TAKE = re.compile(r"t(\d{1,9})", re.ASCII)
_REMOVED = ".removed"
TRASHED = ".trashed"
"""Behind the name of a take that lies in the trash."""
_RECIPE, _RECORD = _KEPT = ("recipe.json", "record.json")
_ASIDE = ".making-"


ReadTake = Callable[[Path, str], "Take | None"]
"""Reads the take of a shot in a folder."""


@dataclass(frozen=True, slots=True)
class Take:
    """A take that exists: its id within the shot, its folder, how it was made and what came of it.

    `media` tells of the take's own media, in the source's media time; `remarks` are what people said of it,
    `measures` what was measured, by name.
    """

    id: str
    shot: str
    folder: Path
    recipe: Recipe
    record: Mapping[str, Any]
    media: MediaInfo
    remarks: Remarks = field(default_factory=Remarks)
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether it was made smaller than the shot."""
        return self.recipe.scale != 1

    @property
    def key(self) -> str:
        """The name of this take among its clip's media references."""
        return f"take {self.id}"

    @property
    def poster(self) -> Path:
        """A still of the take's middle frame."""
        return self.folder / "poster.jpg"

    @property
    def proxy(self) -> Path:
        """The light movie for playback."""
        return self.folder / "proxy.mov"


def shot_folder(project: Path, shot: str) -> Path:
    """Return the folder of a shot's takes."""
    return project / "takes" / shot


def takes_of(project: Path, shot: str, read: ReadTake | None = None) -> tuple[Take, ...]:
    """Return the whole takes of a shot, oldest first; what is no take is passed over.

    `read` stands in for `read_take`, for who remembers what was read before.
    """
    read = read or read_take
    folder = shot_folder(project, shot)
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise BadInput(f"List the takes in '{folder}'", error.strerror or str(error)) from error
    found = sorted((int(match[1]), name) for name in names if (match := _TAKE.fullmatch(name)))
    return tuple(take for _, name in found if (take := read(folder / name, shot)) is not None)


def find_take(project: Path, shot: str, name: str) -> Take:
    """Return a shot's take by id (`t002`, or just `2`) or the head of its recipe's digest.

    Raises BadInput where there is none, listing those there are.
    """
    made = takes_of(project, shot)
    wanted = f"t{int(name):03d}" if re.fullmatch(r"[0-9]{1,5}", name) else name
    for take in made:
        if take.id == wanted:
            return take
    by_digest = [take for take in made if len(name) >= 6 and take.recipe.digest.startswith(name)]
    if len(by_digest) == 1:
        return by_digest[0]
    known = ", ".join(take.id for take in made) or "none yet"
    raise BadInput(f"Find take '{name}'", f"the shot's takes are: {known}", hint="Name one of them.")


def read_take(folder: Path, shot: str) -> Take | None:
    """Return the take in a folder, be it in its place or in the trash; None where none that is whole is."""
    try:
        recipe = recipe_from_json(read_object(folder / _RECIPE))
        record = read_object(folder / _RECORD)
        media = info_from_json(_anchored(record["media"], folder))
        there = media.frame_count == recipe.domain.frame_count
        there = there and all(os.path.exists(path) for path in _ends(media.ref))
    except (BadInput, ValueError, LookupError, TypeError):
        # Somebody else's folder, or one damaged from outside: it is not a take that can be offered.
        return None
    if not there:
        return None
    id = folder.name.removesuffix(TRASHED)
    return Take(id, shot, folder, recipe, record, media, read_remarks(folder), read_measures(folder))


def _ends(ref: MediaRef) -> tuple[str, ...]:
    return (ref.path,) if isinstance(ref, FileRef) else (ref.file_for(0), ref.file_for(ref.count - 1))


def _anchored(media: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return media facts whose reference, kept relative in the record, lies in `folder`."""
    ref = dict(media["ref"])
    field = "path" if ref["kind"] == "file" else "folder"
    ref[field] = str(folder / ref[field])
    return dict(media) | {"ref": ref}


def _relative(media: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    ref = dict(media["ref"])
    field = "path" if ref["kind"] == "file" else "folder"
    ref[field] = os.path.relpath(ref[field], folder)
    return dict(media) | {"ref": ref}


@contextmanager
def making(project: Path, shot: str) -> Iterator[Path]:
    """Give a folder to make a take in; it is gone afterwards unless `admit` took it.

    Raises SaveFailed where the project cannot be written.
    """
    folder = shot_folder(project, shot)
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            aside = stack.enter_context(aside_folder(folder, _ASIDE))
        except OSError as error:
            raise save_failed(f"Make a take in '{folder}'", error) from error
        yield aside


def admit(aside: Path, project: Path, shot: str, recipe: Recipe, record: Mapping[str, Any]) -> Take:
    """Move a finished take from where it was made to its place and return it.

    `record["media"]` holds the facts of the media in `aside`. Where another process has finished a take of
    the same look and frames meanwhile, that one is returned. Raises SaveFailed where the disk refuses.
    """
    kept = dict(record) | {"media": _relative(record["media"], aside)}
    write_whole(aside / _RECIPE, json.dumps(recipe.to_json(), indent=1).encode())
    write_whole(aside / _RECORD, json.dumps(kept, indent=1).encode())
    flush_folder(aside)
    folder = shot_folder(project, shot)
    attempted = f"Keep a take in '{folder}'"
    try:
        with turn(folder):
            there = take_like(project, shot, recipe)
            if there is not None:
                return there
            place = folder / f"t{_highest(folder) + 1:03d}"
            aside.rename(place)
    except OSError as error:
        raise save_failed(attempted, error) from error
    flush_folder(folder)
    take = read_take(place, shot)
    if take is None:
        raise Failed(attempted, f"'{place.name}' could not be read back", hint="Check the disk.")
    return take


def _highest(folder: Path) -> int:
    """Return the highest number that a take of the shot has or had."""
    names = [name.removesuffix(_REMOVED).removesuffix(TRASHED) for name in os.listdir(folder)]
    return max((int(match[1]) for name in names if (match := _TAKE.fullmatch(name))), default=0)


def take_like(project: Path, shot: str, recipe: Recipe) -> Take | None:
    """Return the shot's take of the same look that has every frame the recipe wants, or None."""
    for take in takes_of(project, shot):
        if take.recipe.look == recipe.look and take.recipe.domain.covers(recipe.domain):
            return take
    return None


def remove(take: Take) -> None:
    """Remove a take's media for good, so that a kill in between leaves nothing that could be listed.

    Raises SaveFailed where the disk refuses.
    """
    leaving = take.folder.with_name(take.id + _REMOVED)
    try:
        take.folder.rename(leaving)
        _empty(leaving)
    except OSError as error:
        raise save_failed(f"Remove take '{take.folder}'", error) from error


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in _KEPT:
            path.unlink()


def sweep(project: Path) -> tuple[Path, ...]:
    """Remove what takes left that were never finished or not quite removed; return what it was.

    What a process still makes is left alone.
    """
    swept: list[Path] = []
    for shot in sorted((project / "takes").glob("*/")):
        swept += sweep_asides(shot, _ASIDE)
        for leaving in shot.glob(f"*{_REMOVED}"):
            with suppress(OSError):
                _empty(leaving)
    return tuple(swept)
