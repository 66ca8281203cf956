"""A few failing calls of the campaign (`python -m tests.campaigns.faults`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.campaigns.faults import beds, failures


def test_calls_that_fail_leave_the_old_or_the_new_project(sample: Any, tmp_path: Path) -> None:
    bed = next(beds(tmp_path, sample.cut, sample.project, ["circle"]))
    found = [*failures(bed, tmp_path / "log", most=2)]
    assert len(found) == 2 and {fault.code for fault in found} == {1}
    assert [fault for fault in found if fault.faults] == []
