"""Children that die, hang and grow, and the second chance of their work."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from nodes.api.errors import BadInput, Failed, WorkprintError
from nodes.process.errors import ChildDied, ChildHung, ChildTimeout, ChildTooLarge, StartFailed
from nodes.process.jobs import Ask, Job
from nodes.process.limits import Limits
from nodes.process.parent import Child, start
from nodes.process.supervise import Watched, once_more
from nodes.process.sweep import RunFolder


@pytest.fixture
def watched(starter: Callable[..., Child]) -> Iterator[Watched]:
    """A child that is started again when it dies."""
    with Watched(starter) as child:
        yield child


def test_a_child_killed_in_a_call_fails_it_with_the_reason(worker: Child) -> None:
    job = worker.call("loop")
    next(job.events())
    os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(ChildDied, match="ended by SIGKILL"):
        job.result(2)
    with pytest.raises(ChildDied):
        worker.call("echo")


def test_a_crash_quotes_what_the_child_said_last(worker: Child) -> None:
    with pytest.raises(ChildDied, match="SIGABRT") as caught:
        worker.call("die").result(5)
    assert "about to go" in caught.value.stderr
    assert "in die" in str(caught.value)


def test_what_a_child_started_is_ended_with_it(worker: Child, gone: Callable[..., bool]) -> None:
    job = worker.call("hold")
    event = next(job.events())
    worker.kill()
    worker.join(2)
    assert gone(event["grandchild"])
    assert not Path(event["scratch"]).exists()
    assert not worker.folder.exists()
    with pytest.raises(ChildDied):
        job.result(0)


def test_a_call_past_its_timeout_is_cancelled_and_its_child_lives(worker: Child) -> None:
    with pytest.raises(ChildTimeout, match=r"longer than 0\.2 s"):
        worker.call("loop", timeout=0.2).result(5)
    assert worker.call("echo", 1).result(5) == 1


def test_time_spent_waiting_for_the_lane_does_not_count(worker: Child) -> None:
    first = worker.call("deaf", 0.5)
    assert worker.call("echo", 1, timeout=0.2).result(5) == 1
    assert first.result(5) == "woke"


def test_a_call_that_does_not_obey_its_timeout_costs_the_child(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(obey_seconds=0.2)) as child:
        beside = child.call("loop", lane="other")
        with pytest.raises(ChildTimeout):
            child.call("deaf", timeout=0.2).result(3)
        with pytest.raises(ChildHung, match="'deaf' hung"):
            beside.result(3)


@pytest.mark.parametrize("how", ["stuck", "stopped"])
def test_a_silent_child_is_ended(starter: Callable[..., Child], how: str) -> None:
    with starter(limits=Limits(silent_seconds=0.6)) as child:
        job = child.call("stuck" if how == "stuck" else "loop")
        next(job.events())
        if how == "stopped":
            os.kill(child.pid, signal.SIGSTOP)
        with pytest.raises(ChildHung, match=r"no answer for 0\.6 s"):
            job.result(5)


def test_a_child_that_works_long_but_answers_is_left_alone(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(silent_seconds=0.3)) as child:
        assert child.call("deaf", 1.2).result(5) == "woke"


def test_a_child_over_its_resident_memory_is_ended(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(resident_bytes=150 << 20)) as child:
        with pytest.raises(ChildTooLarge, match="157 MB are allowed"):
            child.call("eat", 200 << 20).result(5)
        assert not child.alive


def test_a_child_over_its_address_space_fails_the_call_only(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(address_bytes=4 << 30)) as child:
        with pytest.raises(ChildTooLarge, match="ran out of memory"):
            child.call("eat", 6 << 30).result(5)
        assert child.call("echo", 1).result(5) == 1


def test_a_full_disk_under_the_slots_is_an_error_of_the_call(starter: Callable[..., Child]) -> None:
    with starter() as child:
        child.call("small_disk", 100_000).result(5)
        with pytest.raises(Failed, match="Free space on the disk") as caught:
            child.call("steady", {"count": 1, "shape": [200_000], "dtype": "u1"}).result(5)
        assert type(caught.value) is Failed
        assert list(child.folder.iterdir()) == []
        frames = child.call("steady", {"count": 4, "shape": [90_000], "dtype": "u1"}).frames()
        assert [loan.copy()[""].size for loan in frames] == [90_000] * 4


def test_work_whose_child_died_is_tried_again(watched: Watched, tmp_path: Path) -> None:
    first = watched.call("echo", "warm").result(5)
    job = watched.call("die_once", {"mark": str(tmp_path / "mark")})
    assert job.result(10) == watched.pid
    assert [event["event"] for event in job.events()] == ["retry"]
    assert (first, watched.deaths, watched.hangs) == ("warm", 1, 0)


def test_work_that_was_too_large_is_asked_again_as_its_owner_says(starter: Callable[..., Child]) -> None:
    def again(job: Job, death: WorkprintError) -> Ask | None:
        return replace(job.ask, args=0) if isinstance(death, ChildTooLarge) else once_more(job, death)

    small = functools.partial(starter, limits=Limits(resident_bytes=150 << 20))
    with Watched(small, again=again) as watched:
        job = watched.call("eat", 200 << 20)
        job.result(20)
        assert [event["event"] for event in job.events()] == ["retry"]
        assert watched.deaths == 1
        with pytest.raises(ChildDied):
            watched.call("die").result(10)


def test_work_that_kills_its_child_twice_fails(watched: Watched) -> None:
    with pytest.raises(ChildDied, match="SIGABRT"):
        watched.call("die").result(10)
    assert watched.deaths == 2
    assert watched.call("echo", 1).result(10) == 1


def test_work_that_waited_behind_a_killer_is_not_charged(watched: Watched) -> None:
    killers = [watched.call("die"), watched.call("die")]
    behind = watched.call("echo", "fine")
    assert behind.result(20) == "fine"
    for killer in killers:
        with pytest.raises(ChildDied):
            killer.result(10)


def test_a_hang_is_counted_and_tried_again(starter: Callable[..., Child]) -> None:
    with Watched(functools.partial(starter, limits=Limits(silent_seconds=0.6))) as watched:
        with pytest.raises(ChildHung):
            watched.call("stuck").result(10)
        assert (watched.deaths, watched.hangs) == (2, 2)
        assert watched.call("echo", 1).result(5) == 1


def test_a_child_that_died_idle_is_replaced_at_the_next_call(watched: Watched) -> None:
    watched.warm()
    dead = watched.pid
    os.kill(dead, signal.SIGKILL)
    assert watched.call("echo", 1).result(10) == 1
    assert watched.pid not in (dead, None)


def test_a_child_that_cannot_start_again_fails_its_work(
    entry: Callable[[str], Path], run_folder: RunFolder, repository: Path
) -> None:
    script = entry(
        "import os\nfrom nodes.process.child import serve\nserve({'die': lambda call: os.abort()})"
    )
    env = {"PYTHONPATH": str(repository)}
    with Watched(functools.partial(start, script, folder=run_folder.path, env=env)) as watched:
        watched.warm()
        script.write_text("raise SystemExit('gone for good')")
        with pytest.raises(StartFailed, match="gone for good"):
            watched.call("die").result(10)


def test_a_stopped_supervisor_starts_nothing(watched: Watched) -> None:
    watched.call("echo").result(5)
    watched.stop()
    assert watched.pid is None
    with pytest.raises(ChildDied, match="stopped"):
        watched.call("echo")


def test_an_unknown_call_is_refused_by_a_supervisor_too(watched: Watched) -> None:
    with pytest.raises(BadInput):
        watched.call("nothing")


def kill_at_random(watched: Watched, times: int, seed: int) -> int:
    """Render `times` times, kill the child at a random moment of each, return how many frames were compared.

    What arrives, after a retry if need be, must be what an undisturbed render gives.
    """
    dice, compared = random.Random(seed), 0
    for turn in range(times):
        watched.warm()
        child = psutil.Process(watched.pid)
        args = {"count": 6, "shape": [120, 160, 3], "dtype": "<f2", "seed": turn}
        victim = dice.randrange(12)
        job = watched.call("frames", args)
        if victim >= 6:
            time.sleep(dice.random() * 0.01)
            kill(child)
        rng = np.random.default_rng(turn)
        wanted = [rng.bytes(120 * 160 * 3 * 2) for _ in range(6)]
        got: dict[int, bytes] = {}
        for loan in job.frames():
            with loan:
                got[loan.meta["index"]] = loan.array.tobytes()
            if loan.meta["index"] == victim:
                kill(child)
        assert job.result(10) == 6
        assert [got[index] for index in range(6)] == wanted
        compared += len(got)
        child.wait(5)
        while watched.pid == child.pid:
            time.sleep(0.001)
    return compared


def kill(process: psutil.Process) -> None:
    """Kill a process, never another that was given its number since."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()


def test_random_kills_change_no_result(watched: Watched) -> None:
    assert kill_at_random(watched, 20, seed=7) == 120
    assert watched.deaths == 20


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_a_thousand_random_kills_change_no_result(watched: Watched) -> None:
    assert kill_at_random(watched, 1000, seed=11) == 6000
    assert watched.deaths == 1000


def test_starts_kills_and_refusals_leave_no_thread_or_descriptor(
    starter: Callable[..., Child], entry: Callable[[str], Path], run_folder: RunFolder
) -> None:
    starter().stop()
    me = psutil.Process()
    before = me.num_fds(), me.num_threads()
    for _ in range(3):
        with starter() as child:
            child.call("loop")
            child.kill()
        with pytest.raises(StartFailed):
            start(entry("raise SystemExit(3)"), folder=run_folder.path)
        with pytest.raises(StartFailed):
            start(entry(""), interpreter=Path("/nowhere/python"), folder=run_folder.path)
    # Fewer is fine: what an earlier test left behind may end meanwhile.
    assert me.num_fds() <= before[0]
    assert me.num_threads() <= before[1]
    assert me.children() == []
