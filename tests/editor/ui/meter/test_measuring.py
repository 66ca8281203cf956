"""The report on how loud the tracks are, made in the queue."""

from __future__ import annotations

from pathlib import Path

import cv2  # noqa: F401 - changes the environment when it is first imported, which is no test's doing

from editor.ui.meter.measuring import measure
from nodes.api.times import Range
from tests.editor.ui.test_models import Models


def test_what_is_marked_is_measured_in_the_queue_and_told(show: Path) -> None:
    models = Models()
    try:
        measure(models.session, models.work, models.queue, lambda report: None)
        assert not models.queue.tasks.value
        models.open(show)
        rate = models.session.project.value.cut.rate
        models.session.marked.set(Range.frames_of(0, 24, rate))
        told: list[str] = []
        measure(models.session, models.work, models.queue, told.append)
        assert [task.title for task in models.queue.tasks.value] == ["Levels of the tracks"]
        models.posted.until(lambda: told or models.session.message.value)
        (report,) = told
        heading, track, mix = report.splitlines()
        assert heading.startswith("frames 0 to 23") and "LUFS" in heading
        assert track.split()[1:] == mix.split()[2:] and "-12.2" in track
        # A range beyond the cut is refused in words.
        models.session.marked.set(Range.frames_of(0, 24_000, rate))
        measure(models.session, models.work, models.queue, told.append)
        models.posted.until(lambda: models.session.message.value)
        assert "not all within it" in models.session.message.value and len(told) == 1
    finally:
        models.close()
