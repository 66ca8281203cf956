"""Starting a child process and calling it."""

from __future__ import annotations

import itertools
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from nodes.api.errors import BadInput, Cancelled, WorkprintError
from nodes.process.child import PROTOCOL, Message, WireError
from nodes.process.errors import (
    ChildDied,
    ChildHung,
    ChildTimeout,
    ChildTooLarge,
    StartFailed,
    from_wire,
    quoted,
)
from nodes.process.jobs import Ask, Clock, Event, Job
from nodes.process.launch import launch
from nodes.process.limits import Limits
from nodes.process.link import Link
from nodes.process.slots import Loan, Maps
from nodes.process.sweep import child_folder
from nodes.process.watch import Watch

Heir = Callable[[WorkprintError, list[Job]], list[Job]]


class Starter(Protocol):
    """Starts the child; a `functools.partial` of `start` is one."""

    def __call__(self, *, heir: Heir) -> Child:
        """Return a running child that leaves its jobs to `heir`."""


def start(
    entry: Path,
    *,
    interpreter: Path | None = None,
    args: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    folder: Path,
    limits: Limits | None = None,
    heir: Heir | None = None,
) -> Child:
    """Start the script `entry`, which calls `serve` of `child.py`, and wait until it is ready for calls.

    `folder` is the path of a `RunFolder`. `env` is added to an environment without `PYTHON…` variables.
    `heir` is given, on the child's thread, the reason of a death and the jobs left behind; it returns those
    that it does not take over. Raises `StartFailed` with the last lines of stderr.
    """
    limits = limits or Limits()
    link = Link(launch(entry, interpreter=interpreter, args=args, env=env, limits=limits))
    try:
        child = Child(entry.name, link, folder, limits, heir)
    except OSError as error:
        link.close()
        raise StartFailed(f"Start the process {entry.name}", f"{folder}: {error.strerror}") from error
    try:
        child.greet()
    except BaseException:
        child.kill()
        child.join()
        raise
    return child


