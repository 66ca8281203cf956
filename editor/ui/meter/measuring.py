"""How loud the tracks of the cut are, measured in the queue, for a report."""

from __future__ import annotations

from collections.abc import Callable

from editor.ui.queue.model import Progress, Queue
from editor.ui.session import Session
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import Cancelled


def measure(session: Session, work: Work, queue: Queue, report: Callable[[str], None]) -> None:
    """Measure from in to out, the whole cut where nothing is marked; `report` is given it as a table."""
    project, marked = session.project.value, session.marked.value
    if project is None:
        return

    def run(progress: Progress) -> str:
        from editor.verbs import levels

        return levels(project, range=marked, engine=work.engine, progress=progress).text

    def failed(error: Exception) -> None:
        if not isinstance(error, Cancelled):
            session.fail(error)

    queue.add(say("Levels of the tracks"), run, report, failed)
