"""The trash: takes that were put away and can be put back, until it is emptied.

A take in the trash keeps its folder and number under `<take>.trashed`; going there and back is one rename.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from editor.document.atomic import flush_folder, save_failed
from nodes.api.errors import BadInput

from .store import TRASHED, ReadTake, Take, read_take, remove, shot_folder


def trash(take: Take) -> Take:
    """Put a take into the trash and return it as it lies there. Raises SaveFailed where the disk refuses."""
    return _moved(take, take.folder.with_name(take.id + TRASHED), "Put a take into the trash")


def restore(take: Take) -> Take:
    """Put a take of the trash back and return it. Raises SaveFailed where the disk refuses."""
    return _moved(take, take.folder.with_name(take.id), "Put a take back")


def trashed_of(project: Path, shot: str, read: ReadTake = read_take) -> tuple[Take, ...]:
    """Return a shot's takes in the trash, oldest first; `read` as for `takes_of`."""
    folders = sorted(shot_folder(project, shot).glob(f"t*{TRASHED}"))
    return tuple(take for folder in folders if (take := read(folder, shot)) is not None)


def find_trashed(project: Path, shot: str, name: str) -> Take:
    """Return a take of a shot's trash by id (`t002`, or just `2`). Raises BadInput where it is not there."""
    wanted = f"t{int(name):03d}" if name.isascii() and name.isdigit() and len(name) < 9 else name
    there = trashed_of(project, shot)
    for take in there:
        if take.id == wanted:
            return take
    known = ", ".join(take.id for take in there) or "nothing"
    raise BadInput(f"Put back take '{name}'", f"in the trash of this shot lies: {known}")


def empty(takes: Iterable[Take]) -> tuple[str, ...]:
    """Remove takes of the trash for good; return which (`shot/take`). Raises SaveFailed."""
    gone = []
    for take in takes:
        remove(take)
        gone.append(f"{take.shot}/{take.id}")
    return tuple(gone)


def _moved(take: Take, place: Path, doing: str) -> Take:
    try:
        take.folder.rename(place)
        flush_folder(place.parent)
    except OSError as error:
        raise save_failed(f"{doing}: '{take.folder}'", error) from error
    moved = read_take(place, take.shot)
    if moved is None:
        raise BadInput(doing, f"'{place}' is not whole", hint="Look into the folder.")
    return moved
