"""What tests of the window get: an application that draws nowhere, the sample cut, a window to act in.

A test with the marker `qt` fails on any message of Qt, on a fault in a slot, and on widgets left behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

try:
    import qtpy.QtWidgets  # noqa: F401
except ImportError as error:
    WHY = f"needs Qt: {error} (python3 run.py edit installs it and names missing system libraries)"
else:
    WHY = ""

# What the offscreen platform says of itself, whatever a program does.
HARMLESS = ("This plugin does not support",)

_numbers = count()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if WHY and item.get_closest_marker("qt"):
        pytest.skip(WHY)


@pytest.fixture(scope="session")
def app() -> Any:
    """Return the application, in Workprint's looks; there is one a process."""
    if WHY:
        pytest.skip(WHY)
    from editor.ui.app import make_app

    return make_app()


@pytest.fixture(autouse=True)
def qt_is_clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail where Qt says anything, a slot raises, or a top-level widget outlives the test."""
    if WHY or not request.node.get_closest_marker("qt"):
        yield
        return
    from qtpy.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
    from qtpy.QtWidgets import QApplication

    app = request.getfixturevalue("app")
    said: list[str] = []
    raised: list[BaseException] = []

    def hear(kind: object, context: object, text: str) -> None:
        if not text.startswith(HARMLESS):
            said.append(text)

    def catch(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error)

    before, hook = set(QApplication.topLevelWidgets()), sys.excepthook
    handler = qInstallMessageHandler(hear)
    sys.excepthook = catch
    try:
        yield
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
    finally:
        sys.excepthook = hook
        qInstallMessageHandler(handler)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    for widget in left:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if raised:
        raise raised[0]
    assert not said, f"Qt said: {said}"
    assert not left, f"widgets left behind: {left}"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a plain cut of numbered media, made once for all tests."""
    from tests.support.sample import make_small_sample

    return make_small_sample(tmp_path_factory.mktemp("sample") / "cut", 320, 180)


@pytest.fixture(scope="session")
def conformed(sample: Path) -> Path:
    """Return a project of the sample cut, to be copied."""
    from editor.verbs import new

    made = new(sample.parent / "conformed", cut=sample)
    made.project.close()
    return made.project.folder


@pytest.fixture
def project(conformed: Path) -> Iterator[Path]:
    """Return a project of the sample cut that the test may change."""
    folder = conformed.with_name(f"project-{next(_numbers)}")
    shutil.copytree(conformed, folder)
    yield folder
    # A window that is still open writes until it is closed, which may be after this.
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def windows(app: Any) -> Iterator[Callable[[], Any]]:
    """Return what opens a window and somebody to act in it; all are closed at the end."""
    from tests.editor.ui.acting import Person

    people: list[Person] = []

    def open_window() -> Person:
        people.append(Person(app))
        return people[-1]

    yield open_window
    for person in people:
        person.leave()


@pytest.fixture
def x_display() -> Iterator[str]:
    """Return an X display of our own, with nothing on it."""
    for program in ("Xvfb", "xdotool"):
        if not shutil.which(program):
            pytest.skip(f"needs {program}: apt-get install xvfb xdotool libxcb-cursor0")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(30)
