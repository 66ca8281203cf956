"""Starting the window."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType, TracebackType

from qtpy.QtCore import QSize, QSocketNotifier, Qt, QTimer
from qtpy.QtWidgets import QApplication

from .desk import Desk
from .keymap.model import KEYS
from .post import WindowPost
from .preferences.values import FILE, preferences_from, take_up
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


def run(path: Path | None) -> int:
    """Open the window, with a project or cut where one is named, and return its exit code."""
    preferences = preferences_from(read_settings(FILE))
    take_up(preferences, os.environ)
    speak(preferences.language)
    app = make_app()
    teach_qt(app, preferences.language)
    post = WindowPost()
    desk = Desk(post)
    desk.preferences.preferences.set(preferences)
    desk.keymap.restore(read_settings(KEYS))
    window = Window(desk, post)
    window.restore(read_settings(STATE))
    with faults_told(desk), stopping(window):
        window.show()
        if path is not None:
            desk.open(path.absolute())
        loading = Lane("loading", post)
        QTimer.singleShot(0, window, lambda: loading.do(load, lambda _: furnish(window), desk.session.fail))
        code = app.exec()
    loading.close()
    state = window.state()
    keep_picture(window)
    window.forget()
    desk.close()
    post.close()
    window.deleteLater()
    try:
        write_settings(STATE, state)
    except Exception as error:  # noqa: BLE001 - how the window stood is not worth failing for
        print(f"workprint: how the window stood could not be kept: {error}", file=sys.stderr)
    return code


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


@contextmanager
def faults_told(desk: Desk) -> Iterator[None]:
    """Tell a fault in a slot to the person, in full on standard error; the window goes on."""
    before = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        if not isinstance(error, KeyboardInterrupt):
            desk.session.message.set(f"This is a fault in Workprint, not yours: {error!r}. Please report it.")

    sys.excepthook = tell
    try:
        yield
    finally:
        sys.excepthook = before


@contextmanager
def stopping(window: Window) -> Iterator[None]:
    """Close the window on SIGINT and SIGTERM; Qt's loop is woken by a pipe that the signal writes to."""
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: os.read(reading, 64))
    woken = signal.set_wakeup_fd(writing)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        window.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken)
        notifier.setEnabled(False)
        os.close(reading)
        os.close(writing)
