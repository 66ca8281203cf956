"""The worker as it is shipped, asked for real families at tiny sizes."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

pytest.importorskip("diffusers", reason="needs diffusers")

from inference.families.finding import family
from inference.memory.plan import Plan
from nodes.api.errors import Cancelled
from nodes.process.jobs import Event
from nodes.process.parent import start
from nodes.process.slots import Loan
from nodes.process.supervise import Watched
from nodes.process.sweep import open_run
from tests.inference.families import tiny_wan as tiny
from tests.support.tiny_bench import LIMITS

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]

ENTRY = Path(__file__).resolve().parents[3] / "inference" / "worker" / "entry.py"
SETTINGS = {
    "prompt": "a cat",
    "negative": "",
    "width": tiny.SIZE[0],
    "height": tiny.SIZE[1],
    "frames": 5,
    "steps": 3,
    "guidance": 4.0,
    "seed": 3,
    "known": [],
}


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Wan as a user's folder holds it."""
    from diffusers import WanPipeline

    return tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("wan"))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    kept = tmp_path_factory.mktemp("kept")
    with tempfile.TemporaryDirectory() as place, open_run(Path(place)) as run:
        starter = partial(
            start, ENTRY, interpreter=Path(sys.executable), args=[str(kept)], folder=run.path, limits=LIMITS
        )
        with Watched(starter) as worker:
            worker.warm()
            yield worker


def asked(folder: Path, **more: Any) -> dict[str, Any]:
    settings = SETTINGS | more
    return {"card": tiny.card().to_json(), "folder": str(folder), "method": "generate", "settings": settings}


def test_a_wan_makes_the_same_in_the_worker_as_anywhere(worker: Watched, wan: Path) -> None:
    job = worker.call("model.run", asked(wan))
    came = [(loan.meta, loan.copy()) for loan in job.frames()]
    job.result()
    adapter = family("wan")(tiny.card(), wan, Plan())
    wanted = tiny.made(adapter, "generate", SETTINGS)
    assert np.allclose([arrays["picture"] for meta, arrays in came if meta is None], wanted, atol=1e-5)
    (held,) = worker.call("model.held").result()
    assert held["title"] == "tiny-wan"


def test_a_dozen_cycles_of_a_wan_leave_the_worker_as_it_was(worker: Watched, wan: Path) -> None:
    chance = random.Random(5)

    def cycle() -> bool:
        last, reached = chance.randrange(1, 30), threading.Event()

        def hear(event: Event) -> None:
            if event.get("note") != f"loading {tiny.card().name}" and event.get("done", 0) >= last:
                reached.set()

        job = worker.call("model.run", asked(wan, steps=20), on_event=hear, on_frame=Loan.release)
        while not job.done and not reached.wait(0.01):
            pass
        job.cancel()
        try:
            job.result(120)
        except Cancelled:
            return True
        finally:
            assert worker.call("model.unload").result(120) == []
        return False

    for _ in range(3):
        cycle()
    assert worker.pid is not None
    process = psutil.Process(worker.pid)
    before = process.memory_info().rss
    stopped = sum(cycle() for _ in range(12))
    after = process.memory_info().rss
    print(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after, {stopped} of 12 cancelled")
    assert after < 1.05 * before and stopped > 0
    assert not [found.path for found in process.memory_maps() if found.path.endswith(".safetensors")]
    assert worker.deaths == 0
