"""A project of a moving disc, its clip selected, and what can be held of a node on its picture."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.playback.ring import Picture
from editor.ui.graph.model import GraphModel
from editor.ui.grips.model import GripsModel
from editor.ui.inspector.model import InspectorModel
from editor.ui.pointing.hands import Spot
from editor.ui.session import Session
from editor.ui.work import Work
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.engine.catalog import catalog_of
from nodes.graph.model import GraphNode
from tests.editor.ui.pointing.disc import CLIP, COLUMNS, RATE, ROWS, make_project
from tests.editor.ui.posted import Posted

_numbers = itertools.count(1)


class Desk:
    """The models that handles stand on; the graph begins with the clip's own media."""

    def __init__(self, project: Path, specs: Mapping[str, Spec]) -> None:
        self.posted = Posted()
        self.session, self.work = Session(self.posted), Work(self.posted)
        self.graph = GraphModel(self.session, self.work)
        self.inspector = InspectorModel(self.session, self.work, self.graph)
        self.grips = GripsModel(self.session, self.graph, self.inspector)
        self.told: list[str] = []
        self.session.message.watch(self.told.append)
        self.session.open(project)
        self.posted.until(lambda: self.session.project.value is not None)
        self.graph.specs.set(specs)
        self.session.selection.set(frozenset({CLIP}))

    def kept(self) -> None:
        session = self.session
        self.posted.until(
            lambda: session.project.value is not None and session.cut.value is session.project.value.cut
        )

    def edits(self) -> int:
        from editor.document.opened import edits_made

        self.kept()
        assert self.session.project.value is not None
        return len(edits_made(self.session.project.value)[0])

    def undo(self) -> None:
        before = self.session.cut.value
        self.session.undo()
        self.posted.until(lambda: self.session.cut.value is not before)

    @property
    def node(self) -> GraphNode:
        assert self.graph.node is not None
        return self.graph.node

    def held(self, name: str) -> Any:
        return next(each for each in self.grips.held.value if each.name == name)

    def go(self, frame: int) -> None:
        self.session.playhead.set(Time(frame, RATE))

    def drag(self, *places: tuple[float, float], constrained: bool = False, beneath: bool = False) -> bool:
        """Press at the first of some places in the node's pixels, go on to the others, let go."""
        if not self.grips.press(Spot(*places[0]), beneath=beneath):
            return False
        for place in places[1:]:
            self.grips.drag(Spot(*place), constrained=constrained)
        self.grips.release(Spot(*places[-1]), constrained=constrained)
        return True

    def close(self) -> None:
        self.grips.close()
        self.inspector.forget()
        self.session.close()
        self.work.close()


class Canvas:
    """The tool over a picture that lies on a canvas, three times as large and twice as wide again."""

    def __init__(self, desk: Desk, scale: str | None = None) -> None:
        from qtpy.QtWidgets import QWidget

        from editor.ui.grips.tool import GripsTool
        from editor.ui.viewer.placement import Placement
        from editor.ui.viewer.tools import Surface

        self.desk = desk
        self.keyboard = QWidget()
        self.widget = QWidget(self.keyboard)
        self.tool = GripsTool(desk.grips, self.widget, lambda: True)
        meta = {"pixel_aspect": "2"} | ({} if scale is None else {"scale": scale})
        picture = Picture(np.zeros((ROWS, COLUMNS, 4), np.uint8), Time(0, RATE), meta)
        self.surface = Surface(picture, Placement(COLUMNS, ROWS, 10, 20, 6.0, 3.0, False), 1.0)

    def mouse(self, kind: str, x: float, y: float, *, held: Any = None) -> bool:
        """Do something with the mouse at a place of the picture."""
        from qtpy.QtCore import QEvent, QPointF, Qt
        from qtpy.QtGui import QMouseEvent

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        at = QPointF(10 + 6 * x, 20 + 3 * y)
        down = none if kind == "MouseButtonRelease" else left
        event = QMouseEvent(
            getattr(QEvent.Type, kind), at, at, left, down, held or Qt.KeyboardModifier.NoModifier
        )
        return self.tool.takes(event, self.surface)

    def key(self, key: Any, held: Any = None) -> bool:
        """Press a key as Qt does: announced, then pressed if it was taken."""
        from qtpy.QtCore import QEvent, Qt
        from qtpy.QtGui import QKeyEvent

        how = held or Qt.KeyboardModifier.NoModifier
        told = self.tool.takes(QKeyEvent(QEvent.Type.ShortcutOverride, key, how), self.surface)
        return told and self.tool.takes(QKeyEvent(QEvent.Type.KeyPress, key, how), self.surface)

    def close(self) -> None:
        self.tool.forget()
        self.keyboard.deleteLater()


@pytest.fixture(scope="session")
def disc_specs() -> Mapping[str, Spec]:
    return {name: node.spec for name, node in catalog_of([]).items()}


@pytest.fixture(scope="session")
def held_disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once; to be copied."""
    return make_project(tmp_path_factory.mktemp("held") / "disc")


@pytest.fixture
def desk(held_disc: Path, disc_specs: Mapping[str, Spec]) -> Iterator[Desk]:
    folder = held_disc.with_name(f"project-{next(_numbers)}")
    shutil.copytree(held_disc, folder)
    made = Desk(folder, disc_specs)
    yield made
    made.close()
    shutil.rmtree(folder, ignore_errors=True)
