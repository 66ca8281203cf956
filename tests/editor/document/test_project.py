from __future__ import annotations

import json
import os
import random
import shutil
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from editor.document import edits
from editor.document import keep as keeping
from editor.document.atomic import SaveFailed
from editor.document.journal import digest, read_journal
from editor.document.keep import encoded
from editor.document.layout import find_clip
from editor.document.opened import edits_made
from editor.document.project import (
    commit,
    commit_media,
    commit_settings,
    last_edit,
    open_project,
    redo,
    save,
    undo,
)
from editor.document.recover import rebuilt
from editor.document.settings import MediaEntry
from nodes.api import BadInput, ColourTags, Failed, Format, Time
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef
from tests.editor.document.made import RATE, clip, cut, frames, long_cut, track
from tests.editor.document.made_project import SETTINGS, edited, made, state, trimmed


def test_a_new_project_has_its_folders_and_opens_again_as_it_was(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        there = {path.name for path in (tmp_path / "p").iterdir()}
        assert there == {"cut.otio", "project.json", "assets", "results", "takes", "journal", "lock"}
    for named in ("p", "p/cut.otio", "p/project.json"):
        again = open_project(tmp_path / named)
        assert again.settings == SETTINGS
        assert again.cut == project.cut
        assert again.folder == tmp_path / "p"
        assert again.notes == ()


def test_a_new_project_goes_into_an_empty_folder_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    made(tmp_path / "empty").close()
    with pytest.raises(BadInput, match="not empty"):
        made(tmp_path / "empty")
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="a file of that name"):
        made(tmp_path / "file")
    with pytest.raises(BadInput, match="there is no folder"):
        made(tmp_path / "no" / "p")


@pytest.mark.parametrize("what", ["nothing", "folder", "file"])
def test_what_is_no_project_is_refused_with_what_to_do(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("{}")
    with pytest.raises(BadInput) as caught:
        open_project(tmp_path / what)
    assert "workprint new" in str(caught.value)


def test_media_and_settings_are_kept_and_what_a_newer_version_wrote_there_too(tmp_path: Path) -> None:
    info = MediaInfo(
        FileRef("/m/a.mov"), "movie", "h264", Time(86400, RATE), 48, Format(640, 360, RATE), "yuv420p",
        colour=ColourTags("bt709", "limited", "bt709", "bt709"),
    )  # fmt: skip
    entry = MediaEntry(FileRef("/m/a.mov"), info, "abc", Time(Fraction(1, 3), RATE))
    with made(tmp_path / "p") as project:
        project = commit_media(project, {"a": entry, "b": MediaEntry(FileRef("/m/b.mov"))})
        project = commit_settings(project, replace(SETTINGS, handles=24))
    path = tmp_path / "p" / "project.json"
    data = json.loads(path.read_text())
    data["later"] = {"x": 1.5}
    data["settings"]["mood"] = "calm"
    data["media"]["a"]["proxy"] = True
    path.write_text(json.dumps(data))
    with open_project(tmp_path / "p", write=True) as again:
        assert again.media["a"].info == info
        assert again.media["a"].offset == Time(Fraction(1, 3), RATE)
        assert again.settings.handles == 24
        commit_settings(again, replace(again.settings, handles=2))
    data["settings"]["handles"] = 2
    assert json.loads(path.read_text()) == data


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"schema": 1}', '{"schema": true, "settings": {}}', "{" * 100_000],
)
def test_a_damaged_project_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    made(tmp_path / "p").close()
    (tmp_path / "p" / "project.json").write_text(text)
    with pytest.raises(BadInput, match=r"project\.json"):
        open_project(tmp_path / "p", write=True)


def test_a_newer_project_is_opened_for_reading_only(tmp_path: Path) -> None:
    made(tmp_path / "p").close()
    path = tmp_path / "p" / "project.json"
    path.write_text(path.read_text().replace('"schema": 2', '"schema": 7'))
    with open_project(tmp_path / "p", write=True) as project:
        assert "a newer Workprint" in project.notes[0]
        with pytest.raises(Failed, match="newer Workprint"):
            trimmed(project)


