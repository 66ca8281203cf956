"""A few of the campaign's faults: out of memory, killed, hung, raising, bad files, wrong shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs torch")

from tests.campaigns.worker import PATIENCE, campaign

pytestmark = pytest.mark.model

SAMPLE = (0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 17)
"""All kinds of faults; two of them cost a worker, whose successor takes seconds to start."""


def test_a_dozen_faults_end_in_a_retry_or_the_right_message(tmp_path: Path) -> None:
    # A machine that is busy elsewhere must not look like a step that hangs.
    done = campaign(tmp_path, SAMPLE, "1", patience=PATIENCE | {"hung_seconds": 10.0, "obey_seconds": 10.0})
    assert len(done) == len(SAMPLE)
    assert [outcome for outcome in done if outcome.faults] == []
    assert {outcome.kind for outcome in done} >= {"hang", "raise", "corrupt weights", "missing files"}
