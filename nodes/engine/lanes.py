"""Jobs that were handed over, and the runs of them that stay open on each lane."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from nodes.process.child import Call

from .cache import FrameCache
from .errors import UnknownJob
from .prepare import Prepared
from .run import Run

MOST_JOBS = 64
MOST_RUNS = 2
"""Runs that stay open on one lane, so that a viewer that goes back and forth finds its files open."""


class Jobs:
    """Prepared jobs by name, the latest ones; safe to use from several threads."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, tuple[Prepared, Path | None]] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, name: str) -> bool:
        return name in self._jobs

    def add(self, name: str, prepared: Prepared, kept: Path | None) -> None:
        """Keep a job and its folder of results; forget the longest unused one where there are too many."""
        with self._lock:
            self._jobs[name] = (prepared, kept)
            self._jobs.move_to_end(name)
            while len(self._jobs) > MOST_JOBS:
                self._jobs.popitem(last=False)

    def get(self, name: str) -> tuple[Prepared, Path | None]:
        """Return a job and its folder of results. Raises UnknownJob."""
        with self._lock:
            if name not in self._jobs:
                raise UnknownJob("Show a frame", "the engine does not know the job", hint="Load it first.")
            self._jobs.move_to_end(name)
            return self._jobs[name]


class Lanes:
    """The jobs that were handed over, and the runs of them that are open.

    Each run belongs to the lane (that is, the thread) that began it; the cache is shared.
    """

    def __init__(self, cache: FrameCache) -> None:
        self.jobs = Jobs()
        self._cache = cache
        self._here = threading.local()
        self._all: list[OrderedDict[str, Run]] = []

    def run(self, call: Call, name: str) -> Run:
        """Return this lane's run of a job, for one call; it is opened where it is not open.

        Raises UnknownJob.
        """
        prepared, kept = self.jobs.get(name)
        runs: OrderedDict[str, Run] | None = getattr(self._here, "runs", None)
        if runs is None:
            runs = self._here.runs = OrderedDict()
            self._all.append(runs)
        run = runs.pop(name, None)
        if run is None:
            # A run outlives the call that began it, and so does what its nodes keep in scratch folders.
            run = Run(prepared, self._cache, scratch=lambda: call.scratch.parent, kept=kept)
        runs[name] = run
        while len(runs) > MOST_RUNS:
            runs.popitem(last=False)[1].__exit__()
        run.check = call.check
        run.stats.clear()
        return run

    def close(self) -> None:
        """Close every run; called when no lane works any more."""
        for runs in self._all:
            while runs:
                runs.popitem()[1].__exit__()
