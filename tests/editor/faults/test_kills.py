"""A few kills of the campaign (`python -m tests.campaigns.kills`)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.campaigns.kills import kill_once
from tests.campaigns.works import bench_of

USUAL = 1.2
"""Seconds that any of these commands takes, about; the moment of the kill is drawn from them."""


def test_killed_commands_leave_whole_projects(sample: Any, tmp_path: Path) -> None:
    bench = bench_of(tmp_path / "bench", sample.cut, sample.project)
    times, looks = defaultdict(lambda: USUAL), dict[str, str]()
    kills = [kill_once(bench, number, "ci", times, looks) for number in range(4)]
    assert [kill.faults for kill in kills] == [()] * len(kills), kills
