"""Let the torch worker be killed, hang, raise, run out of memory, find bad files; see what the client gets.

`python -m tests.campaigns.worker [--count N] [--seed S] [--part K/N] [--resume FILE] [--report FILE]`: each
fault is a call of `model.run` in a real worker with a tiny real model. It must end in the pictures that the
model makes when nothing happens, after a retry where need be, or in a message that says what was wrong;
afterwards the same client must get the right pictures of the whole model. With `--resume` each fault is a
line of FILE, and those that are there already are not done again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nodes.api.errors import WorkprintError
from nodes.process.jobs import Event, Job
from nodes.process.limits import Limits
from nodes.process.sweep import open_run
from tests.campaigns.worker_faults import STEPS, Fault, drawn
from tests.support import tiny_family
from tests.support.tiny_bench import Bench

PATIENCE = {"hung_seconds": 3.0, "hung_times": 5.0, "obey_seconds": 2.0, "first_seconds": 120.0}
LIMITS = Limits(start_seconds=180, silent_seconds=40)
_LONGEST = 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fault: its number, what it was, what came of it, what was wrong with that."""

    number: int
    kind: str
    where: str
    came: str
    said: str
    seconds: float
    faults: tuple[str, ...]


class Campaign:
    """A worker and its client through one fault after another."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._whole = (bench.folder / "model" / tiny_family.WEIGHTS).read_bytes()
        self.pictures = bench.made(steps=STEPS)

    def fault(self, number: int, seed: str) -> Outcome:
        """Let the fault of that number happen and say what came of it."""
        bench = self.bench
        bench.worker.call("model.unload").result(_LONGEST)
        fault = drawn(bench, number, seed)
        deaths, begun = bench.worker.deaths, time.monotonic()
        came, said, faults = self._came(fault)
        if fault.says is None and came != "pictures":
            faults.append(f"no pictures came: {said}")
        elif fault.says is not None and (came == "pictures" or fault.says not in said):
            faults.append(f"it should say '{fault.says}': {came} {said}")
        died = bench.worker.deaths - deaths
        if died:
            came += f" after {died} death{'s' if died > 1 else ''}"
        self._mend()
        faults += self._still_works()
        seconds = round(time.monotonic() - begun, 2)
        return Outcome(number, fault.kind, fault.where, came, said, seconds, tuple(faults))

    def _came(self, fault: Fault) -> tuple[str, str, list[str]]:
        with contextlib.ExitStack() as stack:
            arrays = None
            if fault.picture is not None:
                arrays = stack.enter_context(self.bench.handed(picture=fault.picture))
            asked = {"steps": STEPS, **fault.settings}
            heard = _Heard(self.bench, fault)
            job = stack.enter_context(
                self.bench.ask(settings=asked, card=fault.card, arrays=arrays, on_event=heard)
            )
            if fault.cancel:
                heard.begun.wait(_LONGEST)
                job.cancel()
            made: list[Any] = []
            reading = threading.Thread(target=_read, args=(job, made), daemon=True)
            reading.start()
            try:
                job.result(_LONGEST)
            except TimeoutError:
                return "nothing", "", [f"it hangs after {_LONGEST:g} s"]
            except WorkprintError as error:
                return type(error).__name__, str(error), _judged(error)
            reading.join(_LONGEST)
            last = made[-len(self.pictures) :]
            same = len(last) == len(self.pictures) and np.array_equal(last, self.pictures)
            return "pictures", "", [] if same else [f"{len(made)} pictures came, other ones"]

    def _still_works(self) -> list[str]:
        try:
            made = self.bench.made(steps=STEPS)
        except WorkprintError as error:
            return [f"the next call fails: {error}"]
        return [] if np.array_equal(made, self.pictures) else ["the next call makes other pictures"]

    def _mend(self) -> None:
        path = self.bench.folder / "model" / tiny_family.WEIGHTS
        if path.is_dir():
            path.rmdir()
        path.parent.mkdir(exist_ok=True)
        if path.is_symlink() or not path.exists() or path.read_bytes() != self._whole:
            path.unlink(missing_ok=True)
            path.write_bytes(self._whole)


class _Heard:
    """Does to a call, as its events come, what its fault wants done from outside."""

    def __init__(self, bench: Bench, fault: Fault) -> None:
        self._bench, self._fault = bench, fault
        self.begun = threading.Event()
        self._events = 0

    def __call__(self, event: Event) -> None:
        self._events += 1
        if self._events == self._fault.kill_at and self._bench.worker.pid is not None:
            os.kill(self._bench.worker.pid, signal.SIGKILL)
        if event.get("done", 0) >= 1:
            self.begun.set()


def _read(job: Job, made: list[Any]) -> None:
    with contextlib.suppress(WorkprintError):
        for loan in job.frames():
            preview = loan.meta is not None
            arrays = loan.copy()
            if not preview:
                made.append(arrays["picture"])


def _judged(error: WorkprintError) -> list[str]:
    faults = []
    if not error.attempted or not error.why:
        faults.append(f"a message without a reason: {error}")
    if "Traceback" in str(error):
        faults.append(f"a traceback in the message: {error}")
    return faults


def campaign(
    folder: Path,
    numbers: Sequence[int],
    seed: str,
    log: Path | None = None,
    patience: Mapping[str, float] = PATIENCE,
) -> list[Outcome]:
    """Do the faults of those numbers, but for those that `log` tells of already, and return them all."""
    known: dict[int, Outcome] = {}
    if log is not None and log.exists():
        for line in log.read_text("utf-8").splitlines():
            data = json.loads(line)
            known[data["number"]] = Outcome(**data | {"faults": tuple(data["faults"])})
    with open_run(folder / "run") as run:
        bench = Bench(folder, run.path, patience, LIMITS, preview_seconds=0)
        with bench.worker:
            made = Campaign(bench)
            for number in numbers:
                if number in known:
                    continue
                known[number] = done = made.fault(number, seed)
                if log is not None:
                    with log.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(asdict(done)) + "\n")
                    print(line_of(done), flush=True)
    return [known[number] for number in numbers if number in known]


def line_of(done: Outcome) -> str:
    """Return one line of a fault."""
    faults = "; ".join(done.faults)
    what = f"{done.number:4} {done.kind:20} {done.where:24} {done.came:24}"
    return f"{what} {done.seconds:6.1f} s {faults}".rstrip()


def report(outcomes: Sequence[Outcome], seed: str) -> str:
    """Return the result as Markdown: a row for each kind of fault, then whatever was wrong."""
    rows = []
    for kind in sorted({done.kind for done in outcomes}):
        ours = [done for done in outcomes if done.kind == kind]
        made = [done for done in ours if done.came.startswith("pictures")]
        deaths = sum("death" in done.came for done in ours)
        longest = max(done.seconds for done in ours)
        wrong = sum(bool(done.faults) for done in ours)
        cells = (kind, len(ours), len(made), len(ours) - len(made), deaths, f"{longest:.1f} s", wrong)
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    total, bad = len(outcomes), sum(bool(done.faults) for done in outcomes)
    seconds = sum(done.seconds for done in outcomes)
    lines = [
        "# Faults of the torch worker",
        "",
        f"`python -m tests.campaigns.worker --count {total} --seed {seed}`: {total} faults, {bad} of them",
        f"with anything wrong; {seconds / 60:.0f} minutes on {platform.system()},",
        f"Python {platform.python_version()}, on two cores that others were using.",
        "The model is a small real network of torch, saved as safetensors.",
        "",
        "Each must end in the pictures that come when nothing happens, or in a message that names the model",
        "and says what was wrong; then the same client, with the same worker or the one that took its place,",
        "must get the right pictures. *made*: the pictures came, after a retry where one was needed; *told*:",
        "a message came; *deaths*: faults in which the worker died at least once; *longest*: the longest of",
        "them together with the call after it.",
        "",
        "| fault | count | made | told | deaths | longest | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *(f"    {line_of(done)}" for done in outcomes if done.faults),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Run the campaign and return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description="Let the torch worker fail in every way; see what comes.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--part", default="0/1", metavar="K/N", help="every N-th only, beginning with K")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="a line a fault, kept between runs")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the result as a table")
    args = parser.parse_args()
    first, every = map(int, args.part.split("/"))
    with tempfile.TemporaryDirectory(prefix="workprint-worker-") as name:
        log = args.resume or Path(name) / "log"
        outcomes = campaign(Path(name), range(first, args.count, every), args.seed, log)
    text = report(outcomes, args.seed)
    print(text)
    if args.report is not None:
        args.report.write_text(text, "utf-8")
    return int(any(done.faults for done in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
