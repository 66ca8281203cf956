"""A small cut, its media and a project of it, made once by the command line; every test gets a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Ran, run_command
from tests.support.sample import make_sample_project, make_small_sample


@dataclass(frozen=True, slots=True)
class Sample:
    """The cut with its media beside it, and a project of it: two shots graded, one take, circled."""

    cut: Path
    project: Path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return the sample and its project; nobody changes them."""
    folder = tmp_path_factory.mktemp("sample")
    _let_everybody_in(folder)
    cut, project = make_small_sample(folder / "media"), folder / "project"
    env = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    make_sample_project(project, cut, env=env)
    return Sample(cut, project)


@pytest.fixture
def project(sample: Sample, tmp_path: Path) -> Path:
    """Return a copy of the sample's project."""
    return Path(shutil.copytree(sample.project, tmp_path / "project"))


NOBODY = 65534


@pytest.fixture
def everyones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that any user may enter and write to."""
    folder = tmp_path_factory.mktemp("everyone")
    _let_everybody_in(folder)
    folder.chmod(0o777)
    return folder


@pytest.fixture(scope="session")
def as_nobody(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Return a way to run a command as a user who owns nothing; needs root, who alone can be others."""
    if os.geteuid() != 0:
        pytest.skip("only root can run a command as another user")
    folder = tmp_path_factory.mktemp("nobody")
    _let_everybody_in(folder)
    cache = folder / "cache"
    cache.mkdir()
    os.chown(cache, NOBODY, NOBODY)
    python = _python_for_everybody(folder)

    def run(*words: object, **how: Any) -> Ran:
        env = {"HOME": "/nonexistent", "XDG_CACHE_HOME": str(cache)} | how.pop("env", {})
        return run_command(*words, python=python, env=env, **{"user": NOBODY} | how)

    return run


def _python_for_everybody(folder: Path) -> Path:
    """Return this interpreter, or one of its version that others may run too, with the same packages."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for place in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        made = folder / Path(place).parent.name / "bin" / "python"
        packages = folder / made.parent.parent / "lib" / name / "site-packages"
        for path in (made, packages):
            path.parent.mkdir(parents=True, exist_ok=True)
        made.symlink_to(Path(place).resolve())
        packages.symlink_to(sysconfig.get_path("purelib"))
        (made.parent.parent / "pyvenv.cfg").write_text(f"home = {Path(place).resolve().parent}\n")
        try:
            subprocess.run([made, "-c", "import numpy, av"], user=NOBODY, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(made.parent.parent)
            continue
        return made
    pytest.skip("no interpreter of this version that another user may run")


def _let_everybody_in(folder: Path) -> None:
    """Let others look into a folder of pytest's, which are closed by default."""
    for path in (folder, *folder.parents[:2]):
        path.chmod(path.stat().st_mode | 0o055)
