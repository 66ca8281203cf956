"""A window in another's place: a project closed, another opened, another language, a new process."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from editor.document.project import open_project
from editor.ui.shell.anew import Anew, Place

pytestmark = pytest.mark.qt


class House:
    """Windows one after another, as the program shows them."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.shown: Any = None

    def show(self, begin: Any) -> Any:
        from editor.ui.app import Shown

        self.shown = shown = Shown(begin)
        self.wait(lambda: shown.window.furnished)
        if begin.place is not None:
            self.wait(lambda: shown.desk.session.project.value and shown.desk.player.picture.value)
        return shown

    def wait(self, until: Callable[[], object]) -> None:
        end = time.monotonic() + 60
        while not until():
            assert time.monotonic() < end, self.shown and self.shown.desk.session.message.value
            self.app.processEvents()
            time.sleep(0.002)

    def end(self) -> Any:
        begin = self.shown.end()
        self.shown.window.hide()
        self.shown.window.deleteLater()
        self.shown = None
        self.app.sendPostedEvents(None, 52)  # DeferredDelete
        self.app.processEvents()
        return begin


@pytest.fixture
def house(app: Any) -> Iterator[House]:
    from editor.ui.words.qt import teach_qt
    from editor.ui.words.say import ENGLISH, speak

    made = House(app)
    yield made
    if made.shown is not None:
        made.end()
    speak(ENGLISH)
    teach_qt(app, ENGLISH)


def begin_with(place: Place | None, **chosen: Any) -> Any:
    from editor.ui.app import Begin
    from editor.ui.keymap.keymap import Keymap
    from editor.ui.preferences.values import Preferences

    return Begin(Preferences(**chosen), Keymap(), {}, place)


def test_a_project_is_closed_to_the_start_page_and_leaves_nothing(
    house: House, app: Any, project: Path
) -> None:
    threads, processes = set(threading.enumerate()), set(psutil.Process().children(recursive=True))
    shown = house.show(begin_with(Place(project)))
    gone = [weakref.ref(each) for each in (shown.desk, shown.desk.player, shown.desk.session, shown)]
    desk = shown.desk
    clip = next(iter(desk.session.cut.value.stack.items[0].items)).id
    desk.session.edit("lift", lambda cut, media: _lifted(cut, clip), {"clip": clip})
    handle = shown.window.handles["file.close"]
    assert handle.isEnabled() and handle.shortcut().toString() == "Ctrl+W"
    handle.trigger()
    assert shown.anew == Anew()
    del shown, desk, handle
    begin = house.end()
    assert begin.place is None
    house.wait(lambda: gc.collect() >= 0 and all(each() is None for each in gone))
    assert set(threading.enumerate()) == threads
    assert set(psutil.Process().children(recursive=True)) == processes
    with open_project(project, write=True) as kept:
        assert [step.record.kind for step in kept.history.done] == ["edit"]
    again = house.show(begin)
    assert again.window._pages.currentWidget() is again.window.start
    assert not again.window.handles["file.close"].isEnabled()
    house.wait(lambda: again.desk.start.looked.value)
    assert next(recent.folder for recent in again.desk.start.recent.value) == project
    again.desk.open(project)
    house.wait(lambda: again.desk.session.project.value)
    assert again.desk.can_undo.value


def test_where_something_runs_closing_asks_first(house: House, project: Path) -> None:
    from qtpy.QtWidgets import QMessageBox

    shown = house.show(begin_with(Place(project)))
    goes_on = threading.Event()
    shown.desk.queue.add("Take", lambda progress: goes_on.wait(60), lambda _: None, lambda _: None)
    shown.window.handles["file.close"].trigger()
    (box,) = shown.window.findChildren(QMessageBox)
    assert "close the project" in box.text()
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert not shown.anew
    shown.window.handles["file.close"].trigger()
    box = next(each for each in shown.window.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if each.text() == "Stop and Close").click()
    assert shown.anew == Anew()
    goes_on.set()


def test_another_project_opens_in_the_same_window_with_nothing_of_the_first(
    house: House, project: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(project, tmp_path / "other"))
    shown = house.show(begin_with(Place(project)))
    desk = shown.desk
    clip = next(iter(desk.session.cut.value.stack.items[0].items)).id
    desk.session.edit("lift", lambda cut, media: _lifted(cut, clip), {"clip": clip})
    desk.session.selection.set(frozenset({clip}))
    house.wait(lambda: desk.can_undo.value and desk.session.project.value.history.done)
    desk.open(other)
    house.wait(lambda: desk.session.project.value.folder == other)
    assert not desk.session.selection.value and not desk.can_undo.value
    assert shown.window.windowTitle().startswith("other")
    # The first is free for others.
    open_project(project, write=True).close()


