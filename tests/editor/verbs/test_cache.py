"""What is kept that can be made again: found by takes and renders alike, checked, told and pruned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from editor import open_project
from editor.folders import frames_folder
from editor.verbs import cache, render, shot, take
from nodes.api import BadInput, Frame, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.results import store
from nodes.engine.verify import ResultDiffers
from tests.editor.kit import done, pictures, same, workprint


def kept(show: Path, engine: Engine) -> None:
    """Give the show's shot a node that keeps what it makes, and make a take of it."""
    with open_project(show, write=True) as project:
        changed = shot(project, "plate", add=[["test.kept"]], engine=engine).project
        take(changed, ["plate"], engine=engine)


def test_a_live_render_finds_what_a_take_kept_and_checks_it(
    show: Path, engine: Engine, tmp_path: Path
) -> None:
    kept(show, engine)
    with open_project(show) as project:
        made = render(project, tmp_path / "a.mkv", shot="plate", live=True, engine=engine)
        (cost,) = (each for name, each in made.cost["nodes"].items() if "kept" in name)
        assert cost["calls"] == 0 and cost["found"]["results"] > 0
        checked = render(project, tmp_path / "b.mkv", shot="plate", live=True, validate=1.0, engine=engine)
        assert checked.cost["checked"] > 10
        assert any("were made again and are what they were" in note for note in checked.notes)
        both = zip(pictures(tmp_path / "a.mkv"), pictures(tmp_path / "b.mkv"), strict=True)
        assert all(same(one, other) for one, other in both)
        for path in (show / "results").glob("*/*/*.frame"):
            number = int(path.name.partition("@")[0])
            path.unlink()
            wrong = Frame.of_pixels(np.zeros((36, 64, 3)), Time(number, Rate(24)))
            store(show / "results", path.parent.name, wrong.time, wrong)
        with pytest.raises(ResultDiffers, match=r"Check node '.*kept.*' \(test.kept\) at frame \d+"):
            render(project, tmp_path / "c.mkv", shot="plate", live=True, validate=1.0, engine=engine)
        assert not (tmp_path / "c.mkv").exists()
        with pytest.raises(BadInput, match="2 is no share"):
            render(project, tmp_path / "c.mkv", validate=2.0, engine=engine)


def test_the_command_tells_of_both_folders_and_prunes_both(show: Path, engine: Engine) -> None:
    kept(show, engine)
    frame = Frame.of_pixels(np.zeros((36, 64, 3)), Time(3, Rate(24)))
    store(frames_folder(), "ab" * 16, frame.time, frame)
    with open_project(show) as project:
        told = cache(project).document
    assert told["results"]["files"] > 10 and told["frames"]["files"] == 1
    plain = done("cache", show)
    assert plain["results"] == told["results"] and plain["frames"] == told["frames"]
    assert "costly frames" in workprint("cache", show).out
    whole = told["results"]["bytes"] + told["frames"]["bytes"]
    some = done("cache", show, "--prune", "--limit", whole // 2)
    assert some["results"]["bytes"] + some["frames"]["bytes"] <= whole // 2
    none = done("cache", show, "--prune")
    assert none["results"]["files"] == none["frames"]["files"] == 0
