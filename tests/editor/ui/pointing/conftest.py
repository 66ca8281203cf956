"""A project of a moving disc, and the models of pointing in it without a window or an engine."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from editor.ui.graph.model import GraphModel
from editor.ui.observe import Value
from editor.ui.pointing.model import PointingModel
from editor.ui.session import Session
from editor.ui.work import Work
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.engine.catalog import catalog_of
from tests.editor.ui.posted import Posted

from .disc import CLIP, make_project

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def discs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once; to be copied."""
    return make_project(tmp_path_factory.mktemp("discs") / "disc")


@pytest.fixture
def disc_project(discs: Path) -> Iterator[Path]:
    """A copy of the project beside its media."""
    folder = discs.with_name(f"project-{next(_numbers)}")
    shutil.copytree(discs, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def specs() -> Mapping[str, Spec]:
    return {name: node.spec for name, node in catalog_of([]).items()}


class Seat:
    """Where a player sits: it goes to frames, and shows none."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.playing = Value(0)

    def stop(self) -> None:
        self.playing.set(0)

    def seek(self, time: Time) -> None:
        self.session.playhead.set(time)


class Pointed:
    """The models over a project, the clip selected, pointing on."""

    def __init__(self, project: Path, specs: Mapping[str, Spec]) -> None:
        self.posted = Posted()
        self.session, self.work = Session(self.posted), Work(self.posted)
        self.graph = GraphModel(self.session, self.work)
        self.seat = Seat(self.session)
        self.model = PointingModel(self.session, self.graph, self.seat)  # type: ignore[arg-type]
        self.told: list[str] = []
        self.session.message.watch(self.told.append)
        self.session.open(project)
        self.posted.until(lambda: self.session.project.value is not None)
        self.graph.specs.set(specs)
        self.session.selection.set(frozenset({CLIP}))
        self.model.on.set(True)

    def kept(self) -> None:
        """Wait until every edit is kept."""
        session = self.session
        self.posted.until(
            lambda: session.project.value is not None and session.cut.value is session.project.value.cut
        )

    def undo(self) -> None:
        before = self.session.cut.value
        self.session.undo()
        self.posted.until(lambda: self.session.cut.value is not before)

    def redo(self) -> None:
        before = self.session.cut.value
        self.session.redo()
        self.posted.until(lambda: self.session.cut.value is not before)

    def verbs(self) -> list[str]:
        from editor.document.opened import edits_made

        self.kept()
        project = self.session.project.value
        assert project is not None
        return [str(edit["verb"]) for edit in edits_made(project)[0]]

    def close(self) -> None:
        self.model.close()
        self.session.close()
        self.work.close()


@pytest.fixture
def pointed(disc_project: Path, specs: Mapping[str, Spec]) -> Iterator[Pointed]:
    made = Pointed(disc_project, specs)
    yield made
    made.close()
