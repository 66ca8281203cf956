"""What results on disk take, and the removal of those that were not wanted for longest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time as now

from nodes.api.errors import Failed

SUFFIX = ".frame"
"""The ending of a kept frame's file."""
RECORD = ".parts"
"""The ending of a record of a result's parts; a file with neither is being written, or was left half so."""
_STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many results are kept and the bytes they take."""

    files: int
    bytes: int


def sizes(folder: Path) -> Sizes:
    """Return what the results in a folder take; nothing where it does not exist."""
    found = [size for _, size, path in _listed(folder) if path.suffix == SUFFIX]
    return Sizes(len(found), sum(found))


def prune(folders: Sequence[Path], limit: int) -> int:
    """Remove the longest unused results until `limit` bytes are left in all, and return the bytes freed.

    What an interrupted write left behind goes as well. Raises Failed where the disk refuses.
    """
    found = sorted(each for folder in folders for each in _listed(folder))
    left = sum(size for _, size, _ in found)
    freed = 0
    for used, size, path in found:
        stale = path.suffix not in (SUFFIX, RECORD) and now() - used > _STALE_SECONDS
        if not stale and left - freed <= limit:
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Failed(f"Remove '{path}'", error.strerror or str(error)) from error
        freed += size
        for emptied in (path.parent, path.parent.parent):
            with suppress(OSError):  # it holds other results
                emptied.rmdir()
    return freed


def _listed(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield last use, size and path of every file; what another process removes meanwhile is passed over."""
    for path in folder.glob("??/*/*"):
        with suppress(FileNotFoundError):
            facts = path.stat()
            yield facts.st_mtime, facts.st_size, path
