"""Draw the window into pictures: `python3 -m tests.screenshots [FOLDER]` (in the environment of run.py).

The start page, the demo project in every layout, the dialogs, long names, an empty project and an error, each
at 1280×800 and at 2560×1440 where everything is drawn twice as large; on no display.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qtpy.QtWidgets import QWidget

    from tests.editor.ui.acting import Person

    Shot = Callable[..., None]

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

    def shot(person: Person, what: str, widget: QWidget | None = None) -> None:
        person.rest(0.3)
        (widget or person.window).grab().save(str(folder / f"{what}-{name}.png"))

    def opened(path: Path) -> Person:
        person = Person(app, size)
        person.open(path)
        return person

    person = Person(app, size)
    shot(person, "start")
    person.leave()
    person = opened(work / "workprint-demo" / "project")
    draw_project(person, shot)
    draw_dialogs(person, shot)
    person.leave()
    draw_troubles(opened(next(work.glob("A project*"))), shot)
    person = opened(work / "empty project")
    shot(person, "empty")
    person.leave()
    person = Person(app, size)
    person.wait(lambda: person.desk.start.looked.value, "the recent projects")
    shot(person, "recent")
    person.leave()


def draw_project(person: Person, shot: Shot) -> None:
    """Draw the demo in every layout, the clip's panel, the search for nodes, the media as pictures."""
    from editor.ui.app import keep_picture
    from editor.ui.shell.layouts import LAYOUTS

    person.click_clip("sh010")
    person.wait(lambda: len(person.desk.takes.rows.value) == 2, "the takes")
    person.wait(lambda: all(row.stale is not None for row in person.desk.takes.rows.value), "what is stale")
    person.scrub(0, 30)
    person.wait(lambda: person.desk.player.picture.value is not None, "a picture")
    person.wait(lambda: person.desk.media.pieces.value, "the media")
    for layout in LAYOUTS:
        person.window.layouts.switch(layout.id)
        person.rest(0.5)
        shot(person, f"layout-{layout.id}")
    person.window.layouts.switch("edit")
    person.window.docks["clip"].raise_()
    shot(person, "clip")
    person.desk.graph.search()
    shot(person, "search", person.window.graph.search)
    person.window.graph.search.hide()
    person.window.media.as_tiles.setChecked(True)
    person.rest(1)
    shot(person, "media", person.window.docks["media"])
    keep_picture(person.window)


def draw_dialogs(person: Person, shot: Shot) -> None:
    """Draw the dialogs that belong to the whole window."""
    from editor.ui.keymap.dialog import KeysDialog
    from editor.ui.palette.widget import Palette
    from editor.ui.preferences.dialog import PreferencesDialog
    from editor.ui.preferences.licence_dialog import LicenceDialog

    licences = LicenceDialog(person.window, person.desk.work)
    person.wait(licences.tree.topLevelItemCount, "the licences")
    palette = Palette(person.window)
    palette.line.setText("play")
    for what, dialog in (
        ("keys", KeysDialog(person.window)),
        ("preferences", PreferencesDialog(person.window)),
        ("licences", licences),
        ("palette", palette),
    ):
        dialog.show()
        shot(person, what, dialog)
        dialog.close()


def draw_troubles(person: Person, shot: Shot) -> None:
    """Draw long names and an error."""
    person.click_clip("sh010")
    person.session.message.set(
        f"Use the media of clip '{LONG}' (sh010): '/a/folder/that/lies/far/away/{LONG}.mov' was not "
        "found or could not be read. Relink it: workprint edit PROJECT relink CLIP path=FILE"
    )
    shot(person, "long-names")
    person.leave()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
