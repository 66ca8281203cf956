"""A disk so small that it can be filled: a tmpfs of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = 4096
_FILLER = "filler"


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A folder that is a disk of its own."""

    path: Path

    def room(self) -> int:
        """Return how many bytes can still be written."""
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int) -> None:
        """Fill it but for so many bytes, in whole pages."""
        self.free()
        size = (self.room() - leave) // PAGE * PAGE
        if size > 0:
            with open(self.path / _FILLER, "wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)

    def free(self) -> None:
        """Give back what `fill` took."""
        (self.path / _FILLER).unlink(missing_ok=True)


@contextmanager
def small_disk(place: Path, size: int, *, files: int = 10_000) -> Iterator[SmallDisk]:
    """Mount a disk of so many bytes and files at a new folder; skip where that is not allowed."""
    place.mkdir()
    options = f"size={size},nr_inodes={files},mode=0755"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", place], capture_output=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.decode().strip()}")
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "-l", place], check=True, capture_output=True)
