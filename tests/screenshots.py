"""Draw the window into pictures: `python3 -m tests.screenshots [FOLDER]` (in the environment of run.py).

The start page, the demo project, long names, an empty project and an error, each at 1280×800 and at
2560×1440 where everything is drawn twice as large; on no display.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = {"1280x800": ((1280, 800), 1), "2560x1440": ((1280, 720), 2)}
LONG = "A very long name of a clip as some suites make them_v0012_FINAL_graded (copy of a copy) "


def main() -> None:
    """Draw all; one process a scale, since Qt reads it once."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        prepare(Path(work))
        for name, (_, scale) in SIZES.items():
            told = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(scale),
                "XDG_CONFIG_HOME": str(Path(work) / name),
            }
            words = [sys.executable, "-m", "tests.screenshots", "--draw", name, str(folder), work]
            subprocess.run(words, env=told, check=True)
    print(f"the pictures are in {folder}")


def prepare(work: Path) -> None:
    """Make the projects that are shown."""
    from editor.demo.work import demo
    from editor.document.edits.low import with_clip
    from editor.document.layout import shots
    from editor.document.project import commit
    from editor.verbs import new

    done = demo(work / "workprint-demo")
    new(work / "empty project").project.close()
    sample = done.folder / "sample" / "sample.otio"
    named = new(work / "A project with a rather long name too, as they come", cut=sample)
    with named.project as project:
        cut = project.cut
        for shot in shots(cut):
            cut = with_clip(cut, shot.clip.id, name=LONG + shot.clip.name)
        commit(project, cut, "rename", {})


def draw(name: str, folder: Path, work: Path) -> None:
    """Draw everything at one size."""
    from editor.ui.app import make_app
    from tests.editor.ui.acting import Person

    size, _ = SIZES[name]
    app = make_app()

    def shot(person: Person, what: str) -> None:
        person.rest(0.3)
        person.window.grab().save(str(folder / f"{what}-{name}.png"))

    person = Person(app, size)
    shot(person, "start")
    person.open(work / "workprint-demo" / "project")
    person.click_clip("sh010")
    person.wait(lambda: len(person.desk.takes.rows.value) == 2, "the takes")
    person.wait(lambda: all(row.stale is not None for row in person.desk.takes.rows.value), "what is stale")
    person.scrub(0, 30)
    person.wait(lambda: person.desk.player.picture.value is not None, "a picture")
    shot(person, "project")
    person.window.docks["clip"].raise_()
    shot(person, "clip")
    person.desk.graph.search()
    person.rest(0.3)
    person.window.graph.search.grab().save(str(folder / f"search-{name}.png"))
    person.window.graph.search.hide()
    person.leave()
    for what, path in (("long-names", next(work.glob("A project*"))), ("empty", work / "empty project")):
        person = Person(app, size)
        person.open(path)
        if what == "long-names":
            person.click_clip("sh010")
            person.session.message.set(
                f"Use the media of clip '{LONG}' (sh010): '/a/folder/that/lies/far/away/{LONG}.mov' was not "
                "found or could not be read. Relink it: workprint edit PROJECT relink CLIP path=FILE"
            )
        shot(person, what)
        person.leave()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
