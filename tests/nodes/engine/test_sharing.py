"""What several threads want at the same time is made once, and who waits for a frame comes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nodes.api import Cancelled, Frame, Range, node
from nodes.engine.cache import FrameCache
from nodes.engine.flights import Flights
from nodes.engine.run import Run
from nodes.engine.turns import LOOKED_AT, PLAYED, RENDERED, Turns
from tests.nodes.engine.acme import ACME
from tests.nodes.engine.footage import engine_at, target_json
from tests.nodes.engine.kit import FORMAT, at, grey, job_of, made, ready, wait_for


def nothing() -> None:
    """Nobody wants to stop."""


def in_threads(*work: Callable[[], Any]) -> list[Any]:
    """What each piece of work gave, or the error it raised."""
    came: list[Any] = [None] * len(work)

    def run(place: int) -> None:
        try:
            came[place] = work[place]()
        except Exception as error:  # noqa: BLE001 - looked at below
            came[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def test_the_same_in_flight_is_made_once():
    flights, made_here = Flights(), []
    together = threading.Barrier(4)

    def make() -> str:
        made_here.append(threading.current_thread())
        time.sleep(0.1)
        return "value"

    def ask() -> str:
        together.wait()
        return flights.once("key", make, nothing)

    assert in_threads(*[ask] * 4) == ["value"] * 4
    assert len(made_here) == 1
    assert flights.once("key", lambda: "later", nothing) == "later"  # nothing is remembered


def test_where_one_fails_another_makes_it():
    flights, begun = Flights(), threading.Event()

    def fails() -> str:
        begun.set()
        time.sleep(0.1)
        raise RuntimeError("no")

    def second() -> str:
        begun.wait()
        return flights.once("key", lambda: "mine", nothing)

    failed, value = in_threads(lambda: flights.once("key", fails, nothing), second)
    assert isinstance(failed, RuntimeError) and value == "mine"


def test_whoever_waits_can_be_cancelled():
    flights, begun, done = Flights(), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert done.wait(20)
        return "value"

    def stop() -> None:
        raise Cancelled("Wait", "not wanted")

    def waits() -> str:
        begun.wait()
        try:
            return flights.once("key", slow, stop)
        finally:
            done.set()

    value, cancelled = in_threads(lambda: flights.once("key", slow, nothing), waits)
    assert value == "value" and isinstance(cancelled, Cancelled)


def test_two_runs_after_the_same_frame_call_its_nodes_once():
    calls: list[int] = []

    @node("test.slow")
    def slow(image: Frame) -> Frame:
        """Take a while."""
        calls.append(image.time.frame)
        time.sleep(0.2)
        return image.with_rgb(image.rgb + 1)

    prepared = ready(job_of(made("a", "test.count"), made("x", "test.slow", {"image": "a"})), slow)
    flights, together = Flights(), threading.Barrier(2)

    def look() -> float:
        with Run(prepared, FrameCache(1 << 20), scratch=Path, flights=flights) as run:
            together.wait()
            return grey(run.frame(at(3)))

    assert in_threads(look, look) == [4.0, 4.0]
    assert calls == [3]


def test_a_run_looks_into_the_cache_of_others_but_not_at_half_floats():
    prepared = ready(job_of(made("a", "test.count"), made("g", "test.gain", {"image": "a"})))
    for half in (False, True):
        theirs = FrameCache(1 << 20, half=half)
        with Run(prepared, theirs, scratch=Path) as run:
            run.frame(at(3))
        with Run(prepared, FrameCache(1 << 20), scratch=Path, peers=theirs) as run:
            assert grey(run.frame(at(3))) == 6.0
            assert run.stats.calls == ({"a": 1, "g": 1} if half else {})


def test_lower_ranks_give_way_and_higher_ones_do_not():
    turns, order = Turns(), []
    begun = threading.Event()

    def look() -> None:
        with turns.at_work(LOOKED_AT):
            begun.set()
            time.sleep(0.1)
            order.append("looked at")

    def lower() -> None:
        begun.wait()
        turns.give_way(RENDERED, nothing)
        order.append("rendered")

    def higher() -> None:
        begun.wait()
        with turns.at_work(PLAYED):
            turns.give_way(LOOKED_AT, nothing)
            order.append("higher")

    in_threads(look, lower, higher)
    assert order == ["higher", "looked at", "rendered"]


def test_nobody_gives_way_for_ever_and_waiting_can_be_cancelled():
    turns = Turns(most_seconds=0.2)
    with turns.at_work(LOOKED_AT):
        before = time.monotonic()
        turns.give_way(RENDERED, nothing)
        assert 0.15 < time.monotonic() - before < 5

        def stop() -> None:
            raise Cancelled("Wait", "not wanted")

        with pytest.raises(Cancelled):
            turns.give_way(PLAYED, stop)


def test_a_render_pauses_while_somebody_waits_for_a_frame(tmp_path):
    acme, log, seen = tmp_path / "acme.py", tmp_path / "render", tmp_path / "look"
    acme.write_text(ACME)

    def job(log: Path, seconds: float) -> Any:
        nodes = [made("s", "acme.noise"), made("x", "acme.slow", {"image": "s"})]
        nodes[1]["params"] = {"seconds": seconds, "log": str(log)}
        return job_of(*nodes, domains={"s": Range.frames_of(0, 100, FORMAT.rate)})

    def lines(path: Path) -> int:
        return path.read_text().count("\n") if path.exists() else 0

    with engine_at(tmp_path, nodes=[acme]) as engine:
        form = engine.describe(job(log, 0.02))["form"]
        target = target_json(form, tmp_path / "a.mkv", FORMAT)
        name = engine.load(job(seen, 1.0))
        rendering = threading.Thread(
            target=engine.render, args=(job(log, 0.02), Range.frames_of(0, 60, FORMAT.rate), [target])
        )
        rendering.start()
        wait_for(lambda: lines(log) > 3)
        engine.frame(name, at(5)).release()
        during = lines(log)
        wait_for(lambda: lines(log) > during)
        rendering.join()
        assert lines(log) == 60
        # A second was taken by the frame: fifty of the render, had it not waited.
        assert during < 20
