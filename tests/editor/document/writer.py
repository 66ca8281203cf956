"""A real process that makes or edits a project and says what it does, to be killed or met by another.

`python -m tests.editor.document.writer create|edit|hold|undo FOLDER [SEED] [COUNT]`
Before a change it prints `begin DIGEST`, after it `kept DIGEST`; `ready` once it is about to start.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.project import commit, create_project, open_project, redo, undo
from editor.document.settings import Settings
from nodes.api import WorkprintError
from tests.editor.document.made import RATE, long_cut
from tests.editor.document.random_edits import random_edit

SETTINGS = Settings(RATE, 640, 360)


def say(word: str, what: str = "") -> None:
    print(word, what, flush=True)


def create(folder: Path, clips: int) -> None:
    cut = long_cut(clips)
    say("begin", digest(encoded(cut)))
    say("ready")
    with create_project(folder, cut, SETTINGS) as project:
        say("kept", project.document)


def edit(folder: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    with open_project(folder, write=True) as project:
        say("kept", digest(encoded(project.cut)))
        say("ready")
        for _ in range(count):
            step = chance.random()
            if step < 0.15 and project.history.done:
                project = undo(project)
            elif step < 0.25 and project.history.undone:
                project = redo(project)
            else:
                cut, verb = random_edit(project.cut, chance)
                say("begin", digest(encoded(cut)))
                project = commit(project, cut, verb, write=chance.random() < 0.8)
            say("kept", digest(encoded(project.cut)))


def undo_all(folder: Path) -> None:
    with open_project(folder, write=True) as project:
        while project.history.done:
            project = undo(project)
            say("kept", digest(encoded(project.cut)))


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
