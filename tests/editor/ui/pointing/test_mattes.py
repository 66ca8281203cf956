"""Which answer is shown: the newest wish's alone, and nobody waits for an older one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from editor.ui.pointing.answers import edged, how_to
from editor.ui.pointing.doing import Doing
from editor.ui.pointing.mattes import Mattes
from editor.ui.pointing.prompts import of
from editor.ui.pointing.tracked import Tracked
from editor.ui.queue.model import Queue
from nodes.api import BoxPrompt, Cancelled, Click, Failed, Prompts, Time

from .conftest import Pointed
from .disc import COLUMNS, FIRST, RATE, ROWS

HERE = Time(FIRST, RATE)


class Slow:
    """An engine whose frames come when they are let go, each one lighter than the one before."""

    def __init__(self, posted: Any) -> None:
        self.engine, self.post = self, posted
        self.asked: list[Any] = []
        self.go = threading.Semaphore(0)
        self.unwanted = threading.Event()
        self.fails = ""

    def load(self, job: Any, kept: Any) -> Any:
        return job

    def frame(self, name: Any, time: Time, layout: Any) -> AbstractContextManager[Any]:
        self.unwanted.clear()
        self.asked.append(name)
        level = len(self.asked) / 10
        while not self.go.acquire(timeout=0.01):
            if self.unwanted.is_set():
                raise Cancelled("Show a frame", "a newer one is wanted")
        if self.fails:
            raise Failed("Show a frame", self.fails)
        return nullcontext(SimpleNamespace(arrays={"pixels": np.full((ROWS, COLUMNS, 3), level, np.float32)}))

    def give_up(self) -> None:
        self.unwanted.set()


class Waiting:
    def __init__(self, pointed: Pointed) -> None:
        self.pointed, self.slow = pointed, Slow(pointed.posted)
        self.tracked = Tracked(pointed.model, pointed.work, Queue(pointed.posted))
        self.tracked.close()
        Doing(pointed.model, self.tracked, pointed.work).begin()
        self.mattes = Mattes(pointed.model, self.tracked, self.slow)  # type: ignore[arg-type]

    def click(self, x: float, asked: int) -> None:
        """Point, and wait until that was asked of the engine."""
        self.pointed.model.point((Click(HERE, x, 48.0),))
        self.pointed.posted.until(lambda: len(self.slow.asked) == asked)

    @property
    def level(self) -> int:
        (laid,) = self.mattes.laid.value
        return int(laid.matte.levels[0, 0])


@pytest.fixture
def waiting(pointed: Pointed) -> Iterator[Waiting]:
    made = Waiting(pointed)
    yield made
    made.mattes.close()


def test_a_newer_click_is_not_kept_waiting_by_an_older_one(waiting: Waiting) -> None:
    waiting.click(50.0, asked=1)
    assert waiting.mattes.busy.value
    waiting.click(52.0, asked=2)
    waiting.slow.go.release()
    waiting.pointed.posted.until(lambda: not waiting.mattes.busy.value)
    assert waiting.level == round(0.2 * 254), "what the first click asked for never shows"
    assert len(waiting.slow.asked) == 2


def test_what_was_there_stays_until_the_new_one_comes_and_undo_asks_nobody(waiting: Waiting) -> None:
    waiting.slow.go.release()
    waiting.click(50.0, asked=1)
    waiting.pointed.posted.until(lambda: not waiting.mattes.busy.value)
    first = waiting.level
    waiting.click(52.0, asked=2)
    assert waiting.level == first
    waiting.slow.go.release()
    waiting.pointed.posted.until(lambda: not waiting.mattes.busy.value)
    assert waiting.level != first
    waiting.pointed.kept()
    waiting.pointed.undo()
    assert (waiting.level, waiting.mattes.busy.value, len(waiting.slow.asked)) == (first, False, 2)


def test_closing_waits_for_no_answer(waiting: Waiting) -> None:
    waiting.click(50.0, asked=1)
    waiting.mattes.close()


def test_why_there_is_no_matte_is_told(waiting: Waiting) -> None:
    waiting.slow.fails = "the model is gone"
    waiting.slow.go.release()
    waiting.click(50.0, asked=1)
    waiting.pointed.posted.until(lambda: not waiting.mattes.busy.value)
    assert waiting.mattes.failed.value == "The model is gone."
    assert waiting.mattes.laid.value == ()


def test_another_frame_shows_nothing_of_this_one(waiting: Waiting) -> None:
    waiting.slow.go.release()
    waiting.click(50.0, asked=1)
    waiting.pointed.posted.until(lambda: not waiting.mattes.busy.value)
    waiting.pointed.model.go_to(Time(FIRST + 3, RATE))
    assert waiting.mattes.laid.value == ()
    waiting.pointed.model.go_to(HERE)
    assert waiting.level == round(0.1 * 254), "and a step back shows it at once"
    assert len(waiting.slow.asked) == 1


def test_where_a_matte_comes_from() -> None:
    later = Time(FIRST + 5, RATE)
    prompts = of((Click(HERE, 1, 1), Click(later, 2, 2), BoxPrompt(later, 0, 0, 9, 9, 2)))
    before = of((Click(HERE, 1, 1),))
    nowhere = Time(FIRST + 2, RATE)

    def how(time: Time, obj: int, *, kept: bool = False, known: Prompts | None = None) -> tuple[str, ...]:
        return how_to(prompts, time, obj, kept, known)

    assert how(later, 1, kept=True) == ("kept",)
    assert how(HERE, 1) == ("alone",)
    assert how(later, 1) == ("alone", "led"), "at once, then as it is followed"
    assert how(later, 1, known=before) == ("corrected",)
    assert how(later, 2, known=before) == ("alone",), "a box stands by itself"
    assert how(nowhere, 1) == ()


def test_an_edge_is_what_is_inside_and_touches_what_is_not() -> None:
    levels = np.zeros((5, 7), np.uint8)
    levels[1:4, 1:6] = 254
    made = edged(levels)
    assert (made == 255).sum() == 12
    assert made[2, 2:5].tolist() == [254, 254, 254]
    assert (made[0] == 0).all()
