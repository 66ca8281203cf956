"""What several verbs need: an engine, and progress in their own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from editor.engine import start_engine
from nodes.engine.client import Engine
from nodes.engine.playback import AtWork
from nodes.models.working import Working

Progress = Callable[[int, int, str], None]
"""Told (done, total, what)."""


def untold(done: int, total: int, what: str) -> None:
    """Tell nobody."""


@contextmanager
def an_engine(engine: Engine | None) -> Iterator[Engine]:
    """Give the engine that a caller brought, or one of our own for as long as it is needed."""
    if engine is not None:
        yield engine
        return
    with start_engine() as own:
        yield own


def working(progress: Progress, what: str) -> AtWork:
    """Return a reporter of what nodes say in words of long work, while no frame is done."""

    def heard(node: str, work: Working) -> None:
        if work.text:
            progress(int(work.done), int(work.total or 0), f"{what}, {work.text}")

    return heard


def telling(progress: Progress, what: str) -> Callable[[int, int], None]:
    """Return a reporter of (done, total) that says what it is about."""
    return lambda done, total: progress(done, total, what)
