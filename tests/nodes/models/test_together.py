"""Takes that differ in their seed only: one call makes several, each is there when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import BadInput, ColourSpace
from nodes.models.bound import BoundModel
from nodes.models.line import Line
from nodes.models.together import Aside, most_together
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry

SPACE = ColourSpace("", "ACEScg")
ENTRY = Path(__file__).parent / "entries" / "answers.py"
MODEL = BoundModel("tiny", "f1", {"name": "tiny", "tricks": ["seeds-together=3"]}, "/nowhere")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    made = Worker(WorkerEntry(str(ENTRY), (), str(tmp_path / "run"), spare=False))
    yield made
    made.stop()
    assert list((tmp_path / "run").rglob("arrived-*")) == []


def take(
    worker: Worker, seeds: tuple[int, ...], model: BoundModel = MODEL, more: dict[str, Any] | None = None
) -> tuple[Any, Any]:
    """Return what the first seed's take is given, and the model's last word."""
    more = dict(more or {})
    arrays = {"known": np.full(3, more.pop("known", 0.5))}
    answer = Line(worker, SPACE, seeds=seeds).run(model, "generate", {"seed": seeds[0], **more}, arrays)
    came = []
    while True:
        try:
            came.append(next(answer)["number"].tolist())
        except StopIteration as done:
            return came, done.value


def test_the_next_takes_are_made_along_and_given_when_they_are_asked_for(worker: Worker) -> None:
    assert take(worker, (5, 6, 7, 8)) == ([[5, 0], [5, 1]], {"made": [5, 6, 7]})
    assert take(worker, (6, 7, 8)) == ([[6, 0], [6, 1]], {})
    assert take(worker, (7, 8)) == ([[7, 0], [7, 1]], {})
    assert take(worker, (8,)) == ([[8, 0], [8, 1]], {"made": [8]})


def test_each_is_given_once(worker: Worker) -> None:
    take(worker, (5, 6))
    assert take(worker, (6,))[1] == {}
    assert take(worker, (6,))[1] == {"made": [6]}


@pytest.mark.parametrize("other", [{"prompt": "dog"}, {"known": 0.25}])
def test_what_differs_in_anything_else_is_made_anew(worker: Worker, other: dict[str, Any]) -> None:
    take(worker, (5, 6))
    assert take(worker, (6,), more=other)[1] == {"made": [6]}
    assert take(worker, (6,), replace(MODEL, fingerprint="f2"))[1] == {"made": [6]}


def test_a_model_whose_card_does_not_say_so_makes_one_at_a_time(worker: Worker) -> None:
    plain = replace(MODEL, card={"name": "tiny", "tricks": []})
    assert take(worker, (5, 6), plain)[1] == {"made": [5]}


def test_a_take_that_is_given_up_at_its_last_frame_leaves_the_others(worker: Worker) -> None:
    answer = Line(worker, SPACE, seeds=(5, 6)).run(MODEL, "generate", {"seed": 5}, {})
    assert [next(answer)["number"].tolist() for _ in range(2)] == [[5, 0], [5, 1]]
    answer.close()
    second = Line(worker, SPACE, seeds=(6,)).run(MODEL, "generate", {"seed": 6}, {})
    assert [each["number"].tolist() for each in second] == [[6, 0], [6, 1]]


@pytest.mark.parametrize("dies_at", [6, 5])
def test_a_worker_that_dies_on_the_way_gives_nothing_twice(
    worker: Worker, tmp_path: Path, dies_at: int
) -> None:
    trouble = {"dies_at": dies_at, "once": str(tmp_path / "once")}
    assert take(worker, (5, 6, 7), more=trouble)[0] == [[5, 0], [5, 1]]
    assert worker.deaths == 1
    assert take(worker, (6, 7), more=trouble) == ([[6, 0], [6, 1]], {})


def test_a_stopped_worker_keeps_nothing_for_later(worker: Worker) -> None:
    take(worker, (5, 6))
    worker.stop()
    assert take(worker, (6,))[1] == {"made": [6]}


def test_a_number_that_is_none_is_refused() -> None:
    assert most_together(["first-block-cache", "seeds-together=4"]) == 4
    assert most_together([]) == 1
    for said in ("", "0", "17", "-2", "all"):
        with pytest.raises(BadInput, match="seeds-together"):
            most_together([f"seeds-together={said}"])


def test_no_more_than_so_many_wait(tmp_path: Path) -> None:
    from nodes.models.arrivals import Arrivals

    aside = Aside()
    for seed in range(20):
        aside.keep("same", {seed: Arrivals(tmp_path)})
    assert [seed for seed in range(20) if aside.take("same", seed) is not None] == list(range(4, 20))
