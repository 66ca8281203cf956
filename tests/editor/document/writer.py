"""A real process that makes or edits a project and says what it does, to be killed or met by another.

`python -m tests.editor.document.writer create|edit|hold|undo FOLDER [SEED] [COUNT]`
Before a change it prints `begin DIGEST`, after it `kept DIGEST`; `ready` once it is about to start.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

from editor.document import bins
from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.opened import Project
from editor.document.project import commit, create_project, open_project, redo, undo
from editor.document.settings import Facts, MediaEntry, Settings, write_facts
from nodes.api import WorkprintError
from nodes.media.refs import FileRef
from tests.editor.document.made import RATE, long_cut
from tests.editor.document.random_edits import random_edit

SETTINGS = Settings(RATE, 640, 360)
MEDIA = {key: MediaEntry(FileRef(f"/m/{key}.mov")) for key in "abcd"}
_BINS = ("Day 1", "Day 1/Selects", "Day 2", "Sound")


def mark(project: Project) -> str:
    """What names the state of a project that edits change: its cut, and how its media is sorted."""
    return digest(encoded(project.cut) + write_facts(replace(project.facts, journaled=0)))


def random_sorting(facts: Facts, chance: random.Random) -> Facts:
    """Bins made, filled, renamed, removed, media called otherwise and taken off the list."""
    key, bin = chance.choice("abcd"), chance.choice(_BINS)
    match chance.randrange(5):
        case 0 if facts.bins:
            return bins.without_bin(facts, chance.choice(facts.bins))
        case 1 if facts.bins:
            return bins.renamed_bin(facts, chance.choice(facts.bins), f"Bin {chance.randrange(10**6)}")
        case 2:
            return bins.called(facts, [key], f"called {chance.randrange(10**6)}")
        case 3 if facts.media[key].listed:
            return bins.unlisted(facts, [key])
    return bins.with_bin(bins.put_in(bins.listed(facts, [key]), [key], bin), f"{bin}/{chance.randrange(99)}")


def say(word: str, what: str = "") -> None:
    print(word, what, flush=True)


def create(folder: Path, clips: int) -> None:
    cut = long_cut(clips)
    say("begin", digest(encoded(cut)))
    say("ready")
    with create_project(folder, cut, SETTINGS, MEDIA) as project:
        say("kept", project.document)


def edit(folder: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    with open_project(folder, write=True) as project:
        say("kept", mark(project))
        say("ready")
        for _ in range(count):
            step = chance.random()
            if step < 0.15 and project.history.done:
                project = undo(project)
            elif step < 0.25 and project.history.undone:
                project = redo(project)
            else:
                project = _edited(project, chance)
            say("kept", mark(project))


def _edited(project: Project, chance: random.Random) -> Project:
    """Change the cut, the bins, or both in one edit."""
    cut, facts, verb, what = project.cut, project.facts, "sort", chance.random()
    if what < 0.7:
        cut, verb = random_edit(cut, chance)
    if what > 0.6:
        facts = random_sorting(facts, chance)
    say("begin", mark(replace(project, cut=cut, facts=facts)))
    return commit(project, cut, verb, facts=facts, write=chance.random() < 0.8)


def undo_all(folder: Path) -> None:
    with open_project(folder, write=True) as project:
        while project.history.done:
            project = undo(project)
            say("kept", mark(project))


def hold(folder: Path) -> None:
    with open_project(folder, write=True):
        say("ready")
        sys.stdin.read()


def main(what: str, folder: str, seed: str = "0", count: str = "100000") -> int:
    try:
        match what:
            case "create":
                create(Path(folder), int(seed))
            case "edit":
                edit(Path(folder), int(seed), int(count))
            case "undo":
                undo_all(Path(folder))
            case _:
                hold(Path(folder))
    except WorkprintError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
