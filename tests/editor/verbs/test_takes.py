"""Takes: made once, and told apart by what decides their pixels."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from editor import open_project
from editor.document.project import undo
from editor.verbs import cache, edit, export, render, shot, take, takes
from nodes.api import Cancelled, Failed
from nodes.engine.client import Engine
from tests.editor.kit import Planes, done, in_a_process, pictures, same, workprint
from tests.editor.verbs.shots import files_of, graded, plate_media


def test_the_same_take_again_does_no_work_in_this_process_or_another(show: Path) -> None:
    graded(show, gain=1.3)
    assert done("take", show, "plate")["takes"][0]["new"] is True
    files = files_of(show)
    assert len(files) == 5
    again = done("take", show, "plate")
    assert [(each["take"], each["new"]) for each in again["takes"]] == [("t001", False)]
    elsewhere = in_a_process("take", show, "--all", "--json").json()
    assert [(each["take"], each["new"]) for each in elsewhere["takes"]] == [("t001", False)]
    assert files_of(show) == files


def test_what_changes_a_pixel_makes_another_take_and_what_does_not_makes_none(show: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("shot", show, "plate", "--set", "grade", "gain=1.4")
    assert done("take", show, "plate")["takes"][0]["take"] == "t002"
    done("shot", show, "plate", "--set", "grade", "gain=1.3")
    assert done("take", show, "plate")["takes"][0]["take"] == "t001", "the first grade was run before"
    done("shot", show, "plate", "--set", "grade", "offset=0")
    assert done("take", show, "plate")["takes"][0]["take"] == "t001", "a default that is said is a default"
    shorter = done("take", show, "plate", "--handles", 2)["takes"][0]
    assert (shorter["take"], shorter["new"]) == ("t001", False), "it has every frame that is wanted"
    longer = done("take", show, "plate", "--handles", 8)["takes"][0]
    assert (longer["take"], longer["new"], longer["frames"]) == ("t003", True, 36)


def test_another_seed_makes_another_take(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.noise"]], engine=engine).project
        first = take(project, ["plate"], count=3, engine=engine)
        assert [(made.take.id, made.take.recipe.seed, made.new) for made in first.made] == [
            ("t001", 1, True),
            ("t002", 2, True),
            ("t003", 3, True),
        ]
        again = take(project, ["plate"], count=4, engine=engine)
        assert [made.new for made in again.made] == [False, False, False, True]
        other = take(project, ["plate"], seed=9, engine=engine)
        assert (other.made[0].take.recipe.seed, other.made[0].new) == (9, True)
        looks = {
            next(pictures(made.take.folder / "take.mkv"))[0].tobytes() for made in (*again.made, *other.made)
        }
        assert len(looks) == 5

        pinned = shot(project, "plate", set_=[["noise", "seed=2"]], engine=engine).project
        alone = take(pinned, ["plate"], count=3, engine=engine)
        assert len(alone.made) == 1
        assert alone.made[0].take.recipe.seed is None
        assert any("none of its nodes takes a seed" in note for note in alone.notes)
        assert same(
            *(next(pictures(t.folder / "take.mkv")) for t in (alone.made[0].take, again.made[1].take))
        )


def test_a_shot_without_seeds_makes_one_take_and_says_so(show: Path) -> None:
    graded(show, gain=1.3)
    made = done("take", show, "plate", "--count", 3)
    assert len(made["takes"]) == 1
    assert made["takes"][0]["seed"] is None
    assert "so all takes would be the same" in made["notes"][0]


def test_live_uses_the_circled_takes_seed(show: Path, engine: Engine, tmp_path: Path) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.noise"]], engine=engine).project
        take(project, ["plate"], seed=5, engine=engine)
        project = takes(project, "plate", circle="1").project
        render(project, tmp_path / "live.mkv", live=True, range="0-3", engine=engine)
        render(project, tmp_path / "circled.mkv", range="0-3", engine=engine)
        both = (list(pictures(tmp_path / name)) for name in ("live.mkv", "circled.mkv"))
        assert all(same(one, other) for one, other in zip(*both, strict=True))


def test_several_shots_are_made_even_where_one_fails(show: Path, media: Path) -> None:
    graded(show, "plate", gain=1.3)
    graded(show, "shot", gain=1.2)
    graded(show, "frames", gain=1.1)
    data = json.loads((show / "project.json").read_text())
    for entry in data["media"].values():
        if entry["ref"].get("path", "").endswith("shot.mp4"):
            entry["ref"]["path"], entry["beside"] = str(media / "lost.mp4"), ""
    (show / "project.json").write_text(json.dumps(data))
    ran = workprint("take", show, "--all", "--json")
    assert ran.code == 1
    assert [each["shot"] for each in ran.json()["takes"]] == ["plate", "frames"]
    assert [each["shot"] for each in ran.json()["failed"]] == ["shot"]


def test_what_was_finished_before_a_cancel_is_kept_and_told(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.noise"]], engine=engine).project
        stopped = threading.Event()

        def progress(done: int, total: int, what: str) -> None:
            # All takes count as one: with more than a fifth the second of five has begun.
            if done * 5 > total and not stopped.is_set():
                stopped.set()
                os.kill(os.getpid(), signal.SIGINT)

        with pytest.raises(Cancelled) as told:
            take(project, ["plate"], count=5, engine=engine, progress=progress)
        assert [made["take"] for made in told.value.to_json()["takes"]] == ["t001"]
        assert told.value.exit_code == 130
        assert [each.name for each in (show / "takes").glob("*/*") if each.name.startswith(".making")] == []


def test_a_project_that_is_only_read_takes_takes_and_refuses_edits(show: Path, tmp_path: Path) -> None:
    graded(show, gain=1.3)
    with open_project(show, write=True), open_project(show) as read:
        assert take(read, ["plate"]).made[0].new, "anybody may add takes"
        for change in (
            lambda: edit(read, "trim", "plate", {"head": "1"}),
            lambda: edit(read, "insert", plate_media(show)),
            lambda: shot(read, "plate", add=[["color.grade"]]),
            lambda: takes(read, "plate", circle="1"),
            lambda: takes(read, prune=True),
        ):
            with pytest.raises(Failed):
                change()
        export(read, tmp_path / "x.otio")
        assert cache(read).document["takes"]["files"] == 5


def test_undo_works_on_the_value_as_well_as_on_the_command_line(show: Path) -> None:
    with open_project(show, write=True) as project:
        trimmed = edit(project, "trim", "plate", {"head": "2"}).project
        assert undo(trimmed).cut == project.cut


def test_pictures_of_a_take_are_told_to_the_frame(show: Path) -> None:
    """Frame n of a take stands for frame n of the source: an empty grade changes not one sample."""
    graded(show)
    made = done("take", show, "plate")["takes"][0]
    info = done("info", Path(made["folder"]) / "take.mkv")["media"]
    assert (info["timecode"], info["reel"]) == ("01:00:00:06", "A001")
    source: list[Planes] = list(pictures(Path(plate_media(show)), first=6, count=28))
    assert all(same(a, b) for a, b in zip(source, pictures(Path(made["folder"]) / "take.mkv"), strict=True))
