"""Work done on a thread of its own, in order, never far behind."""

from __future__ import annotations

import threading
import time

import pytest

from nodes.engine.behind import MOST_WAITING, Behind


def test_work_is_done_in_order_and_all_of_it():
    done: list[int] = []
    with Behind() as behind:
        for number in range(100):
            behind.do(lambda number=number: done.append(number))
        behind.finish()
        assert done == list(range(100))


def test_it_is_never_further_behind_than_agreed():
    allowed, started = threading.Semaphore(0), []

    def slow() -> None:
        started.append(time.monotonic())
        allowed.acquire()

    handed = 0
    with Behind() as behind:

        def hand_over() -> None:
            nonlocal handed
            for _ in range(6):
                behind.do(slow)
                handed += 1

        handing = threading.Thread(target=hand_over)
        handing.start()
        time.sleep(0.2)
        assert handed == 1 + MOST_WAITING and len(started) == 1
        for _ in range(6):
            allowed.release()
        handing.join()
        behind.finish()
    assert len(started) == 6


def test_a_failure_is_raised_where_work_is_handed_over_and_nothing_is_done_after_it():
    done: list[int] = []

    def fail() -> None:
        raise ValueError("no")

    with Behind() as behind:
        behind.do(fail)
        with pytest.raises(ValueError, match="no"):
            for number in range(100):
                behind.do(lambda number=number: done.append(number))
                time.sleep(0.01)
        with pytest.raises(ValueError, match="no"):
            behind.finish()
    assert not done


def test_work_that_waits_is_dropped_when_it_is_left_early():
    done: list[int] = []
    allowed = threading.Event()

    def first() -> None:
        allowed.wait()
        done.append(0)

    with pytest.raises(KeyError), Behind() as behind:
        behind.do(first)
        behind.do(lambda: done.append(1))
        threading.Timer(0.1, allowed.set).start()
        raise KeyError
    assert done == [0]
