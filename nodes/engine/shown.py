"""A job as it is shown frame by frame: shots that cannot be made are left out, and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nodes.api import Cancelled, Frame, Time, WorkprintError
from nodes.process.child import Call

from .guards import Refusal, is_slow, refusal_of, refusing, without
from .job import Job
from .lanes import Lanes
from .prepare import Catalog, Prepared, prepare
from .run import Run


class Shown:
    """One job, shown for the length of one call on its lane, which may have `most` runs open.

    What failed after working through a stretch of frames is tried `anew` at the first call that asks for it:
    single frames, looked at one after another, do not each wait for it.
    """

    def __init__(
        self, lanes: Lanes, catalog: Catalog, call: Call, name: str, *, most: int, anew: bool
    ) -> None:
        self._lanes, self._catalog, self._call = lanes, catalog, call
        self._name, self._most = name, most
        if anew:
            lanes.failed.pop(name, None)
        self.run = lanes.run(call, name, most)
        self._first = self.run
        self._leave(lanes.failed.get(name, {}))

    def frame(self, time: Time) -> tuple[Frame, Mapping[str, Refusal]]:
        """Return the frame at a time, and the shots that are left out of it by guard; raises as `Run.frame`.

        Raises what outlives leaving them out, and errors of what belongs to no guarded shot.
        """
        refused: dict[str, Refusal] = {}
        run = self.run
        while True:
            try:
                return run.frame(time), refused
            except Cancelled:
                raise
            except WorkprintError as error:
                refusal = refusal_of(run.prepared, error)
                if refusal is None or refusal.guard in refused:
                    raise
            refused[refusal.guard] = refusal
            if is_slow(run.prepared, refusal.guard):
                known = self._lanes.failed.setdefault(self._name, {})
                known[refusal.guard] = refusal
                self._leave(known)
            guards = sorted(refused)
            run = self._variant("without", guards, without(self._first.prepared, guards))

    def _leave(self, known: Mapping[str, Refusal]) -> None:
        """Have shots that are known to fail refuse at once."""
        if known:
            prepared = self._first.prepared
            job = refusing(replace(prepared.job, graph=prepared.graph), known.values())
            self.run = self._variant("refusing", sorted(known), job)

    def _variant(self, how: str, guards: list[str], job: Job) -> Run:
        name = f"{self._name} {how} {' '.join(guards)}"
        jobs = self._lanes.jobs
        first, kept = jobs.get(self._name)
        if name not in jobs:
            made: Prepared = prepare(job, self._catalog, first)
            jobs.add(name, made, kept)
        run = self._lanes.run(self._call, name, self._most + 2)
        # What this call began with is the last to be closed.
        for each in (self._first, self.run):
            self._lanes.touch(each)
        return run