@pytest.mark.slow
def test_another_language_is_spoken_at_once_at_the_same_place(house: House, project: Path) -> None:
    from qtpy.QtWidgets import QLabel

    from editor.ui.preferences.dialog import PreferencesDialog
    from editor.ui.words.qt import teach_qt
    from editor.ui.words.say import speak
    from nodes.api.times import Range, Time

    shown = house.show(begin_with(Place(project)))
    session = shown.desk.session
    gone, *_, clip = (each.id for each in session.cut.value.stack.items[0].items)
    rate = session.cut.value.rate
    session.selection.set(frozenset({clip}))
    session.playhead.set(Time(3, rate))
    session.marked.set(Range(Time(1, rate), Time(5, rate)))
    session.edit("lift", lambda cut, media: _lifted(cut, gone), {"clip": gone})
    house.wait(lambda: session.project.value.history.done)
    assert shown.window.handles["file.close"].text() == "Close the Project"
    dialog = PreferencesDialog(shown.window)
    dialog.open()
    dialog.language.setCurrentIndex(dialog.language.findData("de"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    assert shown.anew is not None and not shown.anew.process
    del session, dialog
    begin = house.end()
    assert begin.preferences.language == "de"
    speak("de")
    teach_qt(house.app, "de")
    shown = house.show(begin)
    session = shown.desk.session
    house.wait(lambda: session.marked.value)
    assert session.playhead.value == Time(3, rate) and session.selection.value == {clip}
    assert shown.window.handles["file.close"].text() == "Projekt schließen"
    house.wait(lambda: shown.window.handles["edit.undo"].text() == "Rückgängig: Herausnehmen")
    assert shown.window.docks["media"].windowTitle() == "Medien"
    words = {label.text() for label in shown.window.findChildren(QLabel)}
    assert "Recent projects" not in words and "Zuletzt geöffnet" in words


def test_the_size_of_the_interface_waits_for_a_restart_that_is_offered(
    windows: Callable[[], Any],
) -> None:
    from editor.ui.preferences.dialog import PreferencesDialog

    person = windows()
    wished: list[Anew] = []
    person.window.anew.connect(wished.append)
    dialog = PreferencesDialog(person.window)
    dialog.open()
    assert not dialog.restart.isVisible()
    dialog.scale.setCurrentIndex(dialog.scale.findData(150))
    dialog.scale.activated.emit(dialog.scale.currentIndex())
    assert dialog.restart.isVisible() and "starts again" in dialog._later.text()
    dialog.restart.click()
    assert wished == [Anew(None, process=True)]
    dialog.reject()


RESTARTED = """
import json, os, sys
from pathlib import Path
from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QApplication
from editor.ui import app
from editor.ui.shell.anew import start_again
from editor.ui.preferences.values import FILE, Preferences, preferences_json
from editor.ui.start.recent import write_settings

first = "AGAIN" not in os.environ
os.environ["AGAIN"] = "1"

def look():
    window = next((each for each in QApplication.topLevelWidgets() if hasattr(each, "desk")), None)
    if window is None or window.desk.session.project.value is None:
        return
    timer.stop()
    if first:
        window.desk.preferences.change(Preferences(scale=150))
        start_again(window)
        return
    opened = str(window.desk.session.project.value.folder)
    told = {"folder": opened, "ratio": window.devicePixelRatioF(), "process": os.getpid()}
    print(json.dumps(told), flush=True)
    window.close()

timer = QTimer()
made = app.make_app
def make_app():
    found = made()
    timer.timeout.connect(look)
    timer.start(20)
    return found
app.make_app = make_app
sys.exit(app.run(Path(sys.argv[1])))
"""


@pytest.mark.slow
def test_a_restart_takes_the_size_up_and_opens_the_project_again(project: Path, repository: Path) -> None:
    environment = dict(os.environ) | {"QT_QPA_PLATFORM": "offscreen"}
    running = subprocess.Popen(
        [sys.executable, "-c", RESTARTED, str(project)],
        cwd=repository,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said, errors = running.communicate(timeout=150)
    assert running.returncode == 0, errors
    told = json.loads(said.splitlines()[-1])
    assert told == {"folder": str(project), "ratio": 1.5, "process": running.pid}


def _lifted(cut: Any, clip: str) -> Any:
    from editor.document import edits

    return edits.lift(cut, clip)
