"""The inspector's list of what is pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nodes.api import BoxPrompt, Click, Prompts, Rate, Time

pytestmark = pytest.mark.qt
RATE = Rate(24)
HERE, LATER = Time(86400, RATE), Time(86424, RATE)
PROMPTS = Prompts(
    (Click(HERE, 1, 2), Click(HERE, 3, 4, False), Click(LATER, 5, 6)), (BoxPrompt(HERE, 0, 0, 9, 9, 2),)
)


@pytest.fixture
def row(app: Any) -> Iterator[Any]:
    from qtpy.QtWidgets import QWidget

    from editor.ui.inspector.fields import Field
    from editor.ui.inspector.making import control_for
    from nodes.api.hints import Slider

    parent = QWidget()
    field = Field("prompts", "prompts", "prompts", PROMPTS.to_json(), None, Slider(0, 1))
    made = control_for(field, parent)
    made.show_field(field)
    parent.show()
    yield made
    parent.close()
    parent.deleteLater()


def words(row: Any) -> list[str]:
    return [row.list.item(place).text() for place in range(row.list.count())]


def test_each_frame_of_each_object_has_a_row(row: Any) -> None:
    assert words(row) == [
        "01:00:00:00   2 × click",
        "01:00:01:00   click",
        "01:00:00:00   box",
    ]


def test_a_row_leads_to_its_frame(row: Any) -> None:
    from qtpy.QtCore import Qt
    from qtpy.QtTest import QTest

    asked: list[tuple[str, str, object]] = []
    row.asked.connect(lambda *each: asked.append(each))
    assert not row.go.isEnabled()
    row.list.setCurrentRow(1)
    QTest.keyClick(row.list, Qt.Key.Key_Return)
    row.go.click()
    assert asked == [("prompts", "seek", LATER)] * 2


def test_delete_gives_the_prompts_without_that_frame_of_that_object(row: Any) -> None:
    from qtpy.QtCore import Qt
    from qtpy.QtTest import QTest

    given: list[Any] = []
    row.given.connect(lambda name, value: given.append(Prompts.from_json(value)))
    row.list.setCurrentRow(0)
    QTest.keyClick(row.list, Qt.Key.Key_Delete)
    assert given[-1] == Prompts(PROMPTS.clicks[2:], PROMPTS.boxes)
    row.list.setCurrentRow(2)
    row.remove.click()
    assert given[-1] == Prompts(PROMPTS.clicks)


def test_without_prompts_it_says_how_to_begin(row: Any) -> None:
    row.show_value(Prompts().to_json())
    assert not row.list.isVisible()
    row.show_value({"clicks": "nonsense"})
    assert not row.list.isVisible()
