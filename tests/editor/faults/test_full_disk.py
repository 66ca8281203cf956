"""A disk that is full at each place where something is written: a message, nothing lost, then it works."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from editor.takes.store import takes_of
from tests.campaigns.state import state_of
from tests.campaigns.whole import faults_of, is_whole_cut, is_whole_movie, is_whole_sequence
from tests.support.commands import Ran, run_command, told
from tests.support.disks import PAGE, SmallDisk, small_disk

pytestmark = pytest.mark.slow

FULL = ("the disk is full", "No space left")


@pytest.fixture
def disk(sample: Any, tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk with the sample's project on it."""
    with small_disk(tmp_path / "disk", 24 << 20) as disk:
        shutil.copytree(sample.project, disk.path / "project")
        yield disk


def refused(ran: Ran, disk: SmallDisk) -> None:
    """Check that a command told of the full disk, where, and what to do."""
    told(ran, 1, str(disk.path))
    message = next(line for line in ran.err.splitlines() if line.startswith("workprint: "))
    assert any(word in message for word in FULL), message
    assert "pace" in message.rpartition(": ")[2], f"it does not say what to do: {message}"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def measured(disk: SmallDisk, *words: object) -> int:
    """Return how many bytes a command writes that is then undone by putting the project back."""
    copy = disk.path.parent / "kept"
    shutil.copytree(disk.path / "project", copy)
    before = disk.room()
    done = run_command(*words)
    assert done.code == 0, done.err
    spent = before - disk.room()
    for path in disk.path.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.move(copy, disk.path / "project")
    return spent


def test_an_edit_on_a_full_disk_is_not_half_made(disk: SmallDisk) -> None:
    project = disk.path / "project"
    before, faults = state_of(project), 0
    for pages in range(12):
        disk.fill(pages * PAGE)
        ran = run_command("edit", project, "trim", "sh030", "tail=5")
        if ran.code == 0:
            break
        refused(ran, disk)
        faults += 1
        after = state_of(project)
        assert after is not None and before is not None
        assert (after.cut, after.edits) == (before.cut, before.edits)
    assert faults >= 2
    after = state_of(project)
    assert before is not None and after is not None
    assert len(after.edits) == len(before.edits) + 1


@pytest.mark.parametrize(
    "words", [("shot", "sh010", "--set", "grade", "gain=2"), ("takes", "sh010", "--star", "t001")]
)
def test_other_edits_on_a_full_disk_neither(disk: SmallDisk, words: tuple[str, ...]) -> None:
    command, project = (words[0], disk.path / "project", *words[1:]), disk.path / "project"
    before = state_of(project)
    disk.fill(0)
    refused(run_command(*command), disk)
    assert state_of(project) == before
    disk.free()
    assert run_command(*command).code == 0
    assert state_of(project) != before


def test_new_media_on_a_full_disk_changes_nothing(disk: SmallDisk, sample: Any) -> None:
    project = disk.path / "project"
    command = ("edit", project, "insert", sample.cut.parent / "music.wav", "track=A1", "name=more")
    kept, before = (project / "project.json").read_bytes(), state_of(project)
    disk.fill(0)
    refused(run_command(*command), disk)
    assert ((project / "project.json").read_bytes(), state_of(project)) == (kept, before)
    disk.free()
    assert run_command(*command).code == 0


@pytest.mark.slow
def test_a_project_that_does_not_fit_is_not_made(disk: SmallDisk, sample: Any) -> None:
    place = disk.path / "made"
    spent = measured(disk, "new", place, "--from", sample.cut)
    for leave in (0, spent // 2, spent - PAGE):
        disk.fill(leave)
        refused(run_command("new", place, "--from", sample.cut), disk)
        assert names(disk.path) <= {"project", "filler"}
    disk.free()
    assert run_command("new", place, "--from", sample.cut).code == 0


@pytest.mark.parametrize(
    "lacking", [(1000, 2), pytest.param((1000, 100, 20, 8, 4, 3, 2, 1), marks=pytest.mark.slow)]
)
def test_a_take_that_does_not_fit_is_not_listed(disk: SmallDisk, lacking: tuple[int, ...]) -> None:
    project = disk.path / "project"
    spent = measured(disk, "take", project, "sh020")
    written = set()
    for leave in (max(0, spent - pages * PAGE) for pages in lacking):
        disk.fill(leave)
        ran = run_command("take", project, "sh020", "--json")
        failed = ran.document["failed"][0] if ran.code else {}
        if not failed:
            break
        assert ran.code == 1
        assert any(word in failed["why"] for word in FULL), failed
        assert "pace" in failed["hint"], failed
        written.add(Path(failed["attempted"].split("'")[1]).name)
        assert names(project / "takes") <= {"sh010", "sh020"}
        assert not (project / "takes" / "sh020").exists() or not names(project / "takes" / "sh020")
    disk.free()
    assert written & {"take.mkv", "proxy.mov"}, written
    assert len(written) > 1, written
    assert run_command("take", project, "sh020").code == 0
    (take,) = takes_of(project, "sh020")
    assert not faults_of(take)


def test_results_that_do_not_fit_end_the_take_and_are_kept_as_far_as_they_went(disk: SmallDisk) -> None:
    project = disk.path / "project"
    graph = json.loads(run_command("shot", project, "sh020", "--show", "--json").out)["graph"]
    for node in graph["nodes"] if isinstance(graph["nodes"], list) else graph["nodes"].values():
        if node["type"] == "color.grade":
            node["keep"] = True
    (disk.path / "graph.json").write_text(json.dumps(graph))
    assert run_command("shot", project, "sh020", "--graph", disk.path / "graph.json").code == 0
    disk.fill(2 << 20)
    ran = run_command("take", project, "sh020")
    assert ran.code == 1
    assert "No space left" in ran.err
    assert str(project / "results") in ran.err
    assert not takes_of(project, "sh020")
    kept = sorted((project / "results").rglob("*.frame"))
    assert kept
    disk.free()
    assert run_command("take", project, "sh020").code == 0
    assert set(kept) <= set((project / "results").rglob("*.frame"))
    assert not list((project / "results").rglob(".*"))


def _movie(path: Path) -> bool:
    return is_whole_movie(path, 48, sound=True)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("out.otio", is_whole_cut),
        ("out.mp4", _movie),
        pytest.param("out.mkv", _movie, marks=pytest.mark.slow),
        pytest.param("pictures", lambda path: is_whole_sequence(path, 48), marks=pytest.mark.slow),
    ],
)
def test_what_is_written_elsewhere_is_whole_or_as_it_was(
    disk: SmallDisk, name: str, whole: Callable[[Path], bool]
) -> None:
    place = disk.path / name
    render = ("render", disk.path / "project", "--range", "0-47", "-o", place)
    command = ("export", disk.path / "project", "-o", place) if name == "out.otio" else render
    spent = measured(disk, *command)
    if "." in name:
        place.write_bytes(b"an older one")
    for leave in sorted({spent // 2, max(0, spent - PAGE)}):
        disk.fill(leave)
        refused(run_command(*command), disk)
        assert names(disk.path) == {"project", "filler"} | ({name} if "." in name else set())
        assert "." not in name or place.read_bytes() == b"an older one"
    disk.free()
    assert run_command(*command).code == 0
    assert whole(place)


def test_a_full_cache_is_told(tmp_path: Path, project: Path) -> None:
    with small_disk(tmp_path / "cache", 1 << 20, files=4) as disk:
        env = {"XDG_CACHE_HOME": str(disk.path)}
        refused(run_command("take", project, "sh020", env=env), disk)
        assert not takes_of(project, "sh020")
