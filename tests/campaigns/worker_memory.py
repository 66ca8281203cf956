"""Measure what the torch worker's process holds along long work: cycles, a followed clip, many windows.

`python -m tests.campaigns.worker_memory [--report FILE]`: real classes at tiny sizes, asked over the line
that nodes use. After a warm-up the resident memory of the process may not grow by more than 5 %.
"""

from __future__ import annotations

import argparse
import platform
import random
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from inference.worker import entry
from nodes.api import Cancelled, ColourSpace
from nodes.models.bound import BoundModel
from nodes.models.following import asked
from nodes.models.line import Line
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry
from nodes.models.working import Working
from tests.inference.families import tiny_sam2, tiny_wan

SPACE = ColourSpace("", "ACEScg")
MOST = 1.05


@dataclass(frozen=True, slots=True)
class Held:
    """What the process held (bytes) after the warm-up and at the end of one kind of work, and the most."""

    work: str
    before: int
    after: int
    most: int

    @property
    def flat(self) -> bool:
        """Whether it came back to within a twentieth of where it was."""
        return self.after <= MOST * self.before


class Gauge:
    """Reads the resident memory of the worker whenever it is told to."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.read_bytes: list[int] = []

    def read(self) -> None:
        self.read_bytes.append(psutil.Process(self._worker.pid).memory_info().rss)

    def told(self, work: str, warm: int) -> Held:
        read = self.read_bytes[warm:]
        return Held(work, read[0], read[-1], max(read))


class Fickle:
    """Wants the work no more once it has heard of so many steps."""

    def __init__(self, most: int) -> None:
        self._left = most

    def hear(self, working: Working) -> None:
        self._left -= 1

    def check(self) -> None:
        if self._left < 0:
            raise Cancelled("Make a picture", "nobody wants it")


def cycles(worker: Worker, model: BoundModel, count: int = 100) -> Held:
    """Load, run, cancel after a random step or not at all, unload; the first ones run whole.

    What libraries load of themselves for a whole run stays for good.
    """
    gauge, chance, stopped = Gauge(worker), random.Random(7), 0
    wish = {"prompt": "a cat", "width": 48, "height": 32, "frames": 9, "steps": 8, "seed": 1}
    line = Line(worker, SPACE)
    for number in range(count + 5):
        fickle = Fickle(10_000 if number < 5 else chance.choice((*range(8), *[10_000] * 4)))
        try:
            with closing(
                Line(worker, SPACE, fickle.check, fickle.hear).run(model, "generate", wish, {})
            ) as made:
                for _ in made:
                    pass
        except Cancelled:
            stopped += 1
        line.last(line.call("model.unload", {}, {}))
        gauge.read()
    return gauge.told(f"{count} cycles of load, run, cancel ({stopped} times), unload (Wan)", 4)


def follows(worker: Worker, model: BoundModel, count: int = 2000) -> Held:
    """Follow an object through so many frames."""
    gauge, line, frames = Gauge(worker), Line(worker, SPACE), tiny_sam2.pictures(24)
    said: dict[str, Any] = {"session": "long"}
    asked(line, model, "open", said, {})
    asked(line, model, "add", said | {"frame": 0, "points": [[12, 16, 1]]}, {"picture": frames[0]})
    for frame in range(1, count):
        asked(line, model, "step", said | {"frame": frame}, {"picture": frames[frame % 24]})
        if frame % 20 == 0:
            gauge.read()
    asked(line, model, "close", said, {})
    return gauge.told(f"{count} frames followed (SAM 2)", 4)


def windows(worker: Worker, model: BoundModel, count: int = 10) -> Held:
    """Make a picture of so many windows."""
    gauge, line = Gauge(worker), Line(worker, SPACE)
    length, overlap = (int(model.card["lengths"][name]) for name in ("most", "overlap"))
    wish = {"prompt": "a cat", "width": 96, "height": 64, "steps": 1, "seed": 1}
    wish["frames"] = length + (count - 1) * (length - overlap)
    for _ in line.run(model, "generate", wish, {}):
        gauge.read()
    return gauge.told(f"{count} windows of {length} frames (Wan)", 2 * length)


@contextmanager
def models(folder: Path) -> Iterator[tuple[BoundModel, BoundModel]]:
    """Save a tiny Wan and a tiny SAM 2."""
    from diffusers import WanPipeline

    wan = tiny_wan.saved(WanPipeline(**tiny_wan.parts()), folder / "wan")
    sam = tiny_sam2.saved(folder / "sam")
    yield (
        BoundModel("tiny-wan", "weights", tiny_wan.card(guidance=1.0).to_json(), str(wan)),
        BoundModel("tiny-sam2", "weights", tiny_sam2.CARD.to_json(), str(sam)),
    )


def measured(folder: Path) -> list[Held]:
    """Do all of it, each kind with a worker of its own."""
    found = []
    with models(folder) as (wan, sam):
        for work, model in ((cycles, wan), (follows, sam), (windows, wan)):
            kept = str(folder / "kept")
            worker = Worker(WorkerEntry(str(entry.__file__), (kept,), str(folder / "run"), spare=False))
            try:
                found.append(work(worker, model))
                assert worker.deaths == 0
            finally:
                worker.stop()
    return found


def report(found: list[Held]) -> str:
    """Return what was measured, as a page."""
    rows = [
        f"| {each.work} | {each.before / 1e6:.1f} | {each.after / 1e6:.1f} | {each.most / 1e6:.1f} "
        f"| {'yes' if each.flat else 'no'} |"
        for each in found
    ]
    return "\n".join(
        [
            "# Memory of the torch worker",
            "",
            f"`python -m tests.campaigns.worker_memory` on {platform.system()}, Python",
            f"{platform.python_version()}. Resident memory of the worker's process in MB, after the",
            "first few and at the end; the real classes at tiny sizes. *Flat*: not more than 5 % above",
            "where it was.",
            "",
            "| work | after the first few | at the end | most | flat |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def main() -> int:
    """Measure, say so, and write the report."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--report", type=Path)
    wanted = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder))
    said = report(found)
    print(said)
    if wanted.report is not None:
        wanted.report.write_text(said, "utf-8")
    return int(not all(each.flat for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