def test_pipes_and_links_in_a_project_neither_hang_nor_lead_outside(tmp_path: Path) -> None:
    made(tmp_path / "p").close()
    outside = tmp_path / "outside"
    outside.write_text("precious")
    log = tmp_path / "p" / "journal" / "log"
    shutil.copy(log, tmp_path / "log")
    log.unlink()
    log.symlink_to(outside)
    with open_project(tmp_path / "p", write=True) as project:
        assert "symbolic link" in str(project.notes)
    assert outside.read_text() == "precious"
    log.unlink()
    os.mkfifo(log)
    with pytest.raises(BadInput, match="not an ordinary file"):
        open_project(tmp_path / "p")
    log.unlink()
    shutil.copy(tmp_path / "log", log)
    (tmp_path / "p" / "cut.otio").unlink()
    os.mkfifo(tmp_path / "p" / "cut.otio")
    with pytest.raises(BadInput, match="not an ordinary file"):
        open_project(tmp_path / "p")


# --------------------------------------------------------------------------------- edit, undo, redo


def test_an_edit_is_in_the_file_at_once_and_can_be_undone_and_made_again(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        before = project.cut_path.read_bytes()
        edited = trimmed(project)
        after = project.cut_path.read_bytes()
        assert before != after
        back = undo(edited)
        assert back.cut is project.cut
        assert project.cut_path.read_bytes() == before
        again = redo(back)
        assert again.cut is edited.cut
        assert project.cut_path.read_bytes() == after
        assert [p.revision for p in (project, edited, back, again)] == [1, 2, 3, 4]


def test_undo_and_redo_reach_across_openings(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        states = [state(project)]
        for number in range(3):
            project = trimmed(project, f"id-sh0000{number}")
            states.append(state(project))
    for expected in states[-2::-1]:
        with open_project(tmp_path / "p", write=True) as project:
            assert state(undo(project)) == expected
    with (
        open_project(tmp_path / "p", write=True) as project,
        pytest.raises(BadInput, match="nothing to undo"),
    ):
        undo(project)
    for expected in states[1:]:
        with open_project(tmp_path / "p", write=True) as project:
            assert state(redo(project)) == expected


def test_a_new_edit_after_undo_leaves_nothing_to_redo(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        project = trimmed(undo(trimmed(project)), "id-sh00004")
        with pytest.raises(BadInput, match="nothing to redo"):
            redo(project)
    with (
        open_project(tmp_path / "p", write=True) as project,
        pytest.raises(BadInput, match="nothing to redo"),
    ):
        redo(project)


def test_what_was_edited_is_told_in_words(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        assert last_edit(project) is None
        project = undo(trimmed(trimmed(project), "id-sh00004"))
        done, undone = edits_made(project)
        assert [(e["verb"], e["args"]["clip"]) for e in done] == [("trim", "id-sh00002")]
        assert [(e["verb"], e["args"]["clip"]) for e in undone] == [("trim", "id-sh00004")]


def test_an_edit_that_changes_nothing_is_no_edit(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        assert commit(project, project.cut, "nothing") is project
        same = replace(project.cut, name=project.cut.name)
        assert commit(project, same, "nothing") is project


def test_edits_that_were_only_journaled_are_there_after_opening(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        before = project.cut_path.read_bytes()
        for number in range(3):
            changed = edits.trim_by(project.cut, f"id-sh0000{number}", head=frames(2))
            project = commit(project, changed, "trim", write=False)
        assert project.cut_path.read_bytes() == before
        wanted = state(project)
    reading = open_project(tmp_path / "p")
    assert state(reading) == wanted
    assert "3 edit(s) were taken from the journal" in reading.notes[0]
    assert reading.cut_path.read_bytes() == before
    with open_project(tmp_path / "p", write=True) as project:
        assert "3 edit(s)" in project.notes[0]
        assert digest(project.cut_path.read_bytes()) == wanted
        assert len(project.history.done) == 3
    assert open_project(tmp_path / "p").notes == ()


def test_saving_puts_journaled_edits_in_place(tmp_path: Path) -> None:
    with made(tmp_path / "p") as project:
        changed = edits.lift(project.cut, "id-sh00001")
        project = commit(project, changed, "lift", write=False)
        saved = save(project)
        assert digest(saved.cut_path.read_bytes()) == state(project)
        assert save(saved) is saved


@pytest.mark.slow
def test_two_hundred_edits_undone_and_redone_pass_through_the_same_states(tmp_path: Path) -> None:
    chance = random.Random(1)
    with made(tmp_path / "p", long_cut(8)) as project:
        states = [state(project)]
        for _ in range(200):
            project = edited(project, chance, write=chance.random() < 0.3)
            states.append(state(project) if project.unsaved else project.document)
        project = save(project)
        for expected in reversed(states[:-1]):
            project = undo(project)
            assert project.document == expected
    # The same again by another opening, which knows nothing but the journal.
    with open_project(tmp_path / "p", write=True) as project:
        assert all(step.after is None for step in project.history.undone)
        for expected in states[1:]:
            project = redo(project)
            assert project.document == expected
        for expected in reversed(states[:-1]):
            project = undo(project)
            assert project.document == expected
        assert digest(project.cut_path.read_bytes()) == states[0]
    alone = rebuilt(read_journal(project.journal.path))
    assert alone is not None
    assert digest(encoded(alone)) == states[0]


def test_the_journal_alone_gives_the_document_at_every_step(tmp_path: Path) -> None:
    chance = random.Random(5)
    with made(tmp_path / "p") as project:
        for _ in range(30):
            if chance.random() < 0.3 and project.history.done:
                project = undo(project)
            else:
                project = edited(project, chance)
            alone = rebuilt(read_journal(project.journal.path))
            assert alone is not None
            assert digest(encoded(alone)) == state(project)


def test_a_long_journal_is_compacted_without_losing_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SNAPSHOT_RECORDS", 10)
    monkeypatch.setattr(keeping, "_DEAD_BYTES", 1)
    chance = random.Random(6)
    sizes = []
    with made(tmp_path / "p") as project:
        states = [state(project)]
        for _ in range(60):
            project = edited(project, chance)
            states.append(state(project))
            for _ in range(chance.choice((0, 0, 2))):
                project = redo(undo(project))
            if len(states) > 3 and chance.random() < 0.7:
                project = undo(project)
                states.pop()
            sizes.append(project.journal.end)
        assert any(after < before for before, after in pairwise(sizes))
        assert len(list((tmp_path / "p" / "journal").glob("snapshot-*"))) == 1
    with open_project(tmp_path / "p", write=True) as project:
        assert state(project) == states[-1]
        assert project.notes == ()
        for expected in reversed(states[:-1]):
            project = undo(project)
            assert state(project) == expected
        assert not project.history.done


def test_compaction_keeps_what_can_be_redone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SNAPSHOT_RECORDS", 9)
    monkeypatch.setattr(keeping, "_DEAD_BYTES", 1)
    with made(tmp_path / "p") as project:
        states = [state(project)]
        for number in range(5):
            project = trimmed(project, f"id-sh0000{number}")
            states.append(state(project))
        for _ in range(10):
            project = redo(undo(project))
        for _ in range(4):
            project = undo(project)
        while project.journal.records[-1].kind != "cursor":
            project = undo(redo(project))
    with open_project(tmp_path / "p", write=True) as project:
        assert state(project) == states[1]
        for expected in states[2:]:
            project = redo(project)
            assert state(project) == expected


# ------------------------------------------------------------------------------ damage, foreign hands


def test_the_clip_of_an_edit_is_found_again_by_name(tmp_path: Path) -> None:
    document = cut(track(clip("sh010"), clip("sh020")))
    with made(tmp_path / "p", document) as project:
        project = commit(project, edits.split(project.cut, "id-sh010", frames(5)), "split")
    with pytest.raises(BadInput, match="2 clips bear that name"):
        find_clip(open_project(tmp_path / "p").cut, "sh010")


def test_saving_failures_tell_what_to_do(tmp_path: Path) -> None:
    error = SaveFailed("Save 'x'", "the disk is full", hint="Free some space.")
    assert str(error) == "Save 'x': the disk is full. Free some space."
