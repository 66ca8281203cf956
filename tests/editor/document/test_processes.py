"""Several processes, dead and alive, at one project."""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from editor.document import edits
from editor.document.folder import LOCK
from editor.document.lock import BELIEVED, ProjectLocked, owner_of
from editor.document.project import commit, create_project, open_project
from tests.editor.document.kills import ROOT, kill_creations, kill_edits, start
from tests.editor.document.made import frames, long_cut
from tests.editor.document.writer import MEDIA, SETTINGS, mark


def made(folder: Path) -> Path:
    create_project(folder, long_cut(5), SETTINGS, MEDIA).close()
    return folder


def test_killing_editors_at_random_moments_loses_at_most_the_edit_in_flight(tmp_path: Path) -> None:
    kill_edits(tmp_path / "p", 4, random.Random(2))


def test_killing_makers_at_random_moments_leaves_no_half_project(tmp_path: Path) -> None:
    kill_creations(tmp_path, 4, random.Random(3))


@pytest.mark.campaign
def test_a_hundred_kills(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    kill_edits(tmp_path / "p", 100, random.Random(4))
    kill_creations(tmp_path / "new", 100, random.Random(5))


def test_a_second_writer_is_told_who_and_since_when_and_can_still_read(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    holder = start("hold", folder)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "ready"
        with pytest.raises(ProjectLocked) as caught:
            open_project(folder, write=True)
        assert f"process {holder.pid}" in str(caught.value)
        assert "since 20" in str(caught.value)
        assert "can be read meanwhile" in str(caught.value)
        assert caught.value.exit_code == 1
        owner = owner_of(folder)
        assert owner is not None
        assert owner["pid"] == holder.pid
        assert open_project(folder).cut == long_cut(5)
        second = start("edit", folder, 1, 1)
        said, errors = second.communicate(timeout=30)
        assert (second.returncode, said) == (1, "")
        assert errors.count("\n") == 1
    finally:
        holder.kill()
        holder.communicate()
    # Its owner is dead, so nobody is barred, whatever the file says.
    assert owner_of(folder) is not None
    with open_project(folder, write=True):
        pass
    assert owner_of(folder) is None


def test_two_openings_of_one_process_are_two_writers(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    with open_project(folder, write=True), pytest.raises(ProjectLocked):
        open_project(folder, write=True)
    open_project(folder, write=True).close()


def signed(folder: Path, host: str, age: float) -> None:
    alive = datetime.now(UTC) - timedelta(seconds=age)
    owner = {
        "host": host,
        "pid": 1,
        "program": "workprint",
        "since": "2026-01-01",
        "alive": alive.isoformat(),
    }
    (folder / LOCK).write_text(json.dumps(owner))


def test_another_machines_writer_is_believed_for_a_while(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    signed(folder, "another-machine", 60)
    with pytest.raises(ProjectLocked, match="on another-machine"):
        open_project(folder, write=True)
    signed(folder, "another-machine", BELIEVED + 1)
    open_project(folder, write=True).close()


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"host": 3, "alive": []}', "[" * 4000])
def test_a_lock_file_that_says_nothing_bars_nobody(tmp_path: Path, text: str) -> None:
    folder = made(tmp_path / "p")
    (folder / LOCK).write_text(text)
    open_project(folder, write=True).close()


def test_an_edit_gives_a_sign_of_life(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    with open_project(folder, write=True) as project:
        assert project.lock is not None
        project.lock.renewed -= 3600
        before = owner_of(folder)
        (folder / LOCK).write_text("")
        commit(project, edits.trim_by(project.cut, "id-sh00002", head=frames(2)), "trim")
        owner = owner_of(folder)
        assert owner is not None
        assert before is not None
        assert owner["since"] == before["since"]


def test_undo_and_redo_reach_across_processes(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    with open_project(folder) as project:
        first = mark(project)
    editor = start("edit", folder, 7, 40)
    said, errors = editor.communicate(timeout=60)
    assert (editor.returncode, errors) == (0, "")
    kept = [line.split()[1] for line in said.splitlines() if line.startswith("kept")]
    assert mark(open_project(folder)) == kept[-1]
    undoer = start("undo", folder)
    said, errors = undoer.communicate(timeout=60)
    assert (undoer.returncode, errors) == (0, "")
    assert said.split()[-1] == first
    assert open_project(folder).cut == long_cut(5)


def test_a_reader_beside_a_busy_writer_always_sees_a_whole_cut(tmp_path: Path) -> None:
    folder = made(tmp_path / "p")
    editor = start("edit", folder, 8)
    try:
        assert editor.stdout is not None
        while editor.stdout.readline().strip() != "ready":
            pass
        seen = set()
        for _ in range(15):
            project = open_project(folder)
            assert not any("Another program" in note for note in project.notes)
            seen.add(project.revision)
        assert len(seen) > 1
    finally:
        editor.kill()
        editor.communicate()


READ_ONLY = """
import os, sys
from pathlib import Path
from editor.document.project import open_project, commit
from editor.document import edits
from nodes.api import WorkprintError
from tests.editor.document.made import frames
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with open_project(Path(sys.argv[1]), write=True) as project:
    print(len(project.notes), project.readonly)
    try:
        commit(project, edits.trim_by(project.cut, "id-sh00002", head=frames(2)), "trim")
    except WorkprintError as error:
        print(error.exit_code, error)
"""


def test_a_read_only_folder_opens_for_reading_and_its_writes_say_why() -> None:
    if os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    # Not in pytest's own folder: only its owner may enter that.
    parent = Path(tempfile.mkdtemp())
    try:
        parent.chmod(0o755)
        folder = made(parent / "p")
        for path in [folder, *folder.rglob("*")]:
            path.chmod(path.stat().st_mode & ~(stat.S_IWGRP | stat.S_IWOTH) | stat.S_IROTH)
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        done = subprocess.run(
            [sys.executable, "-B", "-c", READ_ONLY, str(folder)], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        first, second = done.stdout.splitlines()
        assert first == "1 there is no permission to write there"
        assert second.startswith(
            f"1 Keep the edit 'trim' in '{folder}': there is no permission to write there."
        )
        assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    finally:
        shutil.rmtree(parent)
