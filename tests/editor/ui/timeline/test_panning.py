"""A view that was panned and zoomed to looks as one that was opened there, on every display."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("qtpy.QtWidgets", reason="needs Qt", exc_type=ImportError)

from qtpy.QtCore import QPoint
from qtpy.QtGui import QImage

from editor.demo.sample_cut import RATE
from editor.ui.timeline.view import View
from editor.ui.timeline.widget import Timeline
from nodes.api.times import Range, Time
from tests.editor.ui.timeline.hands import Person
from tests.editor.ui.timeline.test_widget import gone

pytestmark = pytest.mark.qt


def drawn(timeline: Timeline, ratio: float) -> QImage:
    port = timeline.viewport()
    image = QImage(round(port.width() * ratio), round(port.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    port.render(image, QPoint())
    return image


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_a_view_that_was_panned_to_is_as_one_opened_there(person: Person, app: Any, ratio: float) -> None:
    session, timeline = person.session, person.timeline
    timeline.clearFocus()
    session.selection.set(frozenset({"sh020", "gap-1"}))
    session.marked.set(Range.frames_of(40, 70, RATE))
    session.playhead.set(Time(70, RATE))
    timeline.model.zoom(Fraction(7, 2), 0)
    seen: list[View] = []
    for across, factor in ((37, 1), (-14, 1), (101, Fraction(5, 4)), (-60, 1), (23, Fraction(2, 3))):
        timeline.model.pan(across)
        timeline.model.zoom(Fraction(factor), 300)
        panned = drawn(timeline, ratio)
        seen.append(timeline.model.view.value)
        fresh = Timeline(session, timeline.badges)
        fresh.resize(timeline.size())
        fresh.show()
        fresh.clearFocus()
        fresh.model.view.set(seen[-1])
        same = drawn(fresh, ratio) == panned
        fresh.close()
        gone(fresh)
        assert same, across
    assert len(set(seen)) == len(seen)
