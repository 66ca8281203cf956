"""`workprint --help` stays light: what it imports is counted, since times on a busy machine say little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MOST_MODULES = 160
HEAVY = {"numpy", "av", "cv2", "OpenImageIO", "PyOpenColorIO", "qtpy", "PySide6", "torch", "diffusers"}
COMMANDS = "new info edit shot take takes render export levels run nodes cache bench doctor demo"


def imports_of(words: list[str], folder: Path) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *words], cwd=folder, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return [line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "import time:" in line][1:]


def test_help_imports_few_modules(repository: Path) -> None:
    bare = imports_of(["-c", "pass"], repository)
    ours = imports_of(["-m", "editor.cli", "--help"], repository)
    assert len(ours) - len(bare) < MOST_MODULES, sorted(set(ours) - set(bare))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_neither_help_nor_version_loads_a_library(option: str, repository: Path) -> None:
    ours = imports_of(["-m", "editor.cli", option], repository)
    assert HEAVY.isdisjoint(name.partition(".")[0] for name in ours)


def test_an_engine_starts_without_the_library_that_only_sound_and_style_need(repository: Path) -> None:
    ours = imports_of(["-c", "import nodes.engine.handlers"], repository)
    assert not any(name.partition(".")[0] == "scipy" for name in ours)


def test_help_names_every_command(repository: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "editor.cli", "--help"], cwd=repository, capture_output=True, text=True
    )
    assert ran.returncode == 0
    for command in COMMANDS.split():
        assert f"\n    {command} " in ran.stdout, f"{command} is not in the help"
