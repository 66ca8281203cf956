"""Bad input ends in one line: what, with what, why, what next. Never in a traceback, never in a hang."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.editor import show as made
from tests.editor.kit import done, in_a_process, refused, workprint

pytestmark = pytest.mark.usefixtures("one_engine")


HOLE = "frame.1010.png"
UNREADABLE = ("missing.mov", "empty.mov", "cut_off.mov", "text.mp4")


@pytest.fixture
def broken(media: Path, tmp_path: Path) -> Path:
    """Media that is damaged in every usual way, and a cut that uses all of it beside one whole clip."""
    folder = tmp_path / "broken"
    folder.mkdir()
    whole = (media / "shot.mp4").read_bytes()
    (folder / "empty.mov").write_bytes(b"")
    (folder / "cut_off.mov").write_bytes(whole[48:])
    (folder / "torn.mp4").write_bytes(whole[: len(whole) // 3])
    (folder / "text.mp4").write_text("this is a text file")
    (folder / "picture.mov").write_bytes((media / "still.png").read_bytes())
    (folder / "whole.mp4").write_bytes(whole)
    names = [*UNREADABLE, "whole.mp4"]
    clips = [made.clip(name, made.external(name), made.span(0, 10)) for name in names]
    made.write(folder / "broken.otio", made.timeline(made.track(*clips)))
    return folder


def test_a_cut_of_broken_media_becomes_a_project_that_says_which(broken: Path, tmp_path: Path) -> None:
    report = done("new", tmp_path / "p", "--from", broken / "broken.otio")["conform"]
    assert report["offline"] == 4
    rows = {row["name"]: row for row in report["rows"]}
    assert rows["whole.mp4"]["offline"] is False
    for name in UNREADABLE:
        assert rows[name]["offline"] and rows[name]["notes"], name
    assert "empty" in " ".join(rows["empty.mov"]["notes"])
    said = refused("render", tmp_path / "p", "-o", tmp_path / "x.mkv", code=1)
    assert "missing.mov" in said and "relink" in said.lower()
    assert done("render", tmp_path / "p", "--range", "40-49", "-o", tmp_path / "x.mkv")["frames"] == 10
    assert {clip["offline"] for clip in done("info", tmp_path / "p")["clips"]} == {True, False}
    assert "missing.mov" in workprint("take", tmp_path / "p", "missing.mov").err


@pytest.mark.parametrize("name", UNREADABLE)
def test_broken_media_is_refused_wherever_it_is_named(
    broken: Path, show: Path, tmp_path: Path, name: str
) -> None:
    for words in (
        ["info", broken / name],
        ["run", "color.grade", broken / name, "-o", tmp_path / "x.mkv"],
        ["edit", show, "insert", broken / name],
        ["edit", show, "replace", "shot", f"path={broken / name}"],
    ):
        said = refused(*words)
        assert name in said
    assert not (tmp_path / "x.mkv").exists()


def test_a_movie_that_breaks_off_is_read_as_far_as_it_goes(broken: Path, tmp_path: Path) -> None:
    node, torn, out = "color.grade", broken / "torn.mp4", tmp_path / "x.mkv"
    assert done("run", node, torn, "gain=0.5", "--range", "0-3", "-o", out)["frames"] == 4
    out.unlink()
    said = refused("run", node, torn, "gain=0.5", "-o", out)
    assert "torn.mp4" in said and "damaged or missing" in said
    assert not out.exists()


def test_media_is_judged_by_its_content_not_by_its_name(broken: Path) -> None:
    assert done("info", broken / "picture.mov")["media"]["kind"] == "still"


def test_media_that_vanishes_or_changes_later_is_noticed(show: Path, media: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.mkv"
    shutil.copy(media / "plate.mkv", own)
    done("edit", show, "relink", "plate", f"path={own}")
    done("shot", show, "plate", "--add", "color.grade", "gain=1.1")
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "1")
    os.utime(own, (1, 1))
    assert done("take", show, "plate")["takes"][0]["new"] is False, "another date is not another film"
    shutil.copy(media / "shot.mp4", own)
    failed = workprint("take", show, "plate", "--json")
    assert failed.code == 1
    assert "has changed since" in failed.json()["failed"][0]["why"]
    (plate,) = (clip for clip in done("info", show)["clips"] if clip["name"] == "plate")
    assert (plate["stale"], plate["stale_because"]) == (True, f"'{own}' has changed since")
    own.unlink()
    (plate,) = (clip for clip in done("info", show)["clips"] if clip["name"] == "plate")
    assert (plate["offline"], plate["stale"]) == (True, None)
    assert "not there any more" in workprint("take", show, "plate").err
    exported = done("export", show, "-o", tmp_path / "out.otio")
    assert any("cannot be told" in warning for warning in exported["warnings"])


def test_a_sequence_with_a_hole_names_it(media: Path, tmp_path: Path) -> None:
    folder = tmp_path / "holed"
    shutil.copytree(media, folder)
    (folder / HOLE).unlink()
    clip = made.clip("frames", made.sequence("./", "frame.", 1001), made.span(1003, 12))
    made.write(folder / "holed.otio", made.timeline(made.track(clip)))
    report = done("new", tmp_path / "p", "--from", folder / "holed.otio")["conform"]
    assert "missing" in " ".join(report["rows"][0]["notes"])
    said = refused("render", tmp_path / "p", "-o", tmp_path / "x.mkv")
    assert HOLE in said
    assert not (tmp_path / "x.mkv").exists()
    assert done("render", tmp_path / "p", "--range", "0-6", "-o", tmp_path / "x.mkv")["frames"] == 7


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"OTIO_SCHEMA": "Clip.2", "name": "a"}', "Clip"),
        ('{"OTIO_SCHEMA": "Track.1", "name": "a", "children": []}', "Track"),
        ('{"OTIO_SCHEMA": "SerializableCollection.1", "children": []}', "0 timelines"),
        ("[]", "a list stands where an object with a schema is needed"),
        ("{", "line 1, column 2"),
        ("", "empty"),
        ("TITLE: REEL 1\nFCM: NON-DROP FRAME\n", "an EDL"),
        ("<?xml version='1.0'?><xmeml version='5'/>", "Final Cut"),
        ("<fcpxml version='1.9'/>", "FCPXML"),
        ("PK\x03\x04rest", "zip"),
        ("[" * 10_000, "deep"),
    ],
)
def test_what_is_no_timeline_is_refused_by_name(tmp_path: Path, text: str, why: str) -> None:
    place = tmp_path / "cut.txt"
    place.write_text(text)
    for words in (
        ["new", tmp_path / "p", "--from", place],
        ["demo", "--from", place, "--out", tmp_path / "d"],
    ):
        said = refused(*words)
        assert why.lower() in said.lower(), said
    assert not (tmp_path / "p").exists()


def test_deep_nesting_loads_or_is_refused_and_never_hangs(tmp_path: Path) -> None:
    stack: dict[str, Any] = {"OTIO_SCHEMA": "Stack.1", "name": "innermost", "children": []}
    text = json.dumps(stack)
    for number in range(10_000):
        text = f'{{"OTIO_SCHEMA": "Stack.1", "name": "s{number}", "children": [{text}]}}'
    place = tmp_path / "deep.otio"
    place.write_text(f'{{"OTIO_SCHEMA": "Timeline.1", "name": "deep", "tracks": {text}}}')
    ran = workprint("info", place)
    assert ran.code in (0, 2)
    if ran.code == 0:
        done("new", tmp_path / "p", "--from", place)
        assert "nested stack" in refused("render", tmp_path / "p", "-o", tmp_path / "x.mkv", code=1)


@pytest.mark.parametrize(
    "rate", ["0", "-24", "nan", "inf", "1e400", "1e999999999", "24/0", "abc", "1001", "²⁴", ""]
)
def test_absurd_rates_are_refused(tmp_path: Path, rate: str) -> None:
    assert "rate" in refused("new", tmp_path / "p", f"--rate={rate}")
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("size", ["0x0", "1920", "x", "99999999x2", "-5x5", "²x2"])
def test_absurd_sizes_are_refused(tmp_path: Path, size: str) -> None:
    assert "size" in refused("new", tmp_path / "p", f"--size={size}")


def test_absurd_rates_in_a_timeline_are_told(media: Path, tmp_path: Path) -> None:
    for rate in (0.0, -24.0, 1e30):
        clip = made.clip("a", made.external(str(media / "shot.mp4")), made.span(0, 10, rate))
        place = made.write(tmp_path / "rate.otio", made.timeline(made.track(clip)))
        ran = workprint("new", tmp_path / f"p{rate}", "--from", place)
        assert ran.code in (0, 2)
        if ran.code == 0:
            ran = workprint("render", tmp_path / f"p{rate}", "-o", tmp_path / "x.mkv")
            assert ran.code in (0, 1, 2)


def test_windows_paths_are_mapped(media: Path, tmp_path: Path) -> None:
    clips = [
        made.clip("drive", made.external("P:\\show\\plate.mkv"), made.span(0, 5)),
        made.clip("url", made.external("file:///P:/show/plate.mkv"), made.span(0, 5)),
        made.clip("share", made.external("\\\\server\\vol\\shot.mp4"), made.span(0, 5)),
    ]
    place = made.write(tmp_path / "win.otio", made.timeline(made.track(*clips)))
    lost = done("new", tmp_path / "lost", "--from", place)["conform"]
    assert lost["offline"] == 3
    maps = ("--map", f"P:/show={media}", "--map", f"//server/vol={media}")
    assert done("new", tmp_path / "p", "--from", place, *maps)["conform"]["offline"] == 0
    assert "it is not OLD=NEW" in refused("new", tmp_path / "q", "--from", place, "--map", "P:")


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        ("[]", "graph"),
        ("{", "line 1, column 2"),
        ("", "line 1, column 1"),
        ("[" * 10_000, "nested deeper"),
        ('{"nodes": 5}', "nodes"),
        (
            '{"nodes": [{"id": "a", "type": "color.grade", "inputs": {"image": ["b", "out"]}},'
            ' {"id": "b", "type": "color.grade", "inputs": {"image": ["a", "out"]}}],'
            ' "outputs": {"out": ["a", "out"]}}',
            "circle",
        ),
        (
            '{"nodes": [{"id": "a", "type": "source.shot"}, {"id": "b", "type": "color.grade",'
            ' "params": {"gain": "red"}, "inputs": {"image": ["a", "out"]}}],'
            ' "outputs": {"out": ["b", "out"]}}',
            "b.gain",
        ),
        (
            '{"nodes": [{"id": "b", "type": "color.grade", "inputs": {"image": ["nobody", "out"]}}],'
            ' "outputs": {"out": ["b", "out"]}}',
            "nobody",
        ),
        ('{"nodes": [{"id": "b", "type": "color.grade"}], "outputs": {"out": ["b", "out"]}}', "b.image"),
        ('{"nodes": [{"id": "b", "type": "acme.lost"}], "outputs": {"out": ["b", "out"]}}', "acme.lost"),
    ],
)
def test_graphs_that_do_not_hold_together_name_node_and_port(
    show: Path, tmp_path: Path, graph: str, why: str
) -> None:
    place = tmp_path / "graph.json"
    data = json.loads(graph) if graph.startswith("{") and graph.endswith("}") else None
    place.write_text(json.dumps({"schema": 1, **data}) if data is not None else graph)
    said = refused("shot", show, "plate", "--graph", place)
    assert why in said, said
    assert done("info", show)["clips"][0]["graph"] is None, "nothing was kept"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--add", "color.grad"], "color.grade"),
        (["--add", "color.grade", "gian=2"], "gian"),
        (["--add", "color.grade", "gain=red"], "gain"),
        (["--add", "color.grade", "image=@nobody"], "nobody"),
        (["--add", "color.grade", "gain"], "gain"),
        (["--set", "nobody", "gain=2"], "nobody"),
        (["--remove", "nobody"], "nobody"),
        (["--remove", "source"], "nothing would be left"),
    ],
)
def test_changes_of_a_graph_that_cannot_be_made_are_refused(show: Path, words: list[str], why: str) -> None:
    assert why in refused("shot", show, "plate", *words)
    assert done("info", show)["clips"][0]["graph"] is None


def test_outputs_that_do_not_fit_are_refused_before_anything_is_rendered(
    show: Path, media: Path, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("mine")
    for words, why in [
        (["-o", tmp_path / "no" / "x.mkv"], "there is no folder"),
        (["-o", tmp_path / "full"], "not empty"),
        (["-o", tmp_path / "x.avi"], "'.avi'"),
        (["-o", tmp_path / "x.mp4", "--codec", "ffv1"], "ffv1 does not go into '.mp4'"),
        (["-o", tmp_path / "x.exr", "--codec", "h264"], "h264 does not go into '.exr'"),
        (["-o", tmp_path / "x.png"], "62 frames do not fit into one picture"),
        (["-o", tmp_path / "folder", "--codec", "h264"], "goes into a file"),
        (["-o", tmp_path / "full" / "a.txt" / "x.mkv"], "there is no folder"),
        (["-o", media / "plate.mkv"], "media which is read"),
        (["-o", tmp_path / "x.mkv", "--handles", "3"], "no handles"),
        (["-o", tmp_path / "x.mkv", "--handles", "-3", "--shot", "plate"], "handles make no sense"),
        (["-o", tmp_path / "x.mkv", "--shot", "plate", "--range", "60-70"], "is within it"),
        (["-o", tmp_path / ("n" * 300 + ".mkv")], "name too long"),
    ]:
        assert why in refused("render", show, *words)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["full", "show"]
    assert "own cut" in refused("export", show, "-o", show / "cut.otio")
    assert "'.edl' cannot be written" in refused("export", show, "-o", tmp_path / "x.edl")


def test_projects_that_are_none_are_refused(media: Path, show: Path, tmp_path: Path) -> None:
    assert "no such folder" in refused("take", tmp_path / "nothing", "--all")
    assert "not a project" in refused("take", tmp_path, "--all")
    assert "it is a file" in refused("take", media / "plate.mkv", "--all")
    assert "not empty" in refused("new", show)
    assert "there is no folder" in refused("new", tmp_path / "a" / "b")
    assert "file of that name" in refused("new", media / "plate.mkv")
    (show / "project.json").write_text('{"schema": 1}')
    assert "project.json" in refused("info", show)


def test_counts_and_seeds_that_make_no_sense_are_refused(show: Path) -> None:
    done("shot", show, "plate", "--add", "color.grade")
    for words, why in [
        (["plate", "--count", "0"], "no number of takes"),
        (["plate", "--seed", "-1"], "no seed"),
        (["plate", "--seed", str(2**63)], "no seed"),
        (["plate", "--handles", "-1"], "handles make no sense"),
        ([], "no shot is named"),
        (["plate", "--all"], "both --all and shots"),
    ]:
        assert why in refused("take", show, *words)
    assert "it has none" in workprint("take", show, "shot").err


def test_edits_that_cannot_be_made_change_nothing(show: Path, media: Path) -> None:
    before = done("info", show)["clips"]
    for words, why in [
        (["frobnicate"], "there is no such edit"),
        (["trim"], "no clip is named"),
        (["trim", "plate"], "nothing says how"),
        (["trim", "plate", "head=x"], "head=x"),
        (["trim", "plate", "head=1", "head=2"], "given twice"),
        (["trim", "plate", "shot", "head=2"], "are both given"),
        (["trim", "plate", "haed=2"], "no setting 'haed'"),
        (["trim", "plate", "head=400"], "nothing"),
        (["trim", "plate", "head=-30"], "plate"),
        (["trim", "plate", "source=0-900"], "the media"),
        (["split", "plate", "at=0"], "not inside it"),
        (["split", "plate", "at=x"], "is no frame and no timecode"),
        (["split", "plate"], "'at' is not given"),
        (["lift", "nobody"], "nobody"),
        (["insert", media / "plate.mkv", "track=V9"], "V9"),
        (["insert", media / "plate.mkv", "at=-4"], "before the cut"),
        (["relink", "plate"], "'path' is not given"),
        (["undo", "plate"], "Name no clip"),
    ]:
        assert why in refused("edit", show, *words), words
    assert done("info", show)["clips"] == before


def test_an_unknown_colour_configuration_is_refused(tmp_path: Path) -> None:
    ran = in_a_process("new", tmp_path / "p", "--quiet", OCIO=str(tmp_path / "lost.ocio"))
    assert ran.code == 2
    assert "lost.ocio" in ran.err
    assert not (tmp_path / "p").exists()


def test_nothing_was_taken_for_a_fault_of_ours(user_home: Path, tmp_path: Path) -> None:
    refused("info", tmp_path / ("x" * 300))
    refused("info", tmp_path / "\udcff")
    refused("new", tmp_path / ("p" * 300))
    assert not (user_home / ".cache" / "workprint" / "faults").exists()
