"""A torch worker whose models are tiny ones of the tests' own."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.process.handed import handed
from nodes.process.jobs import Job
from nodes.process.limits import Limits
from nodes.process.parent import start
from nodes.process.supervise import Watched
from nodes.process.sweep import open_run

ENTRY = Path(__file__).resolve().parents[2] / "support" / "tiny_worker.py"
LIMITS = Limits(start_seconds=120, silent_seconds=120, lanes=4)


class Bench:
    """A watched worker, and the model that it is asked."""

    def __init__(self, folder: Path, run: Path, patience: dict[str, float], limits: Limits) -> None:
        from tests.support import tiny_family

        self.folder, self.run = folder, run
        self.card = tiny_family.make(folder / "model")
        args = [str(folder / "kept"), json.dumps(patience)]
        self.worker = Watched(
            partial(start, ENTRY, interpreter=Path(sys.executable), args=args, folder=run, limits=limits)
        )

    def ask(
        self,
        method: str = "generate",
        settings: dict[str, Any] | None = None,
        *,
        card: Any = None,
        arrays: Any = None,
        lane: str = "main",
        **wanted: Any,
    ) -> Job:
        """Call a method of the model; sizes and steps are small unless asked otherwise."""
        small = {"frames": 3, "height": 24, "width": 32, "steps": 3, "seed": 5}
        args = {
            "card": (card or self.card).to_json(),
            "folder": str(self.folder / "model"),
            "method": method,
            "settings": small | (settings or {}) | wanted,
            "arrays": arrays,
        }
        return self.worker.call("model.run", args, lane=lane)

    def made(self, *args: Any, **wanted: Any) -> list[np.ndarray]:
        """Return the pictures of a call that is let run to its end."""
        job = self.ask(*args, **wanted)
        made = [(loan.meta, loan.copy()) for loan in job.frames()]
        job.result()
        return [arrays["picture"] for meta, arrays in made if meta is None]

    def handed(self, **arrays: np.ndarray) -> AbstractContextManager[dict[str, Any]]:
        """Hand arrays over for a call."""
        return handed(self.run, arrays)


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
    """One bench for a file's tests, since torch takes seconds to start; none of them may end its worker."""
    folder = tmp_path_factory.mktemp("bench")
    # The worker's frames stay mapped from test to test, so they are not below the folder of the tests' files.
    with tempfile.TemporaryDirectory() as place, open_run(Path(place)) as run:
        bench = Bench(folder, run.path, {"late_seconds": 0.2}, LIMITS)
        with bench.worker:
            bench.worker.warm()
            yield bench
            assert bench.worker.deaths == 0
