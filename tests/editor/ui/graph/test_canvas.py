"""The canvas under a hand and a keyboard: what is dragged, pressed and typed ends up in the graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qtpy.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qtpy.QtGui import QImage, QWheelEvent
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication

from editor.ui.graph.canvas import Canvas
from editor.ui.graph.clipboard import copy_text
from editor.ui.graph.hit import hit
from editor.ui.graph.items import add_backdrop, group
from editor.ui.graph.keyboard import is_graph, take_in
from editor.ui.graph.palette import VIEWED
from editor.ui.graph.search import NodeSearch
from editor.ui.graph.tips import tip
from editor.ui.graph.view import View
from editor.ui.graph.viewing import view_selected
from editor.ui.graph.wish import Wish
from nodes.graph.canvas import canvas_of
from nodes.graph.model import Link
from nodes.models.working import Working as Working_
from tests.editor.ui.graph.working import Working

pytestmark = pytest.mark.qt
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(app: QApplication, working: Working) -> Iterator[Canvas]:
    made = Canvas(working.model)
    made.resize(900, 700)
    made.show()
    app.processEvents()
    yield made
    made.forget()
    made.hide()
    made.deleteLater()


def pixel(working: Working, at: tuple[float, float]) -> QPoint:
    x, y = working.model.view.value.to_pixel(at)
    return QPoint(round(x), round(y))


def middle(working: Working, id: str) -> QPoint:
    card = working.model.scene.value.card(id)
    assert card is not None
    return pixel(working, (card.place[0] + 60, card.place[1] + 20))


def slot(working: Working, id: str, place: int, *, above: bool) -> QPoint:
    card = working.model.scene.value.card(id)
    assert card is not None
    return pixel(working, card.slot_at(place, above=above))


def drag(canvas: Canvas, *points: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, NONE, points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, button, NONE, points[-1])


def test_a_card_is_dragged_onto_the_grid_and_kept(canvas: Canvas, working: Working) -> None:
    working.model.add("color.grade")
    start = middle(working, "grade")
    drag(canvas, start, start + QPoint(33, 27), start + QPoint(133, 87))
    assert working.graph.nodes["grade"].position == (140.0, 160.0)
    assert working.graph.nodes["source"].position == (0.0, 0.0)


def test_a_press_without_a_drag_selects_and_moves_nothing(canvas: Canvas, working: Working) -> None:
    working.model.add("color.grade")
    before = working.graph
    drag(canvas, middle(working, "source"), middle(working, "source") + QPoint(1, 1))
    assert working.model.picked.value == {"source"}
    assert working.graph is before
    QTest.mouseClick(canvas, LEFT, Qt.KeyboardModifier.ShiftModifier, middle(working, "grade"))
    assert working.model.picked.value == {"source", "grade"}


def test_a_band_selects_what_it_touches(canvas: Canvas, working: Working) -> None:
    working.model.add("color.grade")
    working.model.add("filter.blur")
    first = middle(working, "source") - QPoint(200, 60)
    drag(canvas, first, first + QPoint(20, 20), middle(working, "grade"))
    assert working.model.picked.value == {"source", "grade"}


def test_a_wire_is_drawn_from_an_output_to_an_input(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("key.luma", Wish("after", "source"))
    model.add("color.grade", Wish("beside", place=(400.0, 300.0)))
    model.fit()
    begin, end = slot(working, "luma", 1, above=False), slot(working, "grade", 1, above=True)
    drag(canvas, begin, begin + QPoint(9, 9), end)
    assert working.graph.nodes["grade"].inputs == {"mask": Link("luma", "matte")}


def test_a_wire_let_go_over_a_card_takes_the_first_input_that_fits(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("key.luma", Wish("after", "source"))
    model.add("color.grade", Wish("beside", place=(400.0, 300.0)))
    model.fit()
    begin = slot(working, "luma", 1, above=False)
    drag(canvas, begin, begin + QPoint(9, 9), middle(working, "grade"))
    assert working.graph.nodes["grade"].inputs == {"mask": Link("luma", "matte")}


def test_a_wire_drawn_off_is_parted_and_onto_another_input_moved(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur", Wish("beside", place=(400.0, 300.0)))
    model.fit()
    begin = slot(working, "grade", 0, above=True)
    drag(canvas, begin, begin + QPoint(9, 9), slot(working, "blur", 0, above=True))
    assert working.graph.nodes["grade"].inputs == {}
    assert working.graph.nodes["blur"].inputs == {"image": Link("source")}
    begin = slot(working, "blur", 0, above=True)
    drag(canvas, begin, begin + QPoint(9, 30), begin + QPoint(150, 120))
    assert working.graph.nodes["blur"].inputs == {}


def test_a_wire_let_go_in_the_open_searches_for_what_fits(canvas: Canvas, working: Working) -> None:
    begin = slot(working, "source", 0, above=False)
    drag(canvas, begin, begin + QPoint(9, 9), begin + QPoint(220, 160))
    wish = working.model.wish.value
    assert wish is not None and (wish.how, wish.link) == ("from", Link("source"))
    working.model.add("color.grade")
    place = working.graph.nodes["grade"].position
    assert place is not None and place[0] > 0
    assert working.graph.outputs == {"out": Link("source")}


def test_a_loose_card_dropped_on_a_wire_goes_between(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur", Wish("beside", place=(400.0, 0.0)))
    model.fit()
    card = model.scene.value.card("blur")
    wire = model.scene.value.ends[0]
    assert card is not None
    to = pixel(working, ((wire[0] + wire[2]) / 2 - 20, (wire[1] + wire[3]) / 2))
    drag(canvas, middle(working, "blur"), middle(working, "blur") - QPoint(30, 0), to)
    assert working.graph.nodes["grade"].inputs == {"image": Link("blur")}
    assert working.graph.nodes["blur"].inputs == {"image": Link("source")}


def test_the_output_is_drawn_from_another_node(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    begin, end = slot(working, "source", 0, above=False), slot(working, "\0out", 0, above=True)
    drag(canvas, begin, begin + QPoint(9, 9), end)
    assert working.graph.outputs == {"out": Link("source")}


def test_the_middle_button_and_the_held_space_bar_pan(canvas: Canvas, working: Working) -> None:
    view = working.model.view.value
    drag(canvas, QPoint(100, 100), QPoint(150, 130), button=MIDDLE)
    moved = working.model.view.value
    assert (round((view.x - moved.x) * view.scale), round((view.y - moved.y) * view.scale)) == (50, 30)
    tapped: list[bool] = []
    canvas.tapped.connect(lambda: tapped.append(True))
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPoint(100, 100), QPoint(90, 100))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert round((moved.x - working.model.view.value.x) * view.scale) == -10
    assert not tapped
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert tapped == [True]


def test_the_wheel_zooms_about_the_pointer(canvas: Canvas, working: Working) -> None:
    at = QPointF(200, 150)
    before = working.model.view.value
    turned = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, turned)
    after = working.model.view.value
    assert after.scale > before.scale
    assert after.to_canvas(200, 150) == pytest.approx(before.to_canvas(200, 150))


def test_keys_work_on_nodes_while_the_canvas_has_them(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    QTest.keyClick(canvas, Qt.Key.Key_B)
    assert working.graph.nodes["grade"].bypass
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert working.graph.nodes["grade"].position == (20.0, 80.0)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert model.selected.value == "source"
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert model.wish.value == Wish("after", "source")
    model.wish.set(None)
    QTest.keyClick(canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert set(working.graph.nodes) == {"source", "grade", "source2", "grade2"}
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert set(working.graph.nodes) == {"source", "grade"}


def test_a_file_of_nodes_is_pasted_and_media_is_left_to_the_window(
    canvas: Canvas, working: Working, tmp_path: Path
) -> None:
    model = working.model
    model.add("color.grade")
    path = tmp_path / "look.json"
    path.write_text(copy_text(model), "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert is_graph(data)
    take_in(model, data, (300.0, 200.0))
    assert working.graph.nodes["grade2"].position == (300.0, 200.0)
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "plate.mov"))])
    assert not is_graph(data)
    take_in(model, data)
    assert "there is no such file" in working.session.message.value


def test_a_double_click_enters_a_group_and_escape_leaves_it(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    group(model)
    (card,) = [card for card in model.scene.value.cards if card.sort == "group"]
    QTest.mouseDClick(canvas, LEFT, NONE, middle(working, card.id))
    assert model.level.value == card.id
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert model.level.value == ""


def test_names_are_written_on_the_canvas(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("color.grade")
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    line = canvas.findChild(type(canvas._writing))
    assert line is not None and line.isVisible()
    QTest.keyClicks(line, "Sky")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert working.graph.nodes["grade"].label == "Sky"
    add_backdrop(model)
    ground = model.selected.value
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(line, "no")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert ground is not None and canvas_of(working.graph).backdrops[ground].title == "Backdrop"


def test_the_search_says_what_it_is_for_and_adds_what_is_chosen(
    app: QApplication, canvas: Canvas, working: Working
) -> None:
    model = working.model
    search = NodeSearch(model, canvas)
    model.wish.watch(lambda wish: None if wish is None else search.begin(wish, canvas, QPoint(0, 0)))
    model.add("color.grade")
    model.search()
    assert search.why.text() == "After grade"
    QTest.keyClicks(search.line, "blur")
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert "blur" in working.graph.nodes and not search.isVisible()
    model.search()
    QTest.keyClicks(search.line, "no such node at all")
    assert search.list.item(0).text() == "No node matches."
    search.hide()
    assert model.wish.value is None


def test_tips_say_what_a_slot_takes_and_what_is_wrong(canvas: Canvas, working: Working) -> None:
    model = working.model
    model.add("composite.over")
    card = model.scene.value.card("over")
    assert card is not None
    at = slot(working, "over", 0, above=True)
    found = hit(model.scene.value, model.view.value, at.x(), at.y())
    assert tip(model, found).startswith("background: takes a picture. From source.out")
    at = middle(working, "over")
    found = hit(model.scene.value, model.view.value, at.x(), at.y())
    assert "Wrong: foreground: it needs a frame" in tip(model, found)


@pytest.mark.parametrize("scale", [0.05, 0.15, 0.3, 0.7, 1.0, 1.6])
def test_what_is_selected_and_viewed_shows_at_every_size(
    app: QApplication, canvas: Canvas, working: Working, scale: float
) -> None:
    model = working.model
    model.add("color.grade")
    view_selected(model)
    model.select("source")
    canvas.setFocus()
    view = model.view.value
    model.view.set(view.zoomed(scale / view.scale, 450, 350))
    app.processEvents()
    image = canvas.grab().toImage()
    selected = QImage(image)
    model.pick([])
    model.viewed.set(None)
    app.processEvents()
    plain = canvas.grab().toImage()
    assert selected != plain
    colours = {image.pixelColor(x, y).name() for x in range(900) for y in range(250, 450)}
    assert VIEWED.name() in colours


@pytest.mark.parametrize("scale", [0.3, 0.5, 0.7, 1.0, 1.6])
def test_what_a_node_and_a_group_do_shows_at_every_size_at_which_cards_do(
    canvas: Canvas, working: Working, scale: float
) -> None:
    model = working.model
    model.add("filter.blur")
    model.pick(["blur"])
    group(model)
    model.pick([])
    model.view.set(View(-40, -40, scale))
    plain = canvas.grab().toImage()
    clip = model.clip.value
    assert clip is not None
    for node in ("source", "blur"):
        model.status.works(clip.id, node, Working_(2, 4))
    working_now = canvas.grab().toImage()
    assert len(changed_rows(plain, working_now)) >= 2 * 2
    for node in ("source", "blur"):
        model.status.fails(clip.id, node, "it broke")
    assert len(changed_rows(plain, canvas.grab().toImage())) > 40 * scale


def changed_rows(one: QImage, other: QImage) -> list[int]:
    return [y for y in range(280) if any(one.pixel(x, y) != other.pixel(x, y) for x in range(320))]
