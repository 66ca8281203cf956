"""What can be done with levels, for the registry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.start.dialogs import ReportDialog
from editor.ui.words import say

from .measuring import measure

if TYPE_CHECKING:
    from editor.ui.desk import Desk
    from editor.ui.window import Window


def level_actions(desk: Desk, window: Window) -> Iterator[Action]:
    """Yield the report on how loud the tracks are."""

    def show(report: str) -> None:
        ReportDialog(window, report, say("Levels of the tracks")).open()

    def ask() -> None:
        measure(desk.session, desk.work, desk.queue, show)

    yield Action("timeline.levels", "Levels of the Tracks…", (), ask, desk.has_project, "Track Levels")
