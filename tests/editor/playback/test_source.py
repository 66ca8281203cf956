"""What the viewer plays finds the project's results, and keeps what it made there."""

from __future__ import annotations

from pathlib import Path

from editor.engine import start_engine
from editor.playback.screening import Screening
from editor.playback.source import Source
from nodes.api import Format, Range, Rate
from nodes.engine.job import Job
from nodes.engine.pruning import sizes

RATE = Rate(24)
SPAN = Range.frames_of(0, 3, RATE)


def test_what_is_played_is_kept_in_the_folder_that_is_named(tmp_path: Path) -> None:
    scene = {"id": "s", "type": "sample.scene", "version": 1, "inputs": {}, "keep": True}
    graph = {"nodes": [scene], "outputs": {"out": ["s", "out"]}}
    job = Job(graph, Format(64, 36, RATE), {}, {"config": "", "name": "ACEScg"})
    with Source(start_engine) as source:
        for folder in (None, tmp_path / "results"):
            source.results = folder
            with source.pictures(Screening((job,)), SPAN, 1) as playing:
                for loan in playing.frames():
                    loan.release()
                assert playing.result()["calls"] == 3 if folder is None else True
            assert sizes(tmp_path / "results").files == (3 if folder else 0)
