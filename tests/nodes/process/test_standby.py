"""A second child that waits for the first one to die."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from nodes.process.parent import Child
from nodes.process.standby import Standby
from nodes.process.supervise import Watched


@pytest.fixture
def standby() -> Standby:
    return Standby("echo", after=0, wanted=lambda: True)


@pytest.fixture
def watched(starter: Callable[..., Child], standby: Standby) -> Iterator[Watched]:
    with Watched(starter, standby, announce="starting") as child:
        yield child


def spare_of(standby: Standby, other_than: int | None = None) -> int:
    """Return the number of the spare once it is ready."""
    while standby.pid in (None, other_than):
        time.sleep(0.01)
    assert standby.pid is not None
    return standby.pid


def test_the_spare_takes_over_and_another_is_made(watched: Watched, standby: Standby) -> None:
    first = watched.call("echo", 1)
    assert first.result(60) == 1 and [event["note"] for event in first.events()] == ["starting"]
    spare, pid = spare_of(standby), watched.pid
    assert pid not in (None, spare)
    dying = psutil.Process(pid)
    dying.kill()
    dying.wait(60)
    while watched.pid == pid:
        time.sleep(0.01)
    second = watched.call("echo", 2)
    assert second.result(60) == 2 and list(second.events()) == []
    assert watched.pid == spare and watched.deaths == 1
    assert spare_of(standby, other_than=spare) != pid


def test_work_under_way_goes_on_in_the_spare(watched: Watched, standby: Standby, tmp_path: Path) -> None:
    watched.call("echo").result(60)
    spare = spare_of(standby)
    job = watched.call("die_once", {"mark": str(tmp_path / "mark")})
    assert job.result(60) == spare
    assert [event["event"] for event in job.events()] == ["retry"]


def test_a_spare_that_dies_concerns_nobody(watched: Watched, standby: Standby) -> None:
    watched.call("echo").result(60)
    spare = spare_of(standby)
    os.kill(spare, signal.SIGKILL)
    while psutil.pid_exists(spare):
        time.sleep(0.01)
    assert watched.deaths == 0
    assert watched.pid is not None
    os.kill(watched.pid, signal.SIGKILL)
    assert watched.call("echo", 3).result(60) == 3


def test_no_spare_is_made_where_it_is_not_wanted(starter: Callable[..., Child]) -> None:
    looked = []

    def wanted() -> bool:
        looked.append(True)
        return False

    standby = Standby("echo", after=0, wanted=wanted)
    with Watched(starter, standby) as watched:
        watched.call("echo").result(60)
        while not looked:
            time.sleep(0.01)
    assert standby.pid is None


def test_a_stop_while_a_spare_is_on_its_way_leaves_nothing(starter: Callable[..., Child]) -> None:
    before = psutil.Process().children()
    for after in (0.0, 60.0):
        with Watched(starter, Standby("echo", after=after, wanted=lambda: True)) as watched:
            watched.call("echo").result(60)
    assert psutil.Process().children() == before
