"""A few kills of the window's campaign (`python -m tests.campaigns.window_kills`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.project import open_project
from tests.campaigns.window_kills import judged, kill_once

pytestmark = pytest.mark.qt


@pytest.mark.timeout(600)
def test_killed_windows_lose_the_newest_edit_at_most(show: Path, app: object) -> None:
    kills = [kill_once(show, number, "ci", longest=0.8) for number in range(10)]
    assert [kill.faults for kill in kills] == [()] * len(kills), kills
    assert sum(kill.shown for kill in kills) > 0, "somebody worked in those windows"


def test_what_nobody_saw_and_what_is_lost_is_told(show: Path) -> None:
    shown, kept, lost, faults = judged(show, [("open", "a"), ("kept", "a"), ("shown", "b"), ("shown", "c")])
    assert (shown, kept, lost, faults) == (2, 1, 0, ["it opens with a cut that nobody saw"])
    with open_project(show) as project:
        here = digest(encoded(project.cut))
    assert judged(show, [("open", here), ("kept", here), ("shown", "b")]) == (1, 1, 1, [])
    _, _, lost, faults = judged(show, [("open", here), ("kept", here), ("shown", "b"), ("shown", "c")])
    assert lost == 2 and faults == ["2 edits are lost"]
