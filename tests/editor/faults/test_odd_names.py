"""Media whose names are no text, or look like something else than a name."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from tests.support.commands import run_command


@pytest.mark.slow
def test_media_of_any_name_can_be_worked_and_handed_on(project: Path, sample: Any, tmp_path: Path) -> None:
    media = tmp_path / "media" / "file:latin-\udce91 100%41 #1? a\\b\nc.mp4"
    out = tmp_path / "out.otio"
    media.parent.mkdir()
    shutil.copy(sample.cut.parent / "sh010.mp4", media)
    for words in (
        ("edit", project, "insert", media, "name=odd"),
        ("shot", project, "odd", "--add", "color.grade", "gain=1.5"),
        ("take", project, "odd"),
        ("render", project, "--range", "192-193", "-o", tmp_path / "out.mkv"),
        ("export", project, "-o", out),
        ("new", tmp_path / "again", "--from", out),
    ):
        done = run_command(*words)
        assert done.code == 0, done.err
    clips = run_command("info", tmp_path / "again", "--json").document["clips"]
    assert [clip["offline"] for clip in clips] == [False] * 5
    for path in (out, project / "cut.otio", tmp_path / "again" / "cut.otio"):
        assert "odd" in [clip.name for clip in otio.adapters.read_from_file(str(path)).find_clips()]
    kept = json.loads((tmp_path / "again" / "project.json").read_text())["media"].values()
    assert os.fsencode(media) in [os.fsencode(entry["ref"].get("path", "")) for entry in kept]


@pytest.mark.slow
def test_a_project_may_lie_where_names_are_no_text(sample: Any, tmp_path: Path) -> None:
    place = tmp_path / "odd\udcff"
    shutil.copytree(sample.cut.parent, place)
    for words in (
        ("new", place / "project", "--from", place / "sample.otio", "--report", tmp_path / "report.csv"),
        ("shot", place / "project", "sh010", "--add", "color.grade", "gain=1.5"),
        ("take", place / "project", "sh010"),
        ("takes", place / "project", "sh010", "--circle", "1"),
        ("info", place / "project"),
    ):
        done = run_command(*words)
        assert done.code == 0, done.err
    assert "odd" in (tmp_path / "report.csv").read_text("utf-8")
