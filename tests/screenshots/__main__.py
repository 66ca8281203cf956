"""Draw the window into pictures: `python3 -m tests.screenshots [FOLDER] [SCENE …] [--in LANGUAGE]`.

Every scene of `scenes.py`, or those that are named, at 1280×800 and at 2560×1440 where everything is drawn
twice as large; on no display. Run it in the environment of run.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .scenes import SCENES

if TYPE_CHECKING:
    from qtpy.QtWidgets import QApplication, QWidget

    from tests.editor.ui.acting import Person

SIZES = {"1280x800": ((1280, 800), 1), "2560x1440": ((1280, 720), 2)}


def main() -> None:
    """Draw what was asked for; one process a scale, since Qt reads it once."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("scenes", nargs="*", help=f"of {', '.join(SCENES)}; all where none is named")
    parser.add_argument("--in", dest="language", default="en")
    parser.add_argument("--draw", choices=SIZES, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    names = asked.scenes or list(SCENES)
    if unknown := sorted({*names} - {*SCENES}):
        parser.error(f"there is no scene {', '.join(unknown)}")
    if asked.draw:
        draw(asked.draw, asked.folder, names, asked.work, asked.language)
        return
    folder = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for size, (_, scale) in SIZES.items():
        with tempfile.TemporaryDirectory() as work:
            home = {f"XDG_{kind}_HOME": f"{work}/{kind}" for kind in ("CONFIG", "CACHE", "DATA")}
            told = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
            words = [sys.executable, "-m", "tests.screenshots", str(folder), *names]
            words += ["--in", asked.language, "--draw", size, "--work", work]
            failed |= subprocess.run(words, env=told).returncode
    print(f"the pictures are in {folder}")
    sys.exit(1 if failed else 0)


def draw(size: str, folder: Path, names: list[str], work: Path, language: str) -> None:
    """Draw scenes at one size, each in a window of its own."""
    from editor.ui.app import make_app
    from editor.ui.words.qt import teach_qt
    from editor.ui.words.say import speak

    speak(language)
    app = make_app()
    teach_qt(app, language)
    lost = []
    for name in names:
        place = work / name
        place.mkdir()
        try:
            draw_scene(app, size, folder, name, place)
        except AssertionError as error:
            lost.append(f"{name}: {error}")
    if lost:
        sys.exit("\n".join(lost))


def draw_scene(app: QApplication, size: str, folder: Path, name: str, place: Path) -> None:
    """Draw one scene in a window of its own. Raises AssertionError where what it waits for does not come."""
    from qtpy.QtCore import Qt
    from qtpy.QtWidgets import QAbstractButton

    prepare, play = SCENES[name]
    person = opened(app, size, None if prepare is None else prepare(place))

    def shot(what: str, widget: QWidget | None = None) -> None:
        for each in person.window.findChildren(QAbstractButton):
            # Nothing is to look as if a pointer were on it, which there is not.
            each.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        person.rest(0.4)
        file = f"{name}-{what}-{size}.png" if what else f"{name}-{size}.png"
        (widget or person.window).grab().save(str(folder / file))

    try:
        play(person, shot)
    except AssertionError:
        shot("lost")
        raise
    finally:
        person.leave()


def opened(app: QApplication, size: str, project: Path | None) -> Person:
    """Open a window of a size, with a project where there is one."""
    from tests.editor.ui.acting import Person

    person = Person(app, SIZES[size][0])
    if project is not None:
        person.open(project)
    return person


if __name__ == "__main__":
    main()
