"""The takes on disk: `takes/<shot>/<take>/` with media, proxy, poster, `recipe.json`, `record.json`.

A take is made aside and renamed into place once everything in it is on disk, so that a folder that
can be listed is whole. Any process may add takes at any time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from editor.document.atomic import flush_folder, write_whole
from nodes.api.errors import BadInput, Failed
from nodes.media.info import MediaInfo, info_from_json

from .recipe import Recipe, recipe_from_json

_TAKE = re.compile(r"t(\d+)")
_ASIDE = ".making-"
_LEAVING = ".going-"


@dataclass(frozen=True, slots=True)
class Take:
    """A take that exists: its id within the shot, its folder, how it was made and what came of it.

    `media` tells of the take's own media, in the source's media time.
    """

    id: str
    shot: str
    folder: Path
    recipe: Recipe
    record: Mapping[str, Any]
    media: MediaInfo

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


def takes_of(project: Path, shot: str) -> tuple[Take, ...]:
    """Return the whole takes of a shot, oldest first; what is no take is passed over."""
    folder = shot_folder(project, shot)
    if not folder.is_dir():
        return ()
    found = [(int(match[1]), path) for path in folder.iterdir() if (match := _TAKE.fullmatch(path.name))]
    return tuple(take for _, path in sorted(found) if (take := _read_take(path, shot)) is not None)


def find_take(project: Path, shot: str, name: str) -> Take:
    """Return a shot's take by id (`t002`, or just `2`) or the head of its recipe's digest.

    Raises BadInput where there is none, listing those there are.
    """
    made = takes_of(project, shot)
    wanted = f"t{int(name):03d}" if name.isdigit() and len(name) < 6 else name
    for take in made:
        if take.id == wanted:
            return take
    by_digest = [take for take in made if len(name) >= 6 and take.recipe.digest.startswith(name)]
    if len(by_digest) == 1:
        return by_digest[0]
    known = ", ".join(take.id for take in made) or "none yet"
    raise BadInput(f"Find take '{name}'", f"the shot's takes are: {known}", hint="Name one of them.")


def _read_take(folder: Path, shot: str) -> Take | None:
    try:
        recipe = recipe_from_json(json.loads((folder / "recipe.json").read_text("utf-8")))
        record = json.loads((folder / "record.json").read_text("utf-8"))
        media = info_from_json(_anchored(record["media"], folder))
    except (OSError, ValueError, KeyError, TypeError):
        # Somebody else's folder, or one damaged from outside: it is not a take that can be offered.
        return None
    return Take(folder.name, shot, folder, recipe, record, media)


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

    Raises Failed where the project cannot be written.
    """
    folder = shot_folder(project, shot)
    aside = folder / f"{_ASIDE}{os.getpid()}-{uuid4().hex[:8]}"
    try:
        aside.mkdir(parents=True)
    except OSError as error:
        raise Failed(
            f"Make a take in '{folder}'", error.strerror or str(error), hint="Make the project writable."
        ) from error
    try:
        yield aside
    finally:
        if aside.exists():
            shutil.rmtree(aside, ignore_errors=True)


def admit(aside: Path, project: Path, shot: str, recipe: Recipe, record: Mapping[str, Any]) -> Take:
    """Move a finished take from where it was made to its place and return it.

    `record["media"]` holds the facts of the media in `aside`. Raises SaveFailed where the disk refuses.
    """
    kept = dict(record) | {"media": _relative(record["media"], aside)}
    write_whole(aside / "recipe.json", json.dumps(recipe.to_json(), indent=1).encode())
    write_whole(aside / "record.json", json.dumps(kept, indent=1).encode())
    flush_folder(aside)
    folder = shot_folder(project, shot)
    number = 1 + max(
        (int(match[1]) for path in folder.iterdir() if (match := _TAKE.fullmatch(path.name))), default=0
    )
    while True:
        place = folder / f"t{number:03d}"
        try:
            aside.rename(place)
            break
        except OSError as error:
            if not place.exists():
                raise Failed(f"Keep the take as '{place}'", error.strerror or str(error)) from error
            number += 1
    flush_folder(folder)
    take = _read_take(place, shot)
    if take is None:
        raise Failed(f"Keep the take as '{place}'", "it could not be read back")
    return take


def remove(take: Take) -> None:
    """Remove a take for good, so that a kill in between leaves nothing that could be listed.

    Raises Failed where the disk refuses.
    """
    leaving = take.folder.with_name(f"{_LEAVING}{take.id}-{uuid4().hex[:8]}")
    try:
        take.folder.rename(leaving)
        shutil.rmtree(leaving)
    except OSError as error:
        raise Failed(
            f"Remove take '{take.folder}'", error.strerror or str(error), hint="Check who may write there."
        ) from error


def sweep(project: Path) -> tuple[Path, ...]:
    """Remove what takes left that were never finished or not quite removed, unless their maker still runs."""
    swept = []
    for aside in (project / "takes").glob(f"*/{_ASIDE}*"):
        maker = aside.name.removeprefix(_ASIDE).partition("-")[0]
        if maker.isdigit() and not _runs(int(maker)):
            shutil.rmtree(aside, ignore_errors=True)
            swept.append(aside)
    for leaving in (project / "takes").glob(f"*/{_LEAVING}*"):
        shutil.rmtree(leaving, ignore_errors=True)
        swept.append(leaving)
    return tuple(swept)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
