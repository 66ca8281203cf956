"""Where a reference's media may be: every place the file's own words lead to, the surest first."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from editor.document.model import MediaReference
from nodes.api.times import Rate
from nodes.media.errors import MediaError
from nodes.media.refs import FileRef, MediaRef, SequenceRef
from nodes.media.sequence_names import find_sequence, spelling_of

from .paths import Said, map_path, readings
from .search import MediaIndex, split_number
from .stated import stated_paths

How = Literal["exact", "mapped", "relative", "beside", "tail", "name", "metadata"]

CONFIDENCE: dict[How, float] = {
    "exact": 1.0,
    "mapped": 0.95,
    "relative": 0.95,
    "beside": 0.8,
    "tail": 0.7,
    "name": 0.5,
    "metadata": 0.6,
}
"""How sure each way of finding media is, before the media was looked into."""

BY_NAME: tuple[How, ...] = ("beside", "tail", "name")
"""The ways that go by the name alone: duration and timecode have to agree."""

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_PICTURE = re.compile(r"\.(exr|dpx|png|jpe?g|tiff?|cin|tga|bmp|hdr|webp|jp2|jxl|psd)$", re.IGNORECASE)
_FRAMES = re.compile(r"\s+-?\d+--?\d+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of media that is there, and how the reference led to it.

    `renumbered` says that a sequence was found under other numbers than the reference states.
    """

    ref: MediaRef
    how: How
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: the folder of the timeline file, the table of (old, new) roots, the search folders."""

    folder: Path
    maps: Sequence[tuple[str, str]] = ()
    index: MediaIndex = MediaIndex()  # noqa: RUF009


def candidates(reference: MediaReference, search: Search, rate: Rate) -> tuple[Candidate, ...]:
    """Return the candidates of the surest way that leads to any, without repeats.

    The ways, in order: the target as it is; through the table; relative to the timeline's folder; the same
    name in that folder; the target's last parts under the search folders, the most parts first; the name
    alone there; then the same for a path that other programs left in metadata, and for the reference's
    name. `rate` is how fast a sequence plays that does not say so.
    """
    for said, is_stated in _targets(reference):
        for how, paths in _ways(said, reference, search):
            found = [_there(path, reference, rate) for path in paths]
            unique = {each[0]: each for each in found if each is not None}
            if unique:
                way: How = "metadata" if is_stated and how not in BY_NAME else how
                return tuple(Candidate(ref, way, renumbered) for ref, renumbered in unique.values())
    return ()


def _targets(reference: MediaReference) -> Iterator[tuple[tuple[Said, ...], bool]]:
    yield readings(reference.url), False
    for stated in stated_paths(reference):
        yield readings(_FRAMES.sub("", stated)), True
    if _EXTENSION.search(reference.name) and reference.kind in {"file", "missing"}:
        yield readings(reference.name.replace("\\", "/").rpartition("/")[2]), True


def _ways(said: Sequence[Said], reference: MediaReference, search: Search) -> Iterator[tuple[How, list[str]]]:
    on_windows = os.name == "nt"
    rooted = [each.path for each in said if each.kind == "absolute" or (on_windows and each.kind != "remote")]
    for path in rooted:
        yield "exact", [path] if os.path.isabs(path) else []
    for each in said:
        for path in map_path(each, search.maps):
            yield "mapped", [os.path.abspath(path)]
    for each in said:
        if each.kind == "relative":
            yield "relative", [os.path.normpath(search.folder / each.path)]
    local = [each for each in said if each.kind != "remote"]
    for each in local:
        yield "beside", [str(search.folder / each.name)] if each.name not in {"", ".", ".."} else []
    for each in local:
        yield from _under_roots(each, reference, search.index)


def _under_roots(said: Said, reference: MediaReference, index: MediaIndex) -> Iterator[tuple[How, list[str]]]:
    """Look under the search folders for the target's last parts: as many as possible, then its name."""
    if reference.kind == "sequence":
        found = index.numbered(reference.prefix, reference.suffix)
    else:
        pattern = spelling_of(said.name)
        found = index.named(said.name)
        if not found and pattern is not None:
            folders = index.numbered(pattern.prefix, pattern.suffix)
            found = [f"{folder}/{said.name}" for folder in folders]
    lengths = {path: _shared_tail(said.parts, path) for path in found}
    longest = max(lengths.values(), default=0)
    least = 1 if reference.kind == "sequence" else 2
    if longest >= least:
        yield "tail", [path for path, length in lengths.items() if length == longest]
    yield "name", found


def _shared_tail(parts: Sequence[str], path: str) -> int:
    count = 0
    for said, there in zip(reversed(parts), reversed(Path(path).parts), strict=False):
        if said.casefold() != there.casefold():
            break
        count += 1
    return count


def _there(path: str, reference: MediaReference, rate: Rate) -> tuple[MediaRef, bool] | None:
    """Return the media at a path and whether its numbers are others, None where there is none."""
    if reference.kind == "sequence":
        return _numbered_files(path, reference, rate)
    if os.path.isfile(path):
        if _PICTURE.search(path) and _pictures(reference) > 1 and split_number(os.path.basename(path)):
            sequence = _found(path, _speed(reference, rate))
            if sequence is not None and sequence.count >= _pictures(reference):
                return sequence, False
        return FileRef(os.path.abspath(path)), False
    if os.path.isdir(path) or spelling_of(path) is not None:
        sequence = _found(path, _speed(reference, rate))
        return None if sequence is None or not os.path.isdir(sequence.folder) else (sequence, False)
    return None


def _numbered_files(folder: str, reference: MediaReference, rate: Rate) -> tuple[MediaRef, bool] | None:
    if not os.path.isdir(folder):
        return None
    speed = _speed(reference, rate)
    there = _found(f"{folder}/{reference.prefix}@{reference.suffix}", speed)
    if there is None:
        return None
    last = reference.first + max(0, _pictures(reference) - 1) * reference.step
    if not _pictures(reference):
        last = max(there.last, reference.first)
    stated = replace(
        there, folder=os.path.abspath(folder), first=reference.first, last=last, step=reference.step
    )
    if stated.first > there.last or stated.last < there.first:
        return there, True
    return stated, False


def _pictures(reference: MediaReference) -> int:
    """How many pictures the reference says it has, 0 where it does not."""
    return 0 if reference.available is None else round(reference.available.duration.value)


def _speed(reference: MediaReference, rate: Rate) -> Rate:
    if reference.rate is not None and reference.rate > Rate(1):
        return reference.rate
    return rate if reference.available is None else reference.available.duration.rate


def _found(path: str, rate: Rate) -> SequenceRef | None:
    try:
        return find_sequence(path, rate=rate)
    except MediaError:
        return None
