"""What the window's process holds, and what the command line says where there can be no window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from editor.cli.window import means_window

MOST_MEGABYTES = 150


def run(repository: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    told = {name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")} | changes
    return subprocess.run(
        [sys.executable, *words], cwd=repository, env=told, capture_output=True, text=True, timeout=150
    )


@pytest.mark.qt
def test_the_window_decodes_nothing_itself_and_stays_small(project: Path, repository: Path) -> None:
    ran = run(repository, "-m", "tests.editor.ui.fresh", str(project), QT_QPA_PLATFORM="offscreen")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["loaded"] == []
    assert told["megabytes"] < MOST_MEGABYTES


def test_without_a_display_one_message_says_so(repository: Path) -> None:
    ran = run(repository, "-m", "editor.cli", QT_QPA_PLATFORM="")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "there is no display" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_told(repository: Path) -> None:
    ran = run(repository, "-m", "editor.cli", "nothing.otio")
    assert ran.returncode == 2
    assert "there is no such file" in ran.stderr


def test_help_knows_nothing_of_qt(repository: Path) -> None:
    code = "import sys; from editor.cli.main import run\ntry: run(['--help'])\nexcept SystemExit: pass\n"
    ran = run(repository, "-c", code + "assert not any('qt' in name.lower() for name in sys.modules)")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["cut.otio"], True),
        (["folder/project"], True),
        (["--help"], False),
        (["takes"], False),
        (["takez"], False),
        (["new", "project"], False),
    ],
)
def test_no_word_or_one_file_means_the_window(words: list[str], window: bool) -> None:
    assert means_window(words, ["new", "takes"]) is window
