"""How soon the window is there, beside an empty Qt window, and how much memory it takes with a project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.rows import Row, side_by_side

MOST_MEGABYTES = 150.0
EMPTY = """
from qtpy.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
print("ready", flush=True)
"""


def measure_start() -> Row:
    """Start both ten times in turns, up to the first painting."""
    ours, peer = side_by_side(
        lambda: _until_ready("-m", "tests.editor.ui.fresh"), lambda: _until_ready("-c", EMPTY), times=10
    )
    note = "process start to the start page drawn, beside an empty QMainWindow, offscreen"
    return Row("window-start", ours, peer, goal=2, unit="s", note=note)


def measure_memory() -> Row:
    """Open a project of the sample cut and look at the window's process once the picture is there."""
    from editor.demo.sample import make_sample
    from editor.engine import start_engine
    from editor.verbs import new

    with tempfile.TemporaryDirectory() as folder:
        with start_engine() as engine:
            sample = make_sample(Path(folder) / "sample", engine, lambda done, total, what: None)
            new(Path(folder) / "project", cut=sample, engine=engine).project.close()
        told = _run("-m", "tests.editor.ui.fresh", str(Path(folder) / "project"))
    ours = float(json.loads(told.splitlines()[-1])["megabytes"])
    note = "the window's process with the sample project and its picture"
    return Row("window-memory", ours, None, goal=MOST_MEGABYTES, unit="MB", note=note)


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _run(*words: str) -> str:
    return subprocess.run(
        [sys.executable, *words], env=_environment(), stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def _until_ready(*words: str) -> None:
    """Start a window, return once it says that it is ready, and have it end."""
    with subprocess.Popen(
        [sys.executable, *words],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        if running.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{' '.join(words)} did not show a window")
        running.kill()


BENCHES = {"window-start": measure_start, "window-memory": measure_memory}
