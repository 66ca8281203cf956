from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from editor.document import edits
from editor.document.folder import beside
from editor.document.keep import CutChanged, encoded
from editor.document.model import Cut
from editor.document.project import (
    commit,
    open_project,
    undo,
)
from editor.exchange.read import read_cut
from nodes.api import BadInput, Failed
from tests.editor.document.made_project import made, state, trimmed


def test_a_torn_last_record_costs_that_edit_only(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        project = commit(project, edits.lift(project.cut, "id-sh00001"), "lift", write=False)
        kept = state(project)
        commit(project, edits.lift(project.cut, "id-sh00003"), "lift", write=False)
    log = tmp_path / "p" / "journal" / "log"
    log.write_bytes(log.read_bytes()[:-40])
    with open_project(tmp_path / "p", write=True) as project:
        assert state(project) == kept
        project = trimmed(project)
        wanted = state(project)
    assert state(open_project(tmp_path / "p")) == wanted


@pytest.mark.parametrize("damage", ["gone", "empty", "half"])
def test_a_lost_or_damaged_cut_comes_back_from_the_journal(tmp_path: Path, damage: str) -> None:
    with made(tmp_path / "p") as project:
        project = trimmed(project)
        wanted = state(project)
    path = tmp_path / "p" / "cut.otio"
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"" if damage == "empty" else data[: len(data) // 2])
    reading = open_project(tmp_path / "p")
    assert state(reading) == wanted
    assert "taken from the journal" in reading.notes[0]
    with open_project(tmp_path / "p", write=True) as project:
        assert state(project) == wanted
        assert "restored from the journal" in project.notes[0]
        assert path.read_bytes() == data
        assert len(project.history.done) == 1
    beside = [p.name for p in (tmp_path / "p").glob("cut.damaged-*")]
    assert beside == ([] if damage == "gone" else ["cut.damaged-1.otio"])


def test_a_project_without_its_journal_opens_and_begins_one(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        wanted = state(project)
    shutil.rmtree(tmp_path / "p" / "journal")
    assert state(open_project(tmp_path / "p")) == wanted
    with open_project(tmp_path / "p", write=True) as project:
        assert "undo begins here" in project.notes[0]
        project = trimmed(project)
    with open_project(tmp_path / "p", write=True) as project:
        assert state(undo(project)) == wanted


def test_a_cut_that_is_lost_with_its_journal_is_said_so(tmp_path: Path) -> None:
    made(tmp_path / "p").close()
    shutil.rmtree(tmp_path / "p" / "journal")
    (tmp_path / "p" / "cut.otio").write_text("{ not json")
    with pytest.raises(BadInput, match=r"cut\.otio"):
        open_project(tmp_path / "p", write=True)


def foreign(path: Path) -> Cut:
    """Rewrite the cut as another program would, and return it."""
    other = read_cut(path.read_text(), where="test")
    other = replace(edits.lift(other, "id-sh00000"), name="by another program")
    path.write_bytes(encoded(other))
    return other


def test_a_cut_changed_by_another_program_is_taken_up_and_ours_kept(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        project = trimmed(project)
        ours = project.cut_path.read_bytes()
    theirs = foreign(tmp_path / "p" / "cut.otio")
    reading = open_project(tmp_path / "p")
    assert reading.cut.name == "by another program"
    assert "opening for writing keeps both" in reading.notes[0]
    with open_project(tmp_path / "p", write=True) as project:
        assert encoded(project.cut) == encoded(theirs)
        assert "cut.workprint-1.otio" in project.notes[0]
        assert "workprint update" in project.notes[0]
        assert (tmp_path / "p" / "cut.workprint-1.otio").read_bytes() == ours
        assert project.history.done == ()
        project = trimmed(project)
        wanted = state(project)
    again = open_project(tmp_path / "p")
    assert (state(again), again.notes) == (wanted, ())
    assert beside(tmp_path / "p", "workprint").name == "cut.workprint-2.otio"


def test_a_cut_changed_while_it_is_open_is_noticed_before_saving(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        project = trimmed(project)
        theirs = foreign(project.cut_path)
        wanted = edits.lift(project.cut, "id-sh00004")
        with pytest.raises(CutChanged, match="workprint update") as caught:
            commit(project, wanted, "lift")
        assert project.cut_path.read_bytes() == encoded(theirs)
        assert (tmp_path / "p" / "cut.workprint-1.otio").read_bytes() == encoded(wanted)
        adopted = caught.value.project
        assert adopted is not None
        adopted = trimmed(adopted)
        assert adopted.cut.name == "by another program"
    assert open_project(tmp_path / "p").notes == ()


def test_a_cut_that_is_only_half_written_by_another_program_is_not_overwritten(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        project.cut_path.write_bytes(b'{"OTIO_SCHEMA": "Timel')
        with pytest.raises(CutChanged, match="cannot be read now"):
            trimmed(project)
        assert project.cut_path.read_bytes() == b'{"OTIO_SCHEMA": "Timel'


def test_an_older_version_put_back_by_hand_is_respected(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        first = project.cut_path.read_bytes()
        for number in range(4):
            project = trimmed(project, f"id-sh0000{number}")
        newest = project.cut_path.read_bytes()
    (tmp_path / "p" / "cut.otio").write_bytes(first)
    with open_project(tmp_path / "p", write=True) as project:
        assert encoded(project.cut) == first
        assert (tmp_path / "p" / "cut.workprint-1.otio").read_bytes() == newest


def test_a_touched_file_is_not_a_changed_one(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        os.utime(project.cut_path)
        project = trimmed(trimmed(project), "id-sh00003")
        assert len(project.history.done) == 2


# -------------------------------------------------------------------------------------------- values


def test_only_the_newest_value_can_be_changed_further(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        newest = trimmed(project)
        with pytest.raises(Failed, match="changed since"):
            commit(project, edits.lift(project.cut, "id-sh00003"), "lift")
        assert state(trimmed(newest, "id-sh00004")) == state(open_project(tmp_path / "p"))


def test_a_project_that_was_opened_for_reading_or_closed_is_not_written(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        pass
    for closed in (project, open_project(tmp_path / "p")):
        with pytest.raises(Failed, match="not open for writing"):
            trimmed(closed)
