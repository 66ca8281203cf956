"""Load, run, cancel at a random step, unload, over and over: the worker is as it was."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import psutil
import pytest

pytest.importorskip("torch", reason="needs torch")

from inference.cards.card import Card
from nodes.api.errors import Cancelled
from nodes.process.jobs import Event
from nodes.process.slots import Loan
from tests.support import tiny_family
from tests.support.tiny_bench import Bench

pytestmark = pytest.mark.model
_STEPS = 20


@pytest.fixture(scope="module")
def wide(bench: Bench) -> Card:
    """A model whose weights (12 MB) would show if they were left behind."""
    return tiny_family.make(bench.folder / "wide", side=1 << 10, name="wide")


def cycle(bench: Bench, wide: Card, chance: random.Random) -> bool:
    """Load, run, perhaps cancel after a random step, unload; return whether it was cancelled in time."""
    last, reached = chance.randrange(1, 2 * _STEPS), threading.Event()

    def hear(event: Event) -> None:
        if event.get("done", 0) >= last:
            reached.set()

    small = {"steps": _STEPS, "height": 8, "width": 8}
    job = bench.ask(settings=small, card=wide, folder="wide", on_event=hear, on_frame=Loan.release)
    while not job.done and not reached.wait(0.01):
        pass
    job.cancel()
    try:
        job.result(120)
        stopped = False
    except Cancelled:
        stopped = True
    assert bench.worker.call("model.unload").result(120) == []
    return stopped


def state(pid: int) -> tuple[int, int, set[str], set[str]]:
    """Return resident bytes, threads, open files and mapped weights of a process.

    The slots of frames are left out: how many there are (three at most) depends on who waited for whom.
    """
    process = psutil.Process(pid)
    assert process.children() == []
    mapped = {found.path for found in process.memory_maps() if found.path.endswith(".safetensors")}
    opened = {file.path for file in process.open_files() if not Path(file.path).name.startswith("slot-")}
    return process.memory_info().rss, process.num_threads(), opened, mapped


def cycles(bench: Bench, wide: Card, count: int) -> None:
    """Compare the worker after the cycles with what it was after the first few."""
    chance = random.Random(7)
    # A whole run first, and its end: what torch loads of itself for it stays for good.
    whole = {"steps": _STEPS, "height": 8, "width": 8}
    assert len(bench.made(settings=whole, card=wide, folder="wide")) == 3
    for _ in range(3):
        cycle(bench, wide, chance)
    pid = bench.worker.pid
    assert pid is not None
    bytes_before, threads, files, _ = state(pid)
    stopped = sum(cycle(bench, wide, chance) for _ in range(count))
    bytes_after, threads_after, files_after, mapped = state(pid)
    assert 0 < stopped < count or count < 10
    assert bytes_after < 1.05 * bytes_before, f"{bytes_before} bytes became {bytes_after}"
    assert (threads_after, files_after, mapped) == (threads, files, set())
    assert bench.worker.pid == pid and bench.worker.deaths == 0
    said = f"{bytes_before / 1e6:.1f} MB before, {bytes_after / 1e6:.1f} MB after"
    print(f"{said}, {stopped} of {count} cancelled")


def test_a_few_cycles_leave_the_worker_as_it_was(bench: Bench, wide: Card) -> None:
    cycles(bench, wide, 5)


@pytest.mark.slow
def test_a_hundred_cycles_leave_the_worker_as_it_was(bench: Bench, wide: Card) -> None:
    cycles(bench, wide, 100)
    assert list(Path(bench.run).glob("handed-*")) == []
