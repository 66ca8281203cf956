"""Kill processes that make and edit projects at random moments, and look at what is left.

`python -m tests.editor.document.kills [COUNT] [SEED]` is the campaign; the suite runs a short one.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from editor.document.atomic import ASIDE
from editor.document.journal import EDITS, digest
from editor.document.keep import encoded
from editor.document.project import create_project, open_project, redo, undo
from tests.editor.document.made import long_cut
from tests.editor.document.writer import MEDIA, SETTINGS, mark

ROOT = Path(__file__).parents[3]


def start(*args: object) -> subprocess.Popen[str]:
    """Start a writer; its standard output says what it does."""
    command = [sys.executable, "-m", "tests.editor.document.writer", *map(str, args)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def killed(process: subprocess.Popen[str], after: float) -> list[tuple[str, str]]:
    """Kill a writer that long after it is ready, and return all it said."""
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        word, _, what = line.strip().partition(" ")
        said.append((word, what))
        if word == "ready":
            break
    time.sleep(after)
    process.kill()
    rest, errors = process.communicate()
    assert "Traceback" not in errors, errors
    for line in rest.splitlines():
        word, space, what = line.partition(" ")
        if space:
            said.append((word, what))
    return said


def kill_edits(folder: Path, count: int, chance: random.Random) -> int:
    """Kill editors of one project again and again; return how many edits were in flight and made it.

    Raises AssertionError where the project does not open, or with anything but the last edit that was
    kept or the one in flight.
    """
    create_project(folder, long_cut(12), SETTINGS, MEDIA).close()
    finished = 0
    for number in range(count):
        said = killed(start("edit", folder, chance.randrange(10**9)), chance.uniform(0, 0.25))
        kept = [what for word, what in said if word == "kept"]
        known = {kept[-1]} | {what for word, what in said[-1:] if word == "begin"}
        with open_project(folder, write=bool(number % 2)) as project:
            now = mark(project)
            assert not project.readonly
        if said[-1][0] == "begin":
            assert now in known, f"kill {number}: more than the edit in flight was lost"
        else:
            # Undo and redo are not announced: the journal says whether one of them was in flight.
            assert now in known or _is_step_away(folder, now, kept[-1]), f"kill {number}: an edit was lost"
        finished += now != kept[-1]
    with open_project(folder, write=True):
        pass
    left = list(folder.rglob(f"*{ASIDE}*"))
    assert not left, left
    return finished


def _is_step_away(folder: Path, now: str, kept: str) -> bool:
    """Tell whether undo or redo, in a copy of the project, leads from what there is to what was kept."""
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent) / "copy"
        shutil.copytree(folder, copy)
        with open_project(copy, write=True) as project:
            assert mark(project) == now
            last = next(r for r in reversed(project.journal.records) if r.kind in (*EDITS, "undo", "redo"))
            return mark(redo(project) if last.kind == "undo" else undo(project)) == kept


def kill_creations(parent: Path, count: int, chance: random.Random) -> int:
    """Kill makers of projects; return how many projects were whole. Raises AssertionError on a half one."""
    whole = 0
    for number in range(count):
        folder = parent / f"p{number}"
        said = killed(start("create", folder, 150), chance.uniform(0, 0.08))
        if folder.exists():
            with open_project(folder, write=True) as project:
                assert digest(encoded(project.cut)) == said[0][1]
            whole += 1
        else:
            create_project(folder, long_cut(3), SETTINGS).close()
        assert sorted(path.name for path in parent.iterdir()) == sorted(f"p{n}" for n in range(number + 1))
    return whole


def main(count: str = "100", seed: str = "1") -> int:
    chance = random.Random(int(seed))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        finished = kill_edits(Path(folder) / "project", int(count), chance)
        print(f"{count} editors killed, {finished} edits in flight were kept, 0 projects or edits lost")
        (Path(folder) / "new").mkdir()
        whole = kill_creations(Path(folder) / "new", int(count), chance)
        print(f"{count} makers killed, {whole} projects whole, 0 half; {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
