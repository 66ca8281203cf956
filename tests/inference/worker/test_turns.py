"""Turns at a device, the time steps take, and which model goes when memory is wanted."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs torch")

from inference.families.adapter import Method
from inference.families.finding import family
from inference.memory.plan import Plan
from inference.worker.gate import Gate, Turn
from inference.worker.leases import Leases
from inference.worker.pace import Pace
from nodes.api.errors import BadInput, Failed

pytestmark = pytest.mark.model


def nothing() -> None:
    """Want no stop."""


def test_turns_come_in_the_order_of_asking() -> None:
    gate, order = Gate(), []
    started = [threading.Event() for _ in range(4)]

    def work(name: int) -> None:
        started[name].set()
        with Turn(gate, nothing) as turn:
            order.append((name, 0))
            turn.give_way()
            order.append((name, 1))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    with Turn(gate, nothing):
        for name, thread in enumerate(threads):
            thread.start()
            started[name].wait()
            while len(gate._queue) < name + 2:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [(name, part) for part in (0, 1) for name in range(4)]
    assert not gate.busy


def test_who_waits_may_give_up_and_the_others_go_on() -> None:
    class GivenUp(Exception):
        pass

    def give_up() -> None:
        raise GivenUp

    gate = Gate()
    with Turn(gate, nothing) as turn:
        with pytest.raises(GivenUp), Turn(gate, give_up):
            raise AssertionError("it is not its turn")
        assert gate.busy and not gate.wanted
        with turn.aside(), Turn(gate, nothing) as other:
            assert other.since is not None and turn.since is None
        assert turn.since is not None
    assert not gate.busy


def test_time_left_is_the_median_of_the_last_steps() -> None:
    pace, now, told = Pace(), 0.0, []
    for done, took in enumerate([0.0, 9.0, 1.0, 1.0, 1.0, 30.0, 1.0]):
        now += took
        pace.step(done, 10, now)
        told.append(pace.left)
    assert told[:2] == [None, None]
    assert told[2] == pytest.approx(5.0 * 8)
    assert told[-1] == pytest.approx(1.0 * 4)


def test_another_kind_of_step_is_learned_anew_and_waiting_is_no_work() -> None:
    pace = Pace()
    for done, now in enumerate([0.0, 1.0, 2.0, 3.0]):
        pace.step(done, 3, now)
    assert pace.left == 0 and pace.usual == 1.0
    pace.step(1, 40, 4.0)
    assert pace.left is None
    pace.waited(100.0)
    pace.step(2, 40, 106.0)
    pace.step(3, 40, 108.0)
    assert pace.usual == pytest.approx(2.0)


class Weights:
    """Stands where a loaded model does; what it holds is what the test says."""

    def __init__(self, name: str, gone: list[str]) -> None:
        self.name, self.gone = name, gone

    @property
    def methods(self) -> Mapping[str, Method]:
        return {}

    def unload(self) -> None:
        self.gone.append(self.name)


def test_the_cheapest_to_load_again_goes_first_and_what_is_used_stays() -> None:
    gone: list[str] = []
    sizes = {"slow": (9.0, 50), "quick": (1.0, 10), "used": (0.1, 10), "old": (1.0, 10), "session": (0.1, 1)}
    leases = Leases(lambda device: 100 - sum(held.bytes for held in leases._held.values()))
    for used, name in enumerate(("old", "slow", "quick", "used", "session")):
        held = leases.lent(name, name, Plan(), 0, lambda name=name: Weights(name, gone))  # type: ignore[misc]
        held.seconds, held.bytes, held.used = *sizes[name], used
    leases.lying("session").sessions.add("a")  # type: ignore[union-attr]
    with Turn(leases.model("used"), nothing):
        leases.make_room("cpu", 25)
        assert gone == ["old"], "of equal ones that which was used longest ago"
        leases.make_room("cpu", 35)
        assert gone == ["old", "quick"]
        leases.make_room("cpu", 1000)
        assert gone == ["old", "quick", "slow"]
    assert [held["title"] for held in leases.told()] == ["used", "session"]
    leases.send_all_away()
    assert gone[-1] == "used"


def test_a_model_that_lies_by_another_plan_is_loaded_anew_unless_a_session_is_open() -> None:
    gone: list[str] = []
    leases, tiled = Leases(lambda device: 1), Plan(tiling=True)

    def lent(plan: Plan) -> Any:
        return leases.lent("a", "a", plan, 0, lambda: Weights(str(plan), gone))

    first = lent(Plan())
    assert lent(Plan()) is first
    second = lent(tiled)
    assert second.plan == tiled and gone == [str(Plan())]
    second.sessions.add("b")
    assert lent(Plan()) is second


@pytest.mark.parametrize("name", ["adapter", "finding", "os", "../wan", "wan.parts", "", "Wan", "nothing"])
def test_only_our_own_families_are_loaded(name: str) -> None:
    with pytest.raises(BadInput, match="Load a model of the family"):
        family(name)


def test_a_family_is_found_by_its_name() -> None:
    assert family("wan").__module__ == "inference.families.wan"


def test_a_library_that_is_not_installed_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.inference.families import tiny_wan

    card = tiny_wan.card("TextToVideo")
    monkeypatch.setitem(sys.modules, "diffusers", None)
    with pytest.raises(Failed, match=r"'diffusers' is not installed.*workprint\[inference,models\]"):
        family("wan")(card, tmp_path, Plan())
