"""An index of the files under some folders, to find media by name; built once for all clips."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nodes.api.errors import BadInput

MOST_FILES = 500_000
"""How many files are looked at under all search folders together."""

_LAST_NUMBER = re.compile(r"[0-9]+(?=[^0-9]*$)")


@dataclass(frozen=True, slots=True)
class MediaIndex:
    """What lies under the search folders.

    `files` lists paths by file name, `sequences` folders by the names of numbered files without their
    number; both in lower case. `whole` is False where there was more than `MOST_FILES`.
    """

    roots: tuple[str, ...] = ()
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sequences: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    whole: bool = True

    def named(self, name: str) -> list[str]:
        """Return the files of that name; those in the same case alone, where there are any."""
        found = self.files.get(name.casefold(), ())
        same = [path for path in found if os.path.basename(path) == name]
        return same or list(found)

    def numbered(self, prefix: str, suffix: str) -> list[str]:
        """Return the folders that hold files named prefix, number, suffix."""
        return list(self.sequences.get((prefix.casefold(), suffix.casefold()), ()))


def split_number(name: str) -> tuple[str, str] | None:
    """Return a file name around its last number that is not part of the extension; None without one.

    >>> split_number("plate_v2.1001.exr"), split_number("reel.mp4")
    (('plate_v2.', '.exr'), None)
    """
    stem, extension = os.path.splitext(name)
    found = _LAST_NUMBER.search(stem)
    return None if found is None else (stem[: found.start()], stem[found.end() :] + extension)


def index_media(roots: Iterable[Path], *, most: int = MOST_FILES) -> MediaIndex:
    """Return the index of all files under `roots`, folders reached through links included, each once.

    Hidden folders and folders that cannot be read are left out. Raises BadInput for a root that is no
    folder.
    """
    waiting = [_root(root) for root in roots]
    waiting.reverse()
    kept = tuple(reversed(waiting))
    seen: set[tuple[int, int]] = set()
    files: dict[str, list[str]] = defaultdict(list)
    sequences: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    count = 0
    while waiting and count < most:
        folder = waiting.pop()
        inside = _listed(folder, seen)
        waiting += sorted((entry.path for entry in inside if _is_folder(entry)), reverse=True)
        for entry in inside:
            if _is_folder(entry):
                continue
            count += 1
            files[entry.name.casefold()].append(entry.path)
            around = split_number(entry.name)
            if around is not None:
                sequences[around[0].casefold(), around[1].casefold()][folder] = None
    folders = {around: tuple(found) for around, found in sequences.items()}
    return MediaIndex(kept, dict(files), folders, whole=not waiting)


def _root(root: Path) -> str:
    if not root.is_dir():
        raise BadInput(f"Look for media in '{root}'", "it is no folder", hint="Check --media.")
    return os.path.abspath(root)


def _listed(folder: str, seen: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    try:
        found = os.stat(folder)
        if (found.st_dev, found.st_ino) in seen:
            return []
        seen.add((found.st_dev, found.st_ino))
        with os.scandir(folder) as entries:
            return sorted((each for each in entries if not each.name.startswith(".")), key=lambda e: e.name)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
