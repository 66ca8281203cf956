"""What scripts rely on: one JSON document, exit codes, one-line messages, words wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.editor.kit import done, in_a_process, refused, workprint

pytestmark = pytest.mark.usefixtures("one_engine")


def test_every_command_prints_one_json_document_that_says_the_same(show: Path, tmp_path: Path) -> None:
    shot = done("shot", show, "plate", "--add", "color.grade", "gain=1.2")
    assert (shot["shot"]["name"], shot["changed"]) == ("plate", True)
    assert [node["type"] for node in shot["graph"]["nodes"]] == ["source.shot", "color.grade"]
    made = done("take", show, "plate")
    assert [(each["shot"], each["take"], each["new"], each["frames"]) for each in made["takes"]] == [
        ("plate", "t001", True, 28)
    ]
    assert made["failed"] == []
    circled = done("takes", show, "plate", "--circle", "t001")
    assert circled["shots"][0]["circled"] == "t001"
    info = done("info", show)
    assert info["kind"] == "project"
    (plate,) = (clip for clip in info["clips"] if clip["name"] == "plate")
    assert (plate["circled"], plate["stale"], plate["takes"], plate["offline"]) == ("t001", False, 1, False)
    trimmed = done("edit", show, "trim", "shot", "tail=2")
    assert (trimmed["edit"], trimmed["changed"]) == ("trim", True)
    rendered = done("render", show, "-o", tmp_path / "cut.mkv")
    assert (rendered["frames"], rendered["output"]) == (info["frames"], str(tmp_path / "cut.mkv"))
    exported = done("export", show, "-o", tmp_path / "out.otio")
    assert (exported["clips"], exported["takes"], exported["warnings"]) == (4, 1, [])
    cache = done("cache", show, "--prune")
    assert cache["takes"]["files"] == 5
    assert cache["results"] == {"files": 0, "bytes": 0}


def test_what_needs_no_project_is_told_as_json_too(media: Path, tmp_path: Path) -> None:
    ids = {node["id"] for node in done("nodes")["nodes"]}
    assert {"source.shot", "source.media", "color.grade"} <= ids
    grade = done("nodes", "color.grade")
    assert {param["name"] for param in grade["params"]} >= {"lift", "gamma", "gain", "offset"}
    assert in_a_process("doctor", "--json").json()["ok"] is True
    ran = done("run", "color.grade", media / "still.png", "-o", tmp_path / "out.png", "gain=0.5")
    assert ran["frames"] == 1
    empty = done("new", tmp_path / "empty", "--size", "64x36", "--rate", "25")
    assert (empty["settings"]["width"], empty["settings"]["rate"]) == (64, "25")
    assert empty["conform"] is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plate.mkv", "movie"),
        ("shot.mp4", "movie"),
        ("still.png", "still"),
        ("frame.%04d.png", "sequence"),
        ("light.####.exr", "sequence"),
        ("tone.wav", "sound"),
    ],
)
def test_info_tells_of_media_of_every_kind(media: Path, name: str, kind: str) -> None:
    told = done("info", media / name)
    assert told["kind"] == "media"
    assert told["media"]["kind"] == kind
    assert len(told["fingerprint"]) == 64


def test_info_tells_of_a_cut_and_of_a_folder_of_pictures(media: Path, tmp_path: Path) -> None:
    told = done("info", media / "show.otio")
    assert (told["kind"], told["frames"], len(told["clips"])) == ("cut", 62, 4)
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in (7, 8, 10):
        (folder / f"a.{number}.png").write_bytes((media / "still.png").read_bytes())
    sequence = done("info", folder)["media"]
    assert (sequence["frame_count"], sequence["missing"]) == (4, [2])


def test_text_is_for_people_and_progress_goes_to_standard_error(show: Path, tmp_path: Path) -> None:
    ran = workprint("render", show, "-o", tmp_path / "cut.mkv")
    assert ran.out.count("\n") == 1
    assert "62 frames, ffv1 yuv420p" in ran.out
    assert "rendering 'show': 62/62" in ran.err
    quiet = workprint("render", show, "-o", tmp_path / "cut.mkv", "--quiet")
    assert quiet.err == ""
    text = workprint("info", show).out
    assert "01:00:00:00  01:00:00:19  V1     plate" in text


def test_words_may_stand_before_between_and_after_options(show: Path) -> None:
    done("shot", show, "plate", "--add", "color.grade", "gain=1.2")
    one = done("take", "--quiet", show, "--handles", 0, "plate")
    other = done("take", show, "plate", "--handles", 0)
    assert [each["take"] for each in one["takes"]] == [each["take"] for each in other["takes"]]
    assert done("takes", show, "--circle", "1", "plate")["shots"][0]["circled"] == "t001"
    assert done("edit", show, "trim", "--quiet", "shot", "head=1")["changed"] is True


def test_a_line_that_cannot_be_read_says_what_and_where_help_is(tmp_path: Path) -> None:
    for words, part in [
        (["tkae", "x"], "invalid choice: 'tkae'"),
        (["take"], "the following arguments are required: PROJECT"),
        (["take", tmp_path, "a", "--rough"], "it does not know '--rough'"),
        (["export", tmp_path, "-o", "x.otio", "--for", "resolve"], "it does not know '--for'"),
        (["render", tmp_path], "-o/--output"),
        (["take", tmp_path, "a", "--count", "many"], "invalid int value: 'many'"),
        (["render", tmp_path, "-o", "x.mkv", "--codec", "cinepak"], "invalid choice: 'cinepak'"),
        (["takes", tmp_path, "--pru"], "it does not know '--pru'"),
    ]:
        said = refused(*words)
        assert part in said and "--help" in said, said
    ran = workprint("take", tmp_path, "a", "--rough", "--json")
    assert ran.code == 2
    assert ran.json()["error"] == "UsageError"


def test_an_error_is_a_json_document_as_well(tmp_path: Path) -> None:
    ran = workprint("info", tmp_path / "nothing.otio", "--json")
    assert ran.code == 2
    told = ran.json()
    assert told["exit_code"] == 2
    assert set(told) >= {"error", "attempted", "why", "hint"}
    assert str(tmp_path / "nothing.otio") in told["attempted"]


def test_an_unknown_shot_is_met_with_close_ones(show: Path) -> None:
    said = refused("take", show, "plaet")
    assert "Find the shot 'plaet'" in said and "'plate'" in said


def test_a_name_borne_twice_lists_the_ids(show: Path) -> None:
    split = done("edit", show, "split", "shot", "at=30")
    second = split["said"].rpartition(" ")[2].rstrip(".")
    said = refused("edit", show, "trim", "shot", "head=1")
    assert "2 clips bear that name" in said and second in said
    assert done("edit", show, "trim", second, "head=1")["changed"] is True


@pytest.mark.parametrize(
    ("said", "frames"), [("6-11", 6), ("0-0", 1), ("01:00:00:06-01:00:00:11", 6), ("61-61", 1)]
)
def test_ranges_are_inclusive_frames_or_timecodes(show: Path, tmp_path: Path, said: str, frames: int) -> None:
    assert done("render", show, "--range", said, "-o", tmp_path / "part.mkv")["frames"] == frames


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("11-6", "ends before it begins"),
        ("7", "is no range"),
        ("-", "is no range"),
        ("60-62", "not all within it"),
        ("-3-5", "not all within it"),
        ("a-b", "is no frame and no timecode"),
        ("00:00:99:00-01:00:00:11", "99 seconds is too much"),
        ("²-³", "is no frame and no timecode"),
    ],
)
def test_ranges_that_make_no_sense_are_refused(show: Path, tmp_path: Path, said: str, why: str) -> None:
    assert why in refused("render", show, f"--range={said}", "-o", tmp_path / "part.mkv")
    assert not (tmp_path / "part.mkv").exists()


def test_the_shot_of_a_render_counts_as_its_media_is_numbered(show: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    written = done("render", show, "--shot", "frames", "--range", "1005-1007", "-o", f"{folder}/")
    assert written["frames"] == 3
    assert sorted(path.name for path in folder.iterdir()) == ["1005.png", "1006.png", "1007.png"]
    with_handles = done("render", show, "--shot", "plate", "--handles", 3, "-o", tmp_path / "plate.mkv")
    assert with_handles["frames"] == 26
    assert done("info", tmp_path / "plate.mkv")["media"]["timecode"] == "01:00:00:07"


def test_edits_are_undone_and_redone_by_later_runs(show: Path) -> None:
    before = done("info", show)
    done("edit", show, "trim", "plate", "head=3")
    done("edit", show, "lift", "shot")
    after = done("info", show)
    assert "Took back 'lift'" in done("edit", show, "undo")["said"]
    assert "Took back 'trim'" in done("edit", show, "undo")["said"]
    assert done("info", show)["clips"] == before["clips"]
    done("edit", show, "redo")
    done("edit", show, "redo")
    assert done("info", show)["clips"] == after["clips"]
    assert "nothing" in refused("edit", show, "redo").lower()


def test_the_cut_can_be_grown_from_nothing(media: Path, tmp_path: Path) -> None:
    project = tmp_path / "grown"
    done("new", project, "--size", "160x96", "--rate", "24")
    done("edit", project, "insert", media / "plate.mkv", "source=5-14", "name=first")
    done("edit", project, "insert", media / "frame.%04d.png", "source=1003-1006", "at=10")
    done("edit", project, "insert", media / "tone.wav")
    done("edit", project, "insert", media / "still.png", "at=4", "name=flash", "source=0-1")
    info = done("info", project)
    assert [clip["name"] for clip in info["clips"]].count("first") == 2, "the still went in between"
    assert done("render", project, "-o", tmp_path / "grown.mkv", "--range", "0-15")["frames"] == 16


def test_media_is_replaced_and_relinked(show: Path, media: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.mkv"
    moved.write_bytes((media / "plate.mkv").read_bytes())
    done("edit", show, "relink", "plate", f"path={moved}")
    assert {clip["media"] for clip in done("info", show)["clips"] if clip["name"] == "plate"} == {
        "elsewhere.mkv"
    }
    done("edit", show, "replace", "plate", f"path={media / 'shot.mp4'}", "start=7")
    info = done("info", show)
    (plate,) = (clip for clip in info["clips"] if clip["name"] == "plate")
    assert plate["media"] == "shot.mp4"
    said = refused("edit", show, "relink", "plate", f"path={media / 'tone.wav'}")
    assert "sound but no picture" in said


def test_a_second_writer_is_told_who_has_the_project(show: Path) -> None:
    from editor.document.project import open_project

    with open_project(show, write=True):
        said = refused("edit", show, "lift", "shot", code=1)
        assert "Open the project" in said
        assert done("info", show)["kind"] == "project", "reading is free"
        assert workprint("shot", show, "plate", "--show").code == 0
    assert done("edit", show, "lift", "shot")["changed"] is True


def test_json_survives_names_that_are_no_text(media: Path, tmp_path: Path) -> None:
    odd = tmp_path / "n\udcff\u00e9.mkv"
    odd.write_bytes((media / "plate.mkv").read_bytes())
    ran = in_a_process("info", odd, "--json", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["media"]["ref"]["path"] == str(odd)
    assert in_a_process("info", odd, PYTHONIOENCODING="ascii").code == 0
