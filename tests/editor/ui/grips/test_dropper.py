"""Somebody picks a colour from the picture: working light, as one edit; Escape changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor.ui.pointing.disc import CLIP, FIRST, middle

pytestmark = pytest.mark.qt

CLEAR = (150.5, 6.5)


class Picking:
    """A window of the disc's project, the keyer selected that follows its own media."""

    def __init__(self, person: Any, project: Path) -> None:
        self.person, self.desk = person, person.desk
        self.canvas = person.window.viewer.canvas
        person.open(project)
        person.session.selection.set(frozenset({CLIP}))
        person.press("view.live")
        self.desk.graph.add("key.chroma")
        person.settle()
        player = self.desk.player
        person.wait(lambda: player.picture.value is not None and not player.busy.value, "a picture")
        self.before = self.colour()

    def colour(self) -> list[float]:
        (field,) = (each for each in self.desk.inspector.fields.value if each.name == "screen")
        return list(field.value)

    def pick(self) -> None:
        self.desk.inspector.picking.set("")
        self.person.window.inspector.controls["screen"].dropper.click()
        assert self.desk.inspector.picking.value == "screen"

    def mouse(self, kind: str, x: float, y: float) -> None:
        from qtpy.QtCore import QEvent, Qt
        from qtpy.QtGui import QMouseEvent
        from qtpy.QtWidgets import QApplication

        at = self.person.window.viewer.tools.surface.on_canvas(x, y)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        down = none if kind == "MouseButtonRelease" else left
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(getattr(QEvent.Type, kind), at, self.canvas.mapToGlobal(at), left, down, plain)
        QApplication.sendEvent(self.canvas, event)

    def light(self, x: float, y: float) -> list[float]:
        """Return what the engine has at a place, the mean of nine pixels."""
        job, time = self.desk.player.reading.still
        engine = self.desk.work.engine
        found = engine.pixel(engine.load(job), time, (int(x), int(y)), 3)["working"]
        return [found[name] for name in "RGB"]


@pytest.fixture
def picking(windows: Callable[[], Any], held_disc: Path) -> Iterator[Picking]:
    project = held_disc.with_name("project-dropper")
    shutil.copytree(held_disc, project)
    yield Picking(windows(), project)
    shutil.rmtree(project, ignore_errors=True)


def test_a_click_takes_the_light_there_as_one_edit_and_escape_changes_nothing(picking: Picking) -> None:
    person, desk = picking.person, picking.desk
    steps = len(person.session.project.value.history.done)
    picking.pick()
    person.keys("Escape", person.window.viewer)
    assert not desk.inspector.picking.value and picking.colour() == picking.before

    x, y = middle(FIRST)
    picking.pick()
    picking.mouse("MouseButtonPress", *CLEAR)
    wanted = picking.light(x, y)
    person.wait(lambda: picking.colour() != picking.before, "the colour to be tried")
    tried = picking.colour()
    assert len(person.session.project.value.history.done) == steps
    picking.mouse("MouseMove", x + 0.5, y + 0.5)
    picking.mouse("MouseButtonRelease", x + 0.5, y + 0.5)
    person.wait(lambda: not desk.inspector.picking.value, "the colour to be picked")
    person.settle()
    # Of the frame as it was when the hand came down, not as the tried screen colour has made it since.
    assert picking.colour() == pytest.approx(wanted, abs=2e-3) and picking.colour() != tried
    assert picking.colour()[0] > 2 * picking.colour()[2], "the disc is red"
    assert len(person.session.project.value.history.done) == steps + 1
    person.press("edit.undo")
    person.settle()
    assert picking.colour() == picking.before
    # In the middle of a drag Escape puts back what there was.
    picking.pick()
    picking.mouse("MouseButtonPress", *CLEAR)
    person.wait(lambda: picking.colour() != picking.before, "the colour to be tried")
    person.keys("Escape", person.window.viewer)
    picking.mouse("MouseButtonRelease", *CLEAR)
    assert picking.colour() == picking.before and not desk.inspector.picking.value
