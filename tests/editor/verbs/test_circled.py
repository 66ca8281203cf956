"""Circled takes: shown, starred, stale when the shot has moved on, pruned, moved, gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editor import open_project
from editor.verbs import info, shot, take, takes
from nodes.engine.client import Engine
from tests.editor.kit import REPOSITORY, done, pictures, refused, same, workprint
from tests.editor.verbs.shots import files_of, graded, plate_media, plate_of

pytestmark = pytest.mark.usefixtures("one_engine")


def test_a_take_with_a_memory_is_not_stale_for_being_longer_than_the_clip(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.before"]], engine=engine).project
        take(project, ["plate"], engine=engine)
        project = takes(project, "plate", circle="1").project
        (plate,) = (
            clip for clip in info(project, engine=engine).document["clips"] if clip["name"] == "plate"
        )
        assert plate["stale"] is False


def test_a_take_is_stale_once_the_shot_has_moved_on_and_is_exported_as_it_is(
    show: Path, tmp_path: Path
) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    assert plate_of(show)["stale"] is False
    done("shot", show, "plate", "--set", "grade", "gain=0.7")
    assert plate_of(show)["stale"] is True
    assert "t001 (stale)" in workprint("info", show).out
    files = files_of(show)
    exported = done("export", show, "-o", tmp_path / "out.otio")
    assert any("t001 is stale" in warning for warning in exported["warnings"])
    assert files_of(show) == files, "nothing is rendered behind anybody's back"
    data = json.loads((tmp_path / "out.otio").read_text())
    clip = data["tracks"]["children"][0]["children"][0]
    assert clip["active_media_reference_key"] == "take t001"
    rendered, taken = tmp_path / "cut.mkv", show / "takes" / str(plate_of(show)["id"]) / "t001" / "take.mkv"
    done("render", show, "-o", rendered, "--range", "0-19")
    shown = list(pictures(rendered))
    assert all(same(one, other) for one, other in zip(shown, pictures(taken, first=4, count=20), strict=True))
    done("render", show, "-o", rendered, "--range", "0-19", "--live")
    assert not same(next(pictures(rendered)), shown[0])
    done("shot", show, "plate", "--set", "grade", "gain=1.3")
    assert plate_of(show)["stale"] is False


def test_trimming_inside_the_take_leaves_it_fresh_and_beyond_makes_it_stale(
    show: Path, tmp_path: Path
) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    done("edit", show, "ripple", "plate", "head=3", "tail=-4")
    assert plate_of(show)["stale"] is False
    assert done("render", show, "--range", "0-20", "-o", tmp_path / "a.mkv")["frames"] == 21
    done("edit", show, "ripple", "plate", "tail=-3")
    told = plate_of(show)
    assert (told["stale"], told["stale_because"]) == (True, "it lacks frames that the clip shows")
    said = refused("render", show, "-o", tmp_path / "b.mkv", code=1)
    assert "take t001" in said and "frames 86406 to 86433" in said
    remade = done("take", show, "plate")["takes"][0]
    assert remade["new"] is True
    done("takes", show, "plate", "--circle", remade["take"])
    assert plate_of(show)["stale"] is False
    done("render", show, "-o", tmp_path / "b.mkv")


def test_the_halves_of_a_split_share_their_takes(show: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    second = done("edit", show, "split", "plate", "at=8")["said"].rpartition(" ")[2].rstrip(".")
    made = done("take", show, "--all")["takes"]
    assert [(each["take"], each["new"]) for each in made] == [("t001", False), ("t001", False)]
    done("shot", show, second, "--set", "grade", "gain=2")
    stale = {clip["id"]: clip["stale"] for clip in done("info", show)["clips"] if clip["name"] == "plate"}
    assert stale[second] is True
    assert list(stale.values()).count(False) == 1, "the first half's graph is its own"


def test_relinking_keeps_graph_and_takes_and_tells_other_media(
    show: Path, media: Path, tmp_path: Path
) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    copy = tmp_path / "moved.mkv"
    shutil.copy(media / "plate.mkv", copy)
    done("edit", show, "relink", "plate", f"path={copy}")
    told = plate_of(show)
    assert (told["circled"], told["stale"], told["takes"]) == ("t001", False, 1), "the same film elsewhere"
    assert done("take", show, "plate")["takes"][0]["new"] is False
    done("edit", show, "relink", "plate", f"path={media / 'shot.mp4'}")
    told = plate_of(show)
    assert (told["circled"], told["takes"]) == ("t001", 1)
    assert told["stale"] is True


def test_circling_and_starring_are_edits_like_others(show: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("shot", show, "plate", "--set", "grade", "gain=1.1")
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "2", "--star", "t001")
    (listed,) = done("takes", show)["shots"]
    assert [(each["id"], each["circled"], each["starred"]) for each in listed["takes"]] == [
        ("t001", False, True),
        ("t002", True, False),
    ]
    text = workprint("takes", show, "plate").out
    assert "circled" in text and "starred" in text
    done("edit", show, "undo")
    done("edit", show, "undo")
    assert (plate_of(show)["circled"], plate_of(show)["starred"]) == (None, [])
    done("edit", show, "redo")
    assert plate_of(show)["circled"] == "t002"
    done("takes", show, "plate", "--circle", "none")
    assert plate_of(show)["circled"] is None
    assert "t001, t002" in refused("takes", show, "plate", "--circle", "7")


def test_pruning_keeps_what_is_wanted_and_never_gives_a_number_again(show: Path) -> None:
    for gain in ("1.1", "1.2", "1.3", "1.4"):
        words = ["--set", "grade"] if plate_of(show)["graph"] else ["--add", "color.grade"]
        done("shot", show, "plate", *words, f"gain={gain}")
        done("take", show, "plate")
    done("takes", show, "plate", "--circle", "2", "--star", "1")
    pruned = done("takes", show, "--prune")
    shot_id = plate_of(show)["id"]
    assert pruned["pruned"] == [f"{shot_id}/t003", f"{shot_id}/t004"]
    assert [take["id"] for take in pruned["shots"][0]["takes"]] == ["t001", "t002"]
    heavy = [
        path
        for path in (show / "takes").rglob("*.mkv")
        if "t001" not in str(path) and "t002" not in str(path)
    ]
    assert heavy == []
    assert done("take", show, "plate")["takes"][0]["take"] == "t005", "t004 stays what it was"
    assert done("takes", show, "--prune")["pruned"] == [f"{shot_id}/t005"]


def test_pruning_leaves_a_take_alone_that_another_process_is_making(project: Path) -> None:
    done("shot", project, "sh030", "--add", "color.grade", "gain=1.2")
    command = [sys.executable, "-m", "editor.cli", "take", str(project), "sh030", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as other:
        until = time.monotonic() + 60
        while not list(project.glob("takes/sh030/.making-*/take.mkv")):
            assert other.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        assert done("takes", project, "--prune")["pruned"] == ["sh010/t001"], "the one that nobody wants"
        assert list(project.glob("takes/sh030/.making-*/take.mkv")), "it is being made still"
        out, _ = other.communicate(timeout=60)
    assert other.returncode == 0
    assert json.loads(out)["takes"][0]["new"] is True
    assert [take["id"] for take in done("takes", project, "sh030")["shots"][0]["takes"]] == ["t001"]


def test_a_circled_take_that_is_gone_is_told_and_never_replaced_by_the_source(
    show: Path, tmp_path: Path
) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    (shot_folder,) = (show / "takes").iterdir()
    (shot_folder / "t001" / "take.mkv").unlink()
    said = refused("render", show, "-o", tmp_path / "x.mkv", code=1)
    assert "show take t001" in said and "Circle another take" in said
    assert "Show take t001" in refused("render", show, "--shot", "plate", "-o", tmp_path / "x.mkv", code=1)
    assert plate_of(show)["stale"] is True
    assert any("t001 is stale" in w for w in done("export", show, "-o", tmp_path / "x.otio")["warnings"])
    again = done("take", show, "plate")["takes"][0]
    assert (again["take"], again["new"]) == ("t002", True)


def test_two_takes_are_compared_side_by_side(show: Path, tmp_path: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    place = tmp_path / "both.mkv"
    compared = done("takes", show, "plate", "--compare", "source", "1", "-o", place)["compared"]
    assert (compared["frames"], compared["output"]) == (28, str(place))
    for one, other in zip(pictures(Path(plate_media(show)), first=6), pictures(place), strict=False):
        assert other[0].shape == (96, 320)
        assert same((one[0],), (other[0][:, :160],)), "nothing is lost on the way"
        assert not same((one[0],), (other[0][:, 160:],))
    assert "no recipe to compare" in refused("takes", show, "plate", "--compare", "source", "1")
    assert "the shot's takes are: t001" in refused("takes", show, "plate", "--compare", "1", "4", "-o", place)


def test_a_moved_project_works_as_before(show: Path, tmp_path: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    moved = tmp_path / "elsewhere" / "deep"
    moved.parent.mkdir()
    show.rename(moved)
    assert plate_of(moved)["stale"] is False
    assert done("take", moved, "plate")["takes"][0]["new"] is False
    done("render", moved, "-o", tmp_path / "x.mkv", "--range", "0-5")
    done("edit", moved, "undo")
    assert plate_of(moved)["circled"] is None


def test_a_show_that_was_moved_with_its_media_works_as_before(media: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    shutil.copytree(media, here / "plates")
    done("new", here / "show", "--from", here / "plates" / "show.otio")
    graded(here / "show", gain=1.3)
    done("take", here / "show", "--all")
    done("takes", here / "show", "plate", "--circle", "1")
    there = tmp_path / "archive" / "disk 2"
    there.parent.mkdir()
    here.rename(there)
    info = done("info", there / "show")
    assert {clip["offline"] for clip in info["clips"]} == {False}
    assert done("take", there / "show", "--all")["takes"][0]["new"] is False
    done("render", there / "show", "-o", tmp_path / "x.mkv")
    done("export", there / "show", "-o", there / "out.otio")
    assert done("new", tmp_path / "again", "--from", there / "out.otio")["conform"]["offline"] == 0
