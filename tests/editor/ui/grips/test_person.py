"""Somebody drags a disc's transform on the picture in a window: the pixels follow, the document keeps it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.editor.ui.pointing.disc import CLIP, COLUMNS, FIRST, ROWS, middle

pytestmark = pytest.mark.qt


def at(person: Any, x: float, y: float) -> Any:
    """Return where a place in the node's pixels is on the canvas."""
    from qtpy.QtCore import QPoint

    from editor.ui.pointing.view import Through

    surface, space = person.window.viewer.tools.surface, person.desk.grips.model.space.value
    place = Through(surface, space.seen).on_canvas(x, y)
    return QPoint(round(place.x()), round(place.y()))


def disc(person: Any) -> tuple[float, float]:
    """Return where the red disc's middle is in the viewer's picture."""
    pixels = person.desk.player.picture.value.pixels.astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 110))
    return float(columns.mean() + 0.5), float(rows.mean() + 0.5)


def test_the_picture_follows_a_drag_and_one_undo_takes_it_back(
    windows: Callable[[], Any], held_disc: Path
) -> None:
    project = Path(shutil.copytree(held_disc, held_disc.with_name("project-person")))
    person = windows()
    desk, canvas = person.desk, person.window.viewer.canvas
    person.open(project)
    person.session.selection.set(frozenset({CLIP}))
    person.press("view.live")
    desk.graph.add("composite.transform")
    person.settle()
    person.wait(lambda: desk.player.picture.value is not None and not desk.player.busy.value, "a picture")
    x, y = middle(FIRST)
    assert disc(person) == pytest.approx((x + 0.5, y + 0.5), abs=1.0)

    from qtpy.QtCore import QEvent, Qt
    from qtpy.QtGui import QMouseEvent
    from qtpy.QtWidgets import QApplication

    def hand(kind: str, *place: float) -> None:
        here = at(person, *place).toPointF()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        down = none if kind == "MouseButtonRelease" else left
        event = QMouseEvent(
            getattr(QEvent.Type, kind),
            here,
            canvas.mapToGlobal(here),
            left,
            down,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(canvas, event)

    kept = person.session.project.value
    hand("MouseButtonPress", COLUMNS / 2, ROWS / 2)
    hand("MouseMove", COLUMNS / 2 + 10, ROWS / 2)
    hand("MouseMove", COLUMNS / 2 + 30, ROWS / 2 + 12)
    # While it is held the picture moves already, and nothing is kept.
    person.wait(lambda: disc(person) == pytest.approx((x + 30.5, y + 12.5), abs=1.5), "the disc to follow")
    assert person.session.project.value is kept
    hand("MouseButtonRelease", COLUMNS / 2 + 30, ROWS / 2 + 12)
    person.settle()
    assert desk.graph.node.params["translate"] == pytest.approx([30.0, 12.0], abs=1.0)
    assert person.window.viewer.hasFocus()
    person.keys("Right", person.window.viewer)
    person.keys("Shift+Down", person.window.viewer)
    assert desk.graph.node.params["translate"] == pytest.approx([31.0, 22.0], abs=1.0)
    person.keys("Escape", person.window.viewer)
    person.settle()
    for _ in range(3):
        person.press("edit.undo")
        person.settle()
    person.wait(lambda: disc(person) == pytest.approx((x + 0.5, y + 0.5), abs=1.0), "the disc to be back")
    assert not any(desk.graph.node.params.get("translate", [0, 0]))
    shutil.rmtree(project, ignore_errors=True)
