"""A torch worker whose models are tiny ones of the tests' own."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nodes.process.limits import Limits
from nodes.process.sweep import open_run
from tests.support.tiny_bench import LIMITS, Bench


@pytest.fixture
def bench_of(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """A function that makes a bench with a patience and limits of its own."""
    with contextlib.ExitStack() as stack:

        def make(limits: Limits = LIMITS, **patience: float) -> Bench:
            run = stack.enter_context(open_run(tmp_path / "run"))
            bench = Bench(tmp_path, run.path, patience, limits)
            stack.enter_context(bench.worker)
            return bench

        yield make


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One bench for a file of tests, since torch takes seconds to start; none may end its worker."""
    folder = tmp_path_factory.mktemp("bench")
    # The worker's frames stay mapped from test to test, so they are not below the folder of the tests' files.
    with tempfile.TemporaryDirectory() as place, open_run(Path(place)) as run:
        bench = Bench(folder, run.path, {"late_seconds": 0.2}, LIMITS)
        with bench.worker:
            bench.worker.warm()
            yield bench
            assert bench.worker.deaths == 0
