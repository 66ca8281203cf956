"""Several processes at one project: edits one after the other or refused, takes of all of them whole."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

from editor.document.project import open_project
from editor.takes.store import takes_of
from tests.campaigns.state import state_of
from tests.campaigns.whole import faults_of
from tests.support.commands import Command, Ran, run_command, told


def together(*commands: tuple[object, ...]) -> list[Ran]:
    """Run commands at once to their ends."""
    with ExitStack() as stack:
        running = [stack.enter_context(Command(*words)) for words in commands]
        return [command.end(120) for command in running]


def test_a_second_writer_is_told_who_has_it_and_since_when(project: Path) -> None:
    with open_project(project, write=True):
        ran = run_command("edit", project, "trim", "sh030", "tail=5")
        told(ran, 1, str(project), "has had it open for writing since")
        assert re.search(r"process \d+ on \S+\)", ran.err)
        assert run_command("info", project).code == 0
        assert run_command("take", project, "sh020").code == 0
    assert run_command("edit", project, "trim", "sh030", "tail=5").code == 0


def test_edits_at_once_are_made_one_after_the_other_or_refused(project: Path) -> None:
    before = state_of(project)
    ran = together(*(("edit", project, "trim", "sh030", "tail=1") for _ in range(4)))
    made = [each for each in ran if each.code == 0]
    for each in ran:
        if each.code:
            told(each, 1, "open for writing")
    after = state_of(project)
    assert made
    assert before is not None and after is not None
    assert len(after.edits) == len(before.edits) + len(made)


def test_takes_at_once_are_unique_and_whole(project: Path) -> None:
    ran = together(
        ("take", project, "sh020", "--json"),
        ("take", project, "sh020", "--json"),
        ("take", project, "sh010", "--handles", "16", "--json"),
        ("edit", project, "trim", "sh010", "tail=1"),
    )
    assert [each.code for each in ran] == [0, 0, 0, 0], [each.err for each in ran]
    assert [take.id for take in takes_of(project, "sh020")] == ["t001"]
    assert [take.id for take in takes_of(project, "sh010")] == ["t001", "t002"]
    for shot in ("sh010", "sh020"):
        for take in takes_of(project, shot):
            assert not faults_of(take)
    assert not list(project.rglob(".*"))


def test_renders_to_one_file_at_once_leave_one_of_them_whole(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "out" / "out.mkv"
    place.parent.mkdir()
    words = ("render", project, "--range", "0-20", "-o", place)
    assert [each.code for each in together(words, words)] == [0, 0]
    assert [path.name for path in place.parent.iterdir()] == ["out.mkv"]
