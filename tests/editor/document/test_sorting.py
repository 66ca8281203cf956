"""Bins as edits: undone and redone with the others, kept through crashes, failing disks, older projects."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from editor.document import edits
from editor.document import keep as keeping
from editor.document.atomic import SaveFailed
from editor.document.bins import put_in, renamed_bin, unlisted, with_bin
from editor.document.folder import JOURNAL, PROJECT
from editor.document.opened import Project, edits_made
from editor.document.project import commit, commit_settings, create_project, open_project, redo, undo
from tests.editor.document.faults import FaultyDisk
from tests.editor.document.made import long_cut
from tests.editor.document.writer import MEDIA, SETTINGS, mark


def made(folder: Path) -> Project:
    return create_project(folder, long_cut(5), SETTINGS, MEDIA)


def lifted(project: Project, number: int) -> Project:
    return commit(project, edits.lift(project.cut, f"id-sh{number:05d}"), "lift")


def sorted_in(project: Project, key: str, bin: str) -> Project:
    return commit(project, project.cut, "move media", {"name": key}, facts=put_in(project.facts, [key], bin))


def bins_of(project: Project) -> dict[str, str]:
    return {key: entry.bin for key, entry in project.media.items() if entry.bin}


def test_bins_are_undone_and_redone_in_turn_with_edits_of_the_cut(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        states = [mark(project)]
        project = sorted_in(project, "a", "Day 1")
        states.append(mark(project))
        project = lifted(project, 1)
        states.append(mark(project))
        project = sorted_in(project, "b", "Day 1/Selects")
        states.append(mark(project))
        facts = renamed_bin(project.facts, "Day 1", "Monday")
        project = commit(project, project.cut, "rename bin", facts=facts)
        states.append(mark(project))
        project = lifted(project, 2)
        states.append(mark(project))
        assert bins_of(project) == {"a": "Monday", "b": "Monday/Selects"}
        done, _ = edits_made(project)
        assert [each["verb"] for each in done] == ["move media", "lift", "move media", "rename bin", "lift"]
        for state in reversed(states[:-1]):
            project = undo(project)
            assert mark(project) == state
    with open_project(tmp_path / "p", write=True) as project:
        assert mark(project) == states[0]
        for state in states[1:]:
            project = redo(project)
            assert mark(project) == state
    assert mark(open_project(tmp_path / "p")) == states[-1]


def test_a_change_of_the_bins_leaves_the_cut_s_file_alone(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        before = project.cut_path.stat().st_mtime_ns
        project = undo(sorted_in(project, "a", "Day 1"))
        assert project.cut_path.stat().st_mtime_ns == before
        assert not open_project(tmp_path / "p").notes


def test_an_edit_of_cut_and_bins_is_one_step(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        before = mark(project)
        facts = unlisted(put_in(project.facts, ["a"], "Day 1"), ["b"])
        project = commit(project, edits.lift(project.cut, "id-sh00001"), "relink", facts=facts)
        assert len(project.history.done) == 1
        assert mark(undo(project)) == before


def test_bins_as_they_were_are_no_edit(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        assert commit(project, project.cut, "move media", facts=put_in(project.facts, ["a"], "")) is project


def test_what_the_journal_alone_knows_of_the_bins_is_there_at_the_next_opening(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with made(folder) as project:
        project = sorted_in(project, "a", "Day 1")
        older = (folder / PROJECT).read_bytes()
        project = undo(sorted_in(sorted_in(lifted(project, 1), "a", "Day 2"), "b", "Day 3"))
        wanted = mark(project)
    # As a crash leaves it that came between the journal and the project's file.
    (folder / PROJECT).write_bytes(older)
    assert mark(open_project(folder)) == wanted
    assert (folder / PROJECT).read_bytes() == older
    with open_project(folder, write=True) as project:
        assert mark(project) == wanted
        assert (folder / PROJECT).read_bytes() != older
        assert bins_of(undo(project)) == {"a": "Day 1"}


def test_other_settings_kept_meanwhile_do_not_take_the_bins_back(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with made(folder) as project:
        project = undo(sorted_in(sorted_in(project, "a", "Day 1"), "b", "Day 1"))
        commit_settings(project, replace(project.settings, handles=3))
    with open_project(folder, write=True) as project:
        assert bins_of(project) == {"a": "Day 1"}
        assert bins_of(redo(project)) == {"a": "Day 1", "b": "Day 1"}


def test_a_project_of_an_older_version_opens_with_its_bins_and_they_can_be_undone_from_then_on(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "p"
    made(folder).close()
    data = json.loads((folder / PROJECT).read_text())
    data |= {"schema": 1, "bins": ["Old"]}
    data["media"]["a"]["bin"] = "Old"
    data.pop("journaled", None)
    (folder / PROJECT).write_text(json.dumps(data))
    with open_project(folder, write=True) as project:
        assert not project.readonly and bins_of(project) == {"a": "Old"}
        project = sorted_in(project, "a", "New")
        assert json.loads((folder / PROJECT).read_text())["schema"] == 2
        assert bins_of(undo(project)) == {"a": "Old"}


def test_bins_outlive_a_journal_that_was_removed(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with made(folder) as project:
        for bin in ("Day 1", "Day 2", "Day 3"):
            project = sorted_in(project, "a", bin)
    shutil.rmtree(folder / JOURNAL)
    with open_project(folder, write=True) as project:
        assert bins_of(project) == {"a": "Day 3"} and not project.history.done
        older = (folder / PROJECT).read_bytes()
        sorted_in(project, "a", "Day 4")
    (folder / PROJECT).write_bytes(older)
    assert bins_of(open_project(folder)) == {"a": "Day 4"}


def test_bins_can_be_undone_after_the_journal_was_tidied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SNAPSHOT_RECORDS", 2)
    monkeypatch.setattr(keeping, "_DEAD_BYTES", 0)
    folder = tmp_path / "p"
    with made(folder) as project:
        states = [mark(project)]
        for number in range(4):
            project = sorted_in(project, "a", f"Day {number}")
            states.append(mark(project))
            project = undo(redo(undo(project)))
            project = redo(project)
            project = lifted(project, number)
            states.append(mark(project))
        assert any(record.kind in ("cursor", "snapshot") for record in project.journal.records)
    with open_project(folder, write=True) as project:
        for state in reversed(states[:-1]):
            project = undo(project)
            assert mark(project) == state
    assert mark(open_project(folder)) == states[0]


@pytest.mark.parametrize("both", [False, True])
def test_at_every_failing_call_the_bins_are_as_before_or_as_after(tmp_path: Path, both: bool) -> None:
    for number in range(1, 60):
        folder = tmp_path / f"p{number}"
        faulty = FaultyDisk(number, errno.ENOSPC)
        with made(folder) as project:
            before = mark(project)
            cut = edits.lift(project.cut, "id-sh00001") if both else project.cut
            facts = put_in(with_bin(project.facts, "Day 2"), ["a"], "Day 1")
            after = mark(replace(project, cut=cut, facts=facts))
            try:
                commit(replace(project, disk=faulty.disk), cut, "move media", facts=facts)
                possible = [after]
            except SaveFailed as error:
                possible = [after] if error.landed else [before]
        assert mark(open_project(folder)) in possible, number
        with open_project(folder, write=True) as project:
            assert mark(project) in possible, number
            assert mark(undo(sorted_in(project, "d", "Day 9"))) in possible
        if not faulty.struck:
            break
    assert number > 8