class Child:
    """A running child process, to be called from any thread; a context manager that stops it.

    One thread of its own reads, keeps times and calls back; it ends with the process.
    """

    def __init__(self, title: str, link: Link, folder: Path, limits: Limits, heir: Heir | None) -> None:
        self.pid = link.process.pid
        self.title, self.limits = title, limits
        self.calls: tuple[str, ...] = ()
        self.folder = child_folder(folder, self.pid)
        self.folder.mkdir(mode=0o700)
        self.death: WorkprintError | None = None
        self._link, self._heir = link, heir
        self._maps = Maps(self.folder)
        self._numbers = itertools.count(1)
        self._jobs: dict[int, tuple[Job, Clock]] = {}
        self._lanes: set[str] = set()
        self._lock = threading.Lock()
        self._ready, self._stopping = threading.Event(), False
        self._watch = Watch(self.pid, limits)
        self._cause: WorkprintError | None = None
        self._thread = threading.Thread(target=self._run, name=f"workprint-child-{self.pid}", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the process takes calls."""
        return self.death is None and not self._stopping

    @property
    def ended(self) -> bool:
        """Whether nothing of the child is left, its thread here included."""
        return not self._thread.is_alive()

    @property
    def stderr(self) -> str:
        """The tail of what the child printed so far."""
        return self._link.stderr

    def greet(self) -> None:
        """Tell the child where its slots go and wait for its answer; raises `StartFailed`."""
        setup = {"do": "setup", "folder": str(self.folder)} | {
            key: value
            for key, value in asdict(self.limits).items()
            if key in ("lanes", "slots", "frame_bytes")
        }
        self._link.post(setup)
        if not self._ready.wait(self.limits.start_seconds):
            why = f"it was not ready after {self.limits.start_seconds:g} s{quoted(self.stderr)}"
        elif self.death is not None:
            why = self.death.why
        else:
            return
        failed = StartFailed(f"Start the process {self.title}", why)
        failed.stderr = self.stderr
        raise failed

    def call(
        self,
        name: str,
        args: Any = None,
        *,
        lane: str = "main",
        timeout: float | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_frame: Callable[[Loan], None] | None = None,
    ) -> Job:
        """Call the handler `name` with JSON `args` on `lane`; see `Job`. Raises `ChildDied` if it is gone.

        Raises `BadInput` for a name that the child does not offer, `ValueError` for a lane too many.
        """
        job = Job(Ask(name, args, lane, timeout), on_event, on_frame)
        self.take(job)
        return job

    def take(self, job: Job) -> None:
        """Send a job that was made elsewhere; raises `ChildDied` when the process is gone."""
        with self._lock:
            if not self.alive:
                raise self.death or self._lost("it was stopped")
            self._accept(job.ask)
            number = next(self._numbers)
            message = {"do": "call", "id": number} | {
                key: getattr(job.ask, key) for key in ("name", "args", "lane")
            }
            idle = not self._jobs
            if idle:
                self._watch.rest()
            self._jobs[number] = (job, Clock())
            job.attach(lambda: self._link.post({"do": "cancel", "id": number}))
            try:
                self._link.post(message)
            except BaseException:
                del self._jobs[number]
                raise
        if idle:
            self._link.wake()
        if job.cancelled:
            job.cancel()

    def _accept(self, ask: Ask) -> None:
        if ask.name not in self.calls:
            why = f"the process {self.title} offers only {', '.join(self.calls)}"
            raise BadInput(f"Call '{ask.name}' in a child process", why)
        if len(self._lanes | {ask.lane}) > self.limits.lanes:
            raise ValueError(f"No lane is left for '{ask.lane}' beside {', '.join(sorted(self._lanes))}")
        self._lanes.add(ask.lane)

    def stop(self, grace: float = 5.0) -> None:
        """Ask the child to finish, kill it after `grace` seconds, and wait until nothing of it is left.

        From a callback, on the child's own thread, it kills at once and returns.
        """
        self._stopping = True
        self._link.post({"do": "stop"})
        if threading.current_thread() is not self._thread:
            self._thread.join(grace)
        self.kill()
        self.join()

    def kill(self) -> None:
        """End the child and what it started, at once; its jobs fail with `ChildDied`."""
        self._link.kill()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the process is gone and its jobs are settled."""
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _lost(self, why: str, kind: type[ChildDied | ChildTooLarge] = ChildDied) -> WorkprintError:
        error = kind(f"Work in the process {self.title}", why)
        error.stderr = self.stderr
        return error

    def _run(self) -> None:
        try:
            while not self._link.ended:
                messages = self._link.wait(self._pause())
                for message in messages:
                    self._hear(message)
                if messages:
                    self._watch.heard()
                if self._jobs:
                    self._look()
        except WireError as error:
            self._cause = self._lost(f"{error}{quoted(self.stderr)}")
        finally:
            self._finish()

    def _hear(self, message: Message) -> None:
        try:
            kind = message["is"]
            job, clock = self._jobs.get(message.get("id", 0), (None, Clock()))
            if kind == "hello":
                self._greeted(message)
            elif kind == "frame":
                self._take_frame(job, message)
            elif job is None or kind == "pong":
                return
            elif kind == "began":
                job.begin()
                clock.begin(job.ask.timeout)
            elif kind == "event":
                self._tell(message["id"], job, lambda: job.add_event(message["event"]))
            elif "error" not in message:
                self._settle(message["id"], message["value"], None)
            else:
                error = from_wire(message["error"])
                late = clock.kill_at is not None and isinstance(error, Cancelled)
                self._settle(message["id"], None, self._timed_out(job) if late else error)
        except (KeyError, TypeError, AttributeError) as error:
            raise WireError(f"it sent {str(message)[:80]}, which is no message of ours") from error

    def _greeted(self, message: Message) -> None:
        if message["protocol"] != PROTOCOL:
            raise WireError(f"it speaks protocol {message['protocol']}, this is {PROTOCOL}")
        self.calls = tuple(message["calls"])
        self._ready.set()

    def _take_frame(self, job: Job | None, message: Message) -> None:
        file = message["file"]
        loan = Loan(self._maps.open(message), message["meta"], lambda: self._release(file))
        if job is None:
            loan.release()
        else:
            self._tell(message["id"], job, lambda: job.add_frame(loan))

    def _release(self, file: str) -> None:
        self._link.post({"do": "release", "file": file})

    def _tell(self, number: int, job: Job, told: Callable[[], None]) -> None:
        try:
            told()
        except Exception as error:  # noqa: BLE001 - a caller's callback fails the caller's job, not the child
            self._settle(number, None, error)
            job.cancel()

    def _settle(self, number: int, value: Any, error: BaseException | None) -> None:
        with self._lock:
            job, _ = self._jobs.pop(number)
        job.settle(value, error)

    def _timed_out(self, job: Job) -> WorkprintError:
        why = f"it took longer than {job.ask.timeout:g} s"
        error = ChildTimeout(f"Run '{job.ask.name}'", why, hint="Try a smaller piece of work.")
        error.stderr = self.stderr
        return error

    def _pause(self) -> float | None:
        with self._lock:
            if not self._jobs:
                return None
            times = [clock.next() for _, clock in self._jobs.values()]
        soonest = min((at for at in [*times, self._watch.next()] if at is not None), default=None)
        return None if soonest is None else max(0.0, soonest - time.monotonic())

    def _look(self) -> None:
        """End what is overdue, silent or too large; only called while there are jobs."""
        now = time.monotonic()
        with self._lock:
            jobs = list(self._jobs.values())
        for job, clock in jobs:
            if clock.stop_at is not None and now >= clock.stop_at:
                clock.stop_at, clock.kill_at = None, now + self.limits.obey_seconds
                job.cancel()
            elif clock.kill_at is not None and now >= clock.kill_at:
                self._end(self._lost(f"'{job.ask.name}' hung and did not obey its time-out", ChildHung))
        if self._watch.asks(now):
            self._link.post({"do": "ping"})
        if self._watch.silent(now):
            self._end(self._lost(f"it gave no answer for {self.limits.silent_seconds:g} s", ChildHung))
        size = self._watch.oversize(now)
        if size:
            most = (self.limits.resident_bytes or 0) / 1e6
            why = f"it used {size / 1e6:.0f} MB of memory, {most:.0f} MB are allowed"
            self._end(self._lost(why, ChildTooLarge))

    def _end(self, cause: WorkprintError) -> None:
        self._cause = self._cause or cause
        self._link.kill()

    def _finish(self) -> None:
        how = self._link.close()
        self._maps.forget()
        shutil.rmtree(self.folder, ignore_errors=True)
        with self._lock:
            self.death = self._cause or self._lost(f"{how}{quoted(self.stderr)}")
            jobs, self._jobs = list(self._jobs.values()), {}
        self._ready.set()
        guilty = any(job.running for job, _ in jobs)
        for job, clock in jobs:
            job.tries += not guilty  # nothing ran: so that a child that always dies idle is not fed for ever
            if clock.kill_at is not None:
                job.settle(error=self._timed_out(job))
            elif job.cancelled or self._stopping:
                job.settle(error=Cancelled(f"Run '{job.ask.name}'", "it was cancelled"))
        left = [job for job, _ in jobs if not job.done]
        if self._heir is not None and not self._stopping:
            left = self._heir(self.death, left)
        for job in left:
            job.settle(error=self.death)
