"""The torch worker as the frame engine holds it: one, started when first asked, ended with the engine."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from nodes.api import WorkprintError
from nodes.process.errors import ChildTooLarge
from nodes.process.jobs import Ask, Event, Job
from nodes.process.limits import Limits, free_memory, share_of_memory
from nodes.process.parent import start
from nodes.process.slots import Loan
from nodes.process.standby import Standby
from nodes.process.supervise import Watched, once_more
from nodes.process.sweep import RunFolder, open_run

from .together import Aside
from .worker_entry import WorkerEntry

_LIMITS = Limits(
    start_seconds=120,
    silent_seconds=120,
    resident_bytes=share_of_memory(0.9),
)
"""Loading holds the interpreter for long."""
_GRACE = 2.0
_SPARE_BYTES = 6 << 30
"""What must be free for a second worker to wait in: it holds torch and the model libraries, some 0.4 GB."""


_PLANS = 6
"""How often a call is asked again because the worker had grown too large for it."""


def smaller_again(job: Job, death: WorkprintError) -> Ask | None:
    """Have what made the worker too large run by a smaller plan, and the rest once more."""
    if not isinstance(death, ChildTooLarge) or job.ask.name != "model.run":
        return once_more(job, death)
    return replace(job.ask, args={**job.ask.args, "too_large": True}) if job.tries < _PLANS else None


class Worker:
    """The worker's process: watched, started again after it died; `stop` leaves nothing behind.

    Safe to use from several threads; calls of different threads take turns at the device. Its wire is closed
    when this process ends, however it ends, which ends the worker too; what is left of one that hangs then is
    swept at the next start. `aside` is what it made for takes that are still to come.
    """

    def __init__(self, entry: WorkerEntry) -> None:
        self.aside = Aside()
        self._entry = entry
        self._lock = threading.Lock()
        self._run: RunFolder | None = None
        self._watched: Watched | None = None
        self._lanes: dict[int, int] = {}
        self._plans: dict[str, Mapping[str, Any]] = {}

    @property
    def pid(self) -> int | None:
        """The process number of the worker that runs, if one does."""
        return None if self._watched is None else self._watched.pid

    @property
    def deaths(self) -> int:
        """How often it died so far; sessions that were open before are gone."""
        return 0 if self._watched is None else self._watched.deaths

    def folder(self) -> Path:
        """Return the folder for files that it is handed. Raises OSError."""
        return self._open()[0].path

    def call(
        self, name: str, args: Any, on_event: Callable[[Event], None], on_frame: Callable[[Loan], None]
    ) -> Job:
        """Call a handler; the worker is started if none runs. Raises StartFailed, ChildDied, OSError."""
        watched = self._open()[1]
        return watched.call(name, args, lane=self._lane(), on_event=on_event, on_frame=on_frame)

    def note_plan(self, title: str, plan: Mapping[str, Any]) -> None:
        """Note that a model began to run by a plan."""
        with self._lock:
            self._plans[title] = plan

    def ran(self) -> list[dict[str, Any]]:
        """Return for each model that ran so far its title and the plan that it ran by last."""
        with self._lock:
            return [{"title": title, "plan": dict(plan)} for title, plan in self._plans.items()]

    def _lane(self) -> str:
        """Return the lane of this thread: what one asks is worked off in order."""
        with self._lock:
            place = self._lanes.setdefault(threading.get_ident(), len(self._lanes))
        return f"lane {place % _LIMITS.lanes}"

    def _open(self) -> tuple[RunFolder, Watched]:
        with self._lock:
            if self._run is None or self._watched is None:
                self._run = open_run(Path(self._entry.folder))
                starter = partial(
                    start,
                    Path(self._entry.entry),
                    interpreter=Path(sys.executable),
                    args=self._entry.args,
                    folder=self._run.path,
                    limits=_LIMITS,
                )
                self._watched = Watched(
                    starter, self._spare(), announce="starting the model worker", again=smaller_again
                )
            return self._run, self._watched

    def _spare(self) -> Standby | None:
        if not self._entry.spare:
            return None
        return Standby("model.ready", lane="lane 0", wanted=lambda: free_memory() > _SPARE_BYTES)

    def stop(self) -> None:
        """End it, and remove its files."""
        with self._lock:
            run, watched = self._run, self._watched
            self._run = self._watched = None
        if watched is not None:
            watched.stop(_GRACE)
        self.aside.drop()
        if run is not None:
            run.close()
