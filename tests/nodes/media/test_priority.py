"""Encoders leave the rest of the machine its share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nodes.media.priority import usual_priority
from tests.support.movies import numbered, write_movie

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="no scheduling policies here")


def policies() -> set[int]:
    return {os.sched_getscheduler(int(thread)) for thread in os.listdir("/proc/self/task")}


def test_writing_av1_makes_no_thread_a_real_time_one(tmp_path: Path) -> None:
    before = policies()
    write_movie(tmp_path / "a.mp4", (numbered("yuv420p", index) for index in range(3)), codec="av1")
    assert policies() <= before


def test_a_thread_that_became_a_real_time_one_has_its_usual_priority_again() -> None:
    before = policies()
    with usual_priority():
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        except PermissionError:
            pytest.skip("only the administrator can make a thread a real-time one")
        assert os.SCHED_FIFO in policies()
    assert policies() == before
