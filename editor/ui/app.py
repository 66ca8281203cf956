"""Starting the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from qtpy.QtCore import QSize, Qt, QTimer
from qtpy.QtWidgets import QApplication

from .desk import Desk
from .guards import faults_told, stopping
from .keymap.keymap import Keymap, keymap_from, keymap_json
from .keymap.model import KEYS
from .post import WindowPost
from .preferences.values import (
    FILE,
    TAKEN_UP,
    Preferences,
    outside,
    preferences_from,
    preferences_json,
    take_up,
)
from .shell.anew import Anew, Place, stand_at
from .shell.panels import PANELS
from .start.recent import picture_of, read_settings, write_settings
from .tasks import Lane
from .theme import dress
from .window import Window
from .words.qt import teach_qt
from .words.say import speak

STATE = "window.json"
_BEHIND = (
    "desk",
    "badges",
    "viewer.widget",
    *(f"{area}.actions" for area in ("viewer", "timeline", "graph", "clip", "media", "scopes", "takes")),
    "viewer.window_actions",
    "pointing.fitted",
    "takes.asking",
    "pointing.part",
    "pointing.ask",
)
"""What is loaded behind the start page besides the docks."""
PICTURE = QSize(192, 108)
"""Of a project as it was left."""


@dataclass(frozen=True, slots=True)
class Begin:
    """What a window begins with: what was chosen, how the last one stood, the project to be open."""

    preferences: Preferences
    keymap: Keymap
    state: Mapping[str, object]
    place: Place | None = None
    scale: int = 100
    """The interface's size, in percent, since the process began."""


class Shown:
    """A window with its desk while it is shown; `anew` is what is to come after it, None for the end."""

    def __init__(self, begin: Begin) -> None:
        self.anew: Anew | None = None
        self._runs = False
        self.post = WindowPost()
        self.desk = desk = Desk(self.post)
        desk.preferences.preferences.set(begin.preferences)
        desk.preferences.scale_now = begin.scale
        desk.keymap.keymap.set(begin.keymap)
        self.window = window = Window(desk, self.post)
        window.restore(begin.state)
        window.anew.connect(self._go_on)
        window.show()
        if begin.place is not None:
            stand_at(desk, begin.place, self.post)
        self._loading = loading = Lane("loading", self.post)
        QTimer.singleShot(0, window, lambda: loading.do(load, lambda _: furnish(window), desk.session.fail))

    def run(self, app: QApplication) -> int:
        """Let it go on until it is closed or to be drawn anew; return the exit code."""
        with faults_told(self.desk), stopping(self.window):
            self._runs = True
            return app.exec()

    def _go_on(self, anew: Anew) -> None:
        self.anew = anew
        self.window.setEnabled(False)
        if self._runs:
            QApplication.exit(0)

    def end(self) -> Begin:
        """Keep what waits, end every thread and process; the window stays on the screen, drawn no more.

        Return what the next window begins with.
        """
        self._loading.close()
        state = self.window.state()
        keep_picture(self.window)
        self.window.forget()
        self.desk.close()
        self.post.close()
        preferences, keymap = self.desk.preferences.preferences.value, self.desk.keymap.keymap.value
        kept = {STATE: state}
        if self.anew is not None:
            # What was chosen last may not have been written yet.
            kept |= {FILE: preferences_json(preferences), KEYS: keymap_json(keymap)}
        for name, data in kept.items():
            try:
                write_settings(name, data)
            except Exception as error:  # noqa: BLE001 - how the window stood is not worth failing for
                print(f"workprint: {name} could not be kept: {error}", file=sys.stderr)
        place, scale = None if self.anew is None else self.anew.place, self.desk.preferences.scale_now
        return Begin(preferences, keymap, state, place, scale)


def run(path: Path | None) -> int:
    """Open the window, with a project or cut where one is named, and return its exit code."""
    given = outside(os.environ)
    place = None if path is None else Place(path.absolute())
    keymap, preferences = keymap_from(read_settings(KEYS)), preferences_from(read_settings(FILE))
    begin = Begin(preferences, keymap, read_settings(STATE), place, preferences.scale)
    take_up(begin.preferences, os.environ, given)
    speak(begin.preferences.language)
    app = make_app()
    last: Window | None = None
    while True:
        teach_qt(app, begin.preferences.language)
        shown = Shown(begin)
        if last is not None:
            # Only now, so that the screen is never without a window.
            last.hide()
            last.deleteLater()
        code = shown.run(app)
        begin, last = shown.end(), shown.window
        if shown.anew is None:
            last.deleteLater()
            return code
        if shown.anew.process:
            begin_again(None if begin.place is None else begin.place.folder, given)
        take_up(begin.preferences, os.environ, given)
        speak(begin.preferences.language)
        del shown
        gc.collect()  # A desk is one knot of references, with pictures in it.


def begin_again(folder: Path | None, given: Mapping[str, str]) -> NoReturn:
    """Become a process that begins anew, with a project open; settings read at the start are read anew."""
    words = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]
    environment = {name: value for name, value in os.environ.items() if name not in TAKEN_UP} | dict(given)
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, *words, *([] if folder is None else [str(folder)])]
    os.execve(sys.executable, command, environment)


def keep_picture(window: Window) -> None:
    """Keep what the viewer shows, small, for the start page's list."""
    project = window.desk.session.project.value
    if project is None or window.desk.player.picture.value is None:
        return
    grabbed = window.viewer.canvas.grab()
    path = picture_of(project.folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    small = grabbed.scaled(
        PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    small.save(str(path))


def load() -> None:
    """Load the code behind viewer and docks; on a thread of its own, since it takes a while."""
    for name in (*(panel.module for panel in PANELS), *_BEHIND):
        import_module(f"editor.ui.{name}")


def furnish(window: Window) -> None:
    """Furnish a window step by step, with room for events between."""
    steps = window.furnish()

    def step() -> None:
        if next(steps, steps) is not steps:
            QTimer.singleShot(0, window, step)

    step()


def make_app() -> QApplication:
    """Return the application, in Workprint's looks; the one that is there already where there is one."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        app = there
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(["workprint"])
    app.setApplicationName("workprint")
    app.setApplicationDisplayName("")
    dress(app)
    return app
