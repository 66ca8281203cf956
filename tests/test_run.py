"""`run.py` says what is wrong, sets up once, and hands on arguments and exit status."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def runner(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return run.py as a module whose `.venv` is in a folder of the test."""
    spec = importlib.util.spec_from_file_location("run", repository / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name in ("STAMP", "UNFINISHED", "LOG", "PYTHON", "BIN"):
        monkeypatch.setattr(module, name, venv / getattr(module, name).relative_to(module.VENV))
    monkeypatch.setattr(module, "VENV", venv)
    return module


@pytest.fixture
def made(runner: ModuleType) -> ModuleType:
    """Return `runner` with a `.venv` that it thinks it has set up for `media`."""
    runner.PYTHON.parent.mkdir(parents=True)
    runner.PYTHON.symlink_to(sys.executable)
    runner.write_stamp(["media"])
    return runner


def start(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, folder / "run.py", *words], capture_output=True, text=True)


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_help_lists_the_commands(repository: Path, words: list[str]) -> None:
    ran = start(repository, *words)
    assert ran.returncode == 0
    assert all(f"run.py {name} " in ran.stdout for name in ("demo", "test", "cli", "edit", "bench"))


def test_an_unknown_command_exits_2_and_names_the_others(repository: Path) -> None:
    ran = start(repository, "dmeo")
    assert ran.returncode == 2
    assert "'dmeo'" in ran.stderr
    assert "demo" in ran.stderr


def test_a_python_that_will_not_do_is_told_so(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(runner.Stop, match=r"needs Python 3\.11 to 3\.13, and this is 3\.9"):
        runner.require_python(["demo"])


def test_what_is_installed_is_not_installed_again(made: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "pip", None)
    assert made.ready({"media"})
    made.prepare({"media"})


def test_another_extra_is_installed_besides(made: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(made, "pip", lambda *words: asked.append(words))
    monkeypatch.setattr(made, "usable", lambda: True)
    monkeypatch.setattr(made, "require_libraries", lambda modules: None)
    made.prepare({"media", "test"})
    assert asked[-1][-1].endswith("[media,test]")
    assert made.ready({"media", "test"})
    assert made.ready({"media"})


def test_a_changed_declaration_asks_for_a_new_set_up(
    made: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = made.declared()
    monkeypatch.setattr(made, "declared", lambda: declared | {"tool": declared["tool"] | {"ruff": {}}})
    assert made.ready({"media"})
    project = declared["project"] | {"dependencies": ["other"]}
    monkeypatch.setattr(made, "declared", lambda: declared | {"project": project})
    assert not made.ready({"media"})


def test_an_interrupted_set_up_starts_from_nothing(made: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    half_installed = made.VENV / "half"
    half_installed.touch()
    made.UNFINISHED.touch()
    monkeypatch.setattr(made, "pip", lambda *words: None)
    monkeypatch.setattr(made, "require_libraries", lambda modules: None)
    made.prepare({"media"})
    assert not half_installed.exists()
    assert made.ready({"media"})


def test_a_set_up_that_fails_is_tried_again_next_time(
    made: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*words: str) -> None:
        raise made.Stop("offline")

    monkeypatch.setattr(made, "pip", offline)
    monkeypatch.setattr(made, "usable", lambda: True)
    with pytest.raises(made.Stop, match="offline"):
        made.prepare({"media", "test"})
    assert not made.UNFINISHED.exists()
    assert made.ready({"media"})
    assert not made.ready({"media", "test"})


def test_a_venv_that_was_moved_is_made_anew(made: ModuleType) -> None:
    assert made.read_stamp()["root"] == str(made.ROOT)
    made.STAMP.write_text(json.dumps(made.read_stamp() | {"root": "/elsewhere"}))
    assert not made.usable()


def test_missing_libraries_are_named_by_package_on_one_line(
    made: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    failure = {"cv2": "ImportError: libGL.so.1: cannot open shared object file"}
    monkeypatch.setattr(made, "probe", lambda modules: (failure, ["libGL.so.1", "libgthread-2.0.so.0"]))
    with pytest.raises(made.Stop) as stop:
        made.require_libraries(["cv2"])
    (line,) = (line for line in str(stop.value).splitlines() if "apt-get" in line)
    assert line.strip().startswith("su -c 'apt-get update && apt-get install -y")
    assert "libgl1 libglib2.0-0" in line


def test_a_module_that_does_not_import_is_told(made: ModuleType) -> None:
    with pytest.raises(made.Stop, match="no_such_module: ModuleNotFoundError"):
        made.require_libraries(["json", "no_such_module"])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_clean_copy_sets_itself_up_and_then_needs_no_network(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(
        repository, copy, ignore=shutil.ignore_patterns(".git", ".venv*", ".*_cache", "__pycache__")
    )
    first = start(copy, "cli", "--version")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "workprint 0.1.0\n"
    cut_off = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    second = subprocess.run(
        [sys.executable, "run.py", "cli", "--version"],
        cwd=copy,
        env=cut_off,
        capture_output=True,
        text=True,
    )
    assert (second.returncode, second.stdout, second.stderr) == (0, "workprint 0.1.0\n", "")
    unknown = start(copy, "cli", "nonsense")
    assert unknown.returncode == 2
