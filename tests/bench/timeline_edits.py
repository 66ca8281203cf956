"""How long an edit of a cut of 10,000 items takes until its rows are laid out again, and undo."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from editor.document import edits
from editor.document.history import taken_back
from editor.document.model import SOURCE, Clip, Cut, MediaReference
from editor.document.project import commit, create_project
from editor.document.settings import Settings
from editor.ui.session import Session
from editor.ui.timeline.model import TimelineModel
from nodes.api.times import Range, Time
from tests.bench.rows import Row
from tests.bench.timeline import ITEMS, RATE, SIZE, TRACKS, long_cut

INSERT, UNDO = 0.020, 0.001
"""Seconds that a ripple insert and an undo may take."""
TURNS = 20


def _clip(number: int) -> Clip:
    media = {SOURCE: MediaReference("file", "plate.mov", "plate.mov", Range.frames_of(0, 1000, RATE))}
    return Clip(f"new-{number}", "new", Range.frames_of(100, 24, RATE), media)


def _inserted(cut: Cut, number: int) -> Cut:
    at = Time(1000 + 37 * number, RATE)
    return edits.put_parts(cut, [("track-3", _clip(number))], "insert", at)


def _spent(run: Callable[[int], object]) -> list[float]:
    taken = []
    for number in range(TURNS):
        start = time.thread_time()
        run(number)
        taken.append(time.thread_time() - start)
    return taken


def insert() -> Row:
    """Insert a clip into the fourth of 50 tracks and lay the rows out, again and again."""
    session = Session(lambda run: run())
    model = TimelineModel(session)
    model.resize(*SIZE)
    session.cut.set(long_cut())

    def once(number: int) -> None:
        cut = session.cut.value
        assert cut is not None
        session.cut.set(_inserted(cut, number))

    taken = _spent(once)
    model.close()
    note = (
        f"p95 of {TURNS} ripple inserts into {TRACKS * ITEMS} items on {TRACKS} tracks, the edit and the "
        f"timeline's rows; median {statistics.median(taken) * 1000:.1f} ms, processor time"
    )
    return Row("timeline-edit-insert", statistics.quantiles(taken, n=20)[-1], None, INSERT, "s", note)


def undo() -> Row:
    """Take an edit of this run back, and show the cut as it was."""
    session = Session(lambda run: run())
    model = TimelineModel(session)
    model.resize(*SIZE)
    with tempfile.TemporaryDirectory() as folder:
        cut = long_cut()
        with create_project(Path(folder) / "long", cut, Settings(RATE, 64, 36)) as made:
            session.cut.set(cut)
            project = commit(made, _inserted(cut, 0), "insert", {}, write=False)
            taken = []
            for _ in range(TURNS):
                session.cut.set(project.cut)
                start = time.thread_time()
                session.cut.set(taken_back(project.history, project.journal, project.cut)[1])
                taken.append(time.thread_time() - start)
            assert session.cut.value is cut
    model.close()
    note = (
        f"p95 of {TURNS} undos of an insert into {TRACKS * ITEMS} items: the cut as it was and the "
        "timeline's rows, processor time; the journal is written beside"
    )
    return Row("timeline-edit-undo", statistics.quantiles(taken, n=20)[-1], None, UNDO, "s", note)


BENCHES = {"timeline-edit-insert": insert, "timeline-edit-undo": undo}
