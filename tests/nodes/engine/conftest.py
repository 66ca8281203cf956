"""Disks that are full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

SmallDisk = Callable[[int], Path]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A function that mounts a disk of so many KiB and returns where; skips where that is not allowed."""
    with ExitStack() as mounted:

        def mount(size: int) -> Path:
            folder = tmp_path / f"disk{size}"
            folder.mkdir()
            command = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(folder)]
            ran = subprocess.run(command, capture_output=True, text=True)
            if ran.returncode:
                pytest.skip(f"a small disk cannot be mounted here: {ran.stderr.strip()}")
            mounted.callback(subprocess.run, ["umount", str(folder)], check=True)
            return folder

        yield mount
