"""What tests of the whole way share: one demo that was really run, copied for each test that changes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from editor.engine import start_engine
from editor.verbs import support
from tests.editor.kit import done, in_a_process
from tests.editor.show import make_media, show_cut, write


@dataclass(frozen=True)
class Demo:
    """A demo that ran: its folder and what it said."""

    folder: Path
    document: dict[str, Any]
    told: str

    @property
    def project(self) -> Path:
        return self.folder / "project"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run a short `workprint demo` once for all tests; nobody may change what lies there."""
    return run_demo(tmp_path_factory.mktemp("demo") / "out", "--short")


def run_demo(folder: Path, *words: str) -> Demo:
    """Run a demo that must succeed, as a process of its own."""
    ran = in_a_process("demo", "--out", folder, "--json", *words, timeout=900)
    assert ran.code == 0, ran.err + ran.out
    return Demo(folder, ran.json(), ran.err)


@pytest.fixture
def one_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the commands that a test runs in this process share one frame engine: starting costs the most."""
    with start_engine() as engine:
        monkeypatch.setattr(support, "start_engine", lambda: nullcontext(engine))
        yield


@pytest.fixture
def project(demo: Demo, tmp_path: Path, one_engine: None) -> Path:
    """Return a copy of the demo's project, with takes, to be changed; its media stays where it is."""
    place = tmp_path / "project"
    shutil.copytree(demo.project, place)
    return place


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the media of the small show once for all tests; nobody may change it."""
    return make_media(tmp_path_factory.mktemp("show") / "media")


@pytest.fixture(scope="session")
def made_show(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the small show's project once for all tests; nobody may change it."""
    cut = write(media / "show.otio", show_cut())
    project = tmp_path_factory.mktemp("made") / "show"
    done("new", project, "--from", cut, "--handles", 4)
    return project


@pytest.fixture
def show(made_show: Path, tmp_path: Path, one_engine: None) -> Path:
    """Return a copy of the small show's project, to be changed."""
    place = tmp_path / "show"
    shutil.copytree(made_show, place)
    return place
