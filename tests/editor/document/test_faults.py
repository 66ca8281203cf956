"""Saving while the disk refuses, runs full, or loses its power."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editor.document import edits
from editor.document import keep as keeping
from editor.document.atomic import SaveFailed
from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.opened import Project
from editor.document.project import commit, commit_settings, create_project, open_project, undo
from editor.document.settings import Settings
from nodes.api import WorkprintError
from tests.editor.document.faults import FaultyDisk, LosingDisk, PowerCut
from tests.editor.document.made import RATE, frames, long_cut

SETTINGS = Settings(RATE, 640, 360)


def state(project: Project) -> str:
    return digest(encoded(project.cut))


def opened_state(folder: Path) -> str:
    with open_project(folder, write=True) as project:
        assert not project.readonly
        assert digest(project.cut_path.read_bytes()) == state(project)
        return state(project)


def trim(project: Project) -> Project:
    return commit(project, edits.trim_by(project.cut, "id-sh00002", head=frames(2)), "trim")


def lift(project: Project) -> Project:
    return commit(project, edits.lift(project.cut, "id-sh00001"), "lift")


def lift_another(project: Project) -> Project:
    return commit(project, edits.lift(project.cut, "id-sh00004"), "lift")


def journal_only(project: Project) -> Project:
    return commit(project, edits.trim_by(project.cut, "id-sh00000", tail=frames(2)), "trim", write=False)


@pytest.mark.parametrize("sticky", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("change", [trim, journal_only, undo])
def test_at_every_failing_call_of_a_change_the_old_or_the_new_document_opens(
    tmp_path: Path, change: Callable[[Project], Project], sticky: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SNAPSHOT_RECORDS", 2)
    first = tmp_path / "first"
    with create_project(first, long_cut(5), SETTINGS) as project:
        old = state(lift(project))
    with open_project(shutil.copytree(first, tmp_path / "wanted"), write=True) as project:
        new = state(change(project))
    assert new != old
    for number in range(1, 200):
        folder = shutil.copytree(first, tmp_path / f"p{number}")
        faulty = FaultyDisk(number, errno.ENOSPC, sticky=sticky)
        try:
            with open_project(folder, write=True, disk=faulty.disk) as project:
                after = change(project)
                assert state(after) == new
        except SaveFailed as error:
            found = opened_state(folder)
            assert found in ((old, new) if error.landed else (old,)), faulty.calls
            assert error.hint
        else:
            assert opened_state(folder) == new, faulty.calls
        with open_project(folder, write=True) as project:
            assert state(lift_another(project)) != state(project), "the project can be worked on"
        if not faulty.struck:
            break
    assert number > (4 if change is journal_only else 8)


def test_a_change_can_be_made_again_after_the_disk_has_room(tmp_path: Path) -> None:
    with create_project(tmp_path / "p", long_cut(5), SETTINGS) as project:
        for number in range(1, 12):
            faulty = FaultyDisk(number, errno.ENOSPC)
            before = state(project)
            try:
                trim(replace(project, disk=faulty.disk))
            except SaveFailed as error:
                if error.landed:
                    break
                assert state(project) == before
        else:
            pytest.fail("the folder's flush never failed")
    with open_project(tmp_path / "p", write=True) as project:
        assert len(project.history.done) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_at_every_failing_call_of_a_creation_there_is_a_whole_project_or_none(
    tmp_path: Path, code: int
) -> None:
    for number in range(1, 200):
        folder = tmp_path / f"p{number}"
        faulty = FaultyDisk(number, code)
        try:
            create_project(folder, long_cut(3), SETTINGS, disk=faulty.disk).close()
        except SaveFailed as error:
            assert folder.exists() == error.landed
        if folder.exists():
            opened_state(folder)
        assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
        if not faulty.struck:
            break
    assert number > 20


def test_a_settings_change_fails_whole(tmp_path: Path) -> None:
    create_project(tmp_path / "p", long_cut(3), SETTINGS).close()
    for number in range(1, 20):
        faulty = FaultyDisk(number, errno.EIO)
        with open_project(tmp_path / "p", write=True, disk=faulty.disk) as project:
            handles = project.settings.handles
            try:
                commit_settings(project, replace(project.settings, handles=handles + 1))
                expected = handles + 1
            except SaveFailed as error:
                expected = handles + error.landed
        assert open_project(tmp_path / "p").settings.handles == expected
        if not faulty.struck:
            break
    assert number > 5


def test_recovery_that_cannot_be_written_leaves_the_project_open_for_reading(tmp_path: Path) -> None:
    with create_project(tmp_path / "p", long_cut(5), SETTINGS) as project:
        wanted = state(journal_only(project))
    with open_project(
        tmp_path / "p", write=True, disk=FaultyDisk(1, errno.ENOSPC, sticky=True).disk
    ) as project:
        assert state(project) == wanted
        assert project.readonly == "the disk is full"
        with pytest.raises(SaveFailed, match="the disk is full"):
            trim(project)
    assert opened_state(tmp_path / "p") == wanted


@pytest.mark.parametrize("seed", range(40))
def test_a_power_cut_at_any_call_with_any_unflushed_bytes_lost_keeps_what_was_kept(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SNAPSHOT_RECORDS", 2)
    chance = random.Random(seed)
    folder = tmp_path / "p"
    with create_project(folder, long_cut(3), SETTINGS) as project:
        states = [state(project)]
    losing = LosingDisk(folder, chance.randint(1, 60))
    kept = 0
    with open_project(folder, write=True, disk=losing.disk) as project:
        try:
            for number in range(3):
                cut = edits.lift(project.cut, f"id-sh0000{number}")
                states.append(digest(encoded(cut)))
                project = commit(project, cut, "lift", write=chance.random() < 0.7)
                kept = number + 1
        except PowerCut:
            pass
    losing.settle(lambda: chance.random() < 0.5)
    assert opened_state(folder) in states[kept : kept + 2]


# ---------------------------------------------------------------------------------------- full disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk up to some bytes."""
    path = disk / "filler"
    with open(path, "wb", buffering=0) as file:
        while True:
            try:
                if not file.write(b"\0" * 4096):
                    break
            except OSError:
                break
        file.truncate(max(0, file.tell() - leave))
    return path


@pytest.mark.parametrize("leave", [0, 4096, 8192, 16384, 32768, 65536])
def test_an_edit_on_a_full_disk_changes_nothing_and_works_again_with_room(
    small_disk: Path, leave: int
) -> None:
    with create_project(small_disk / "p", long_cut(10), SETTINGS) as project:
        old = state(project)
        filler = fill(small_disk, leave)
        try:
            project = trim(project)
        except SaveFailed as error:
            assert "the disk is full" in str(error)
            assert digest(project.cut_path.read_bytes()) == old
        else:
            assert leave >= 32768
        assert state(open_project(small_disk / "p")) == state(project)
        filler.unlink()
        wanted = state(lift(project))
    assert opened_state(small_disk / "p") == wanted


def test_a_new_project_on_a_full_disk_leaves_nothing(small_disk: Path) -> None:
    fill(small_disk, 4096)
    with pytest.raises(SaveFailed, match="the disk is full"):
        create_project(small_disk / "p", long_cut(40), SETTINGS)
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_every_failure_is_one_of_ours(tmp_path: Path) -> None:
    assert issubclass(SaveFailed, WorkprintError)
    assert SaveFailed.exit_code == 1
