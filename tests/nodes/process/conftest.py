"""Children that the tests of this folder start."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from nodes.process.parent import Child, start
from nodes.process.sweep import RunFolder, open_run

ENTRIES = Path(__file__).parent / "entries"


@pytest.fixture
def run_folder(tmp_path: Path) -> Iterator[RunFolder]:
    """A run folder of this process."""
    with open_run(tmp_path / "run") as run:
        yield run


@pytest.fixture
def starter(run_folder: RunFolder, repository: Path) -> Callable[..., Child]:
    """`start` on the entry `works.py`, to be called with further limits."""
    return functools.partial(
        start, ENTRIES / "works.py", folder=run_folder.path, env={"PYTHONPATH": str(repository)}
    )


@pytest.fixture
def worker(starter: Callable[..., Child]) -> Iterator[Child]:
    """A running child with every handler of `works.py`."""
    with starter() as child:
        yield child


@pytest.fixture
def gone() -> Callable[..., bool]:
    """A function that says whether processes are gone within a second; what nobody reaps is gone too."""

    def look(*pids: int, within: float = 1.0) -> bool:
        until = time.monotonic() + within
        while any(map(_lives, pids)):
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    return look


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def entry(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes an entry script and returns where."""

    def write(source: str) -> Path:
        path = tmp_path / "entry.py"
        path.write_text(source)
        return path

    return write
