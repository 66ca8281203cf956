"""Takes: made once, told apart by what decides their pixels, circled, stale when the shot has moved on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor import open_project
from editor.document.project import undo
from editor.engine import start_engine
from editor.verbs import cache, edit, export, info, render, shot, take, takes
from nodes.api import Cancelled, Failed
from nodes.engine.client import Engine
from tests.editor.kit import Planes, done, in_a_process, pictures, refused, same, workprint

SEEDED = '''
from collections.abc import Iterator

import numpy as np

from nodes.api import Frame, Seed, Stream, node


@node("test.noise")
def noise(image: Frame, seed: Seed) -> Frame:
    """Add noise that the seed decides."""
    made = np.random.default_rng(seed).normal(0, 0.05, image.rgb.shape).astype(np.float32)
    return image.with_rgb(image.rgb + made)


@node("test.before")
def before(image: Stream[Frame]) -> Iterator[Frame]:
    """Mix each picture with those before."""
    held = None
    for frame in image:
        held = frame.rgb if held is None else (held + frame.rgb) / 2
        yield frame.with_rgb(held)
'''


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine that also knows a node with a seed and one with a memory."""
    place = tmp_path / "seeded.py"
    place.write_text(SEEDED)
    with start_engine(nodes=[place]) as running:
        yield running


def files_of(project: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in (project / "takes").rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


def graded(project: Path, name: str = "plate", **grade: object) -> None:
    done("shot", project, name, "--add", "color.grade", *(f"{key}={value}" for key, value in grade.items()))


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


def test_a_take_with_a_memory_is_not_stale_for_being_longer_than_the_clip(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.before"]], engine=engine).project
        take(project, ["plate"], engine=engine)
        project = takes(project, "plate", circle="1").project
        (plate,) = (
            clip for clip in info(project, engine=engine).document["clips"] if clip["name"] == "plate"
        )
        assert plate["stale"] is False


def plate_of(project: Path) -> dict[str, object]:
    (found,) = (clip for clip in done("info", project)["clips"] if clip["name"] == "plate")
    return dict(found)


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
    done("edit", show, "trim", "plate", "head=3", "tail=-4", "ripple=yes")
    assert plate_of(show)["stale"] is False
    assert done("render", show, "--range", "0-20", "-o", tmp_path / "a.mkv")["frames"] == 21
    done("edit", show, "trim", "plate", "tail=-3", "ripple=yes")
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
    assert "go together" in refused("takes", show, "plate", "--compare", "source", "1")
    assert "the shot's takes are: t001" in refused("takes", show, "plate", "--compare", "1", "4", "-o", place)


def plate_media(project: Path) -> str:
    data = json.loads((project / "project.json").read_text())
    (path,) = (
        e["ref"]["path"] for e in data["media"].values() if e["ref"].get("path", "").endswith("plate.mkv")
    )
    return str(path)


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


def test_several_shots_are_made_even_where_one_fails(show: Path, media: Path) -> None:
    graded(show, "plate", gain=1.3)
    graded(show, "shot", gain=1.2)
    graded(show, "frames", gain=1.1)
    data = json.loads((show / "project.json").read_text())
    for entry in data["media"].values():
        if entry["ref"].get("path", "").endswith("shot.mp4"):
            entry["ref"]["path"] = str(media / "lost.mp4")
    (show / "project.json").write_text(json.dumps(data))
    ran = workprint("take", show, "--all", "--json")
    assert ran.code == 1
    assert [each["shot"] for each in ran.json()["takes"]] == ["plate", "frames"]
    assert [each["shot"] for each in ran.json()["failed"]] == ["shot"]


def test_what_was_finished_before_a_cancel_is_kept_and_told(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.noise"]], engine=engine).project
        finished, stopped = threading.Event(), threading.Event()

        def progress(done: int, total: int, what: str) -> None:
            if finished.is_set() and not stopped.is_set():
                stopped.set()
                os.kill(os.getpid(), signal.SIGINT)
            if done == total:
                finished.set()

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
