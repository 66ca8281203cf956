"""The media of a project as a person sees it: each piece once, whatever ways its references spell it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from editor.document.layout import walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.rules import source_reference
from editor.exchange.conform import reference_key
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, MediaRef

from .media import entry_by_key, place_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of media: its keys in the project's table, its name and bin, its facts, the clips that use it.

    `there` says whether it is on disk; `info` is None and `fingerprint` "" for what was never looked into.
    """

    keys: tuple[str, ...]
    name: str
    ref: MediaRef
    info: MediaInfo | None = None
    fingerprint: str = ""
    bin: str = ""
    uses: tuple[str, ...] = ()
    there: bool = True

    @property
    def path(self) -> str:
        """What names it on a command line: a path, or a sequence's pattern."""
        return path_of(self.ref)

    @property
    def offline(self) -> bool:
        """Whether it cannot be shown."""
        return not self.there or self.info is None or not self.fingerprint


def pieces(project: Project, there: Callable[[str], bool] = os.path.exists) -> tuple[Piece, ...]:
    """Return the media of a project by name: what is listed in its bins, and what clips use."""
    users: dict[str, list[str]] = {}
    for key, clip in _uses(project.cut):
        users.setdefault(key, []).append(clip)
    groups: dict[MediaRef, list[str]] = {}
    entries = {key: entry for key in project.media if (entry := entry_by_key(project, key)) is not None}
    for key, entry in entries.items():
        if entry.listed or key in users:
            groups.setdefault(entry.ref, []).append(key)
    found = []
    for ref, keys in groups.items():
        first = entries[keys[0]]
        clips = tuple(clip for key in keys for clip in users.get(key, ()))
        name = first.name or ref.label
        mark = first.fingerprint or ""
        found.append(Piece(tuple(keys), name, ref, first.info, mark, first.bin, clips, there(place_of(ref))))
    return tuple(sorted(found, key=lambda piece: (piece.name.casefold(), piece.path)))


def path_of(ref: MediaRef) -> str:
    """Return what names media on a command line: a path, or a sequence's pattern."""
    if isinstance(ref, FileRef):
        return ref.path
    return str(Path(ref.folder) / f"{ref.prefix}%0{ref.padding}d{ref.suffix}")


def _uses(cut: Cut) -> Iterator[tuple[str, str]]:
    """Yield the key of the media that each clip shows, with the clip's id."""
    known: dict[int, str] = {}
    for here in walk(cut):
        if isinstance(here.item, Clip) and (reference := source_reference(here.item)) is not None:
            key = known.get(id(reference))
            if key is None:
                key = known[id(reference)] = reference_key(reference)
            yield key, here.item.id
