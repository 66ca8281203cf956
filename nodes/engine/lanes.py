"""Jobs that were handed over, and the runs of them that stay open on each lane."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from nodes.models.worker import Worker
from nodes.process.child import Call

from .cache import FrameCache
from .errors import UnknownJob
from .flights import Flights
from .guards import Refusal
from .kept import count_kept
from .prepare import Prepared
from .ready import Ready
from .run import Run
from .spill import Spill
from .stats import Cost, Stats, summed
from .telling import telling

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

    def latest(self) -> Prepared | None:
        """Return the job that was used last, None where there is none."""
        with self._lock:
            return next(reversed(self._jobs.values()))[0] if self._jobs else None

    def get(self, name: str) -> tuple[Prepared, Path | None]:
        """Return a job and its folder of results. Raises UnknownJob."""
        with self._lock:
            if name not in self._jobs:
                raise UnknownJob("Show a frame", "the engine does not know the job", hint="Load it first.")
            self._jobs.move_to_end(name)
            return self._jobs[name]


class Lanes:
    """The jobs that were handed over, and the runs of them that are open.

    Each run belongs to the lane (that is, the thread) that began it; the cache is shared, and so is what is
    in flight, and the `worker` that runs models. Half floats are for looking at only: no other work is
    given what was made of them.
    """

    def __init__(self, cache: FrameCache, spill: Spill | None = None, worker: Worker | None = None) -> None:
        self.jobs = Jobs()
        self.cache = cache
        self.spill = spill
        self.worker = worker
        self.flights = Flights()
        self.failed: dict[str, dict[str, Refusal]] = {}
        """By job, the shots that failed after long work; for the lane that plays."""
        self._live: dict[str, list[Stats]] = {}
        self._gone: dict[str, dict[str, Cost]] = {}
        self._here = threading.local()
        self._all: list[OrderedDict[str, Run]] = []

    def run(self, call: Call, name: str, most: int = MOST_RUNS) -> Run:
        """Return this lane's run of a job, for one call; it is opened where it is not open.

        `most` are the runs that may be open then: as many as one call works with. Raises UnknownJob.
        """
        prepared, kept = self.jobs.get(name)
        runs: OrderedDict[str, Run] | None = getattr(self._here, "runs", None)
        if runs is None:
            runs = self._here.runs = OrderedDict()
            self._all.append(runs)
        run = runs.pop(name, None)
        if run is None:
            # A run outlives the call that began it, and so does what its nodes keep in scratch folders.
            run = Run(
                prepared,
                self.cache,
                scratch=lambda: call.scratch.parent,
                kept=kept,
                spill=self.spill,
                flights=None if self.cache.half else self.flights,
                worker=self.worker,
            )
            self._live.setdefault(name, []).append(run.stats)
        runs[name] = run
        while len(runs) > most:
            self._close(*runs.popitem(last=False))
        run.check = call.check
        run.heard = telling(call)
        run.stats.clear()
        return run

    def touch(self, run: Run) -> None:
        """Have a run that is open on this lane outlast the others."""
        runs: OrderedDict[str, Run] = self._here.runs
        for name, each in runs.items():
            if each is run:
                runs.move_to_end(name)
                return

    def report(self, name: str) -> dict[str, Any]:
        """Return what each node of a job cost so far on any lane, and what is held of it where.

        Raises UnknownJob.
        """
        prepared, kept = self.jobs.get(name)
        live = [costs for stats in self._live.get(name, ()) for costs in (stats.past, stats.costs)]
        costs = summed([*live, self._gone.get(name, {})])
        return {
            node: costs[node].to_json() | self._held(ready, kept) for node, ready in prepared.ready.items()
        }

    def _held(self, ready: Ready, kept: Path | None) -> dict[str, Any]:
        weight = self.cache.weigh(ready.key)
        results = 0
        if kept is not None and ready.keeps:
            results = count_kept(kept, ready)
        return {
            "type": ready.place.type,
            "key": ready.key,
            "memory": {"values": weight.values, "bytes": weight.bytes},
            "results": results,
            "spilled": 0 if self.spill is None else self.spill.count(ready.key),
        }

    def close(self) -> None:
        """Close every run; called when no lane works any more."""
        for runs in self._all:
            while runs:
                self._close(*runs.popitem())
        if self.worker is not None:
            self.worker.stop()
        if self.spill is not None:
            self.spill.__exit__()

    def _close(self, name: str, run: Run) -> None:
        """Close a run; its costs are remembered for as long as its job is."""
        run.__exit__()
        self._live[name].remove(run.stats)
        self._gone[name] = summed([self._gone.get(name, {}), run.stats.past, run.stats.costs])
        for forgotten in [each for each in self._gone if each not in self.jobs]:
            del self._gone[forgotten]
        for forgotten in [each for each in self.failed if each not in self.jobs]:
            del self.failed[forgotten]
