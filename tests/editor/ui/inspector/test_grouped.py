"""A group in the inspector: parameters of the nodes inside, set, keyed, driven and reset where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtCore import QPoint, Qt  # noqa: E402
from qtpy.QtWidgets import QWidget  # noqa: E402

from editor.demo.sample_cut import RATE  # noqa: E402
from editor.document.project import create_project  # noqa: E402
from editor.document.settings import Settings  # noqa: E402
from editor.ui.graph import items, showing  # noqa: E402
from editor.ui.graph.group_dialog import GroupDialog  # noqa: E402
from editor.ui.inspector.group_menu import open_menu  # noqa: E402
from editor.ui.inspector.grouped import address  # noqa: E402
from editor.ui.inspector.model import InspectorModel  # noqa: E402
from editor.ui.inspector.widget import InspectorDock  # noqa: E402
from editor.ui.work import Work  # noqa: E402
from nodes.graph import edits  # noqa: E402
from nodes.graph.canvas import canvas_of  # noqa: E402
from nodes.graph.exposing import Exposed, exposed  # noqa: E402
from nodes.graph.grouping import grouped  # noqa: E402
from nodes.graph.model import Keys, Link  # noqa: E402
from tests.editor.ui.graph.working import Working  # noqa: E402
from tests.editor.ui.timeline.opened import Posts  # noqa: E402
from tests.support.sample import plain_cut  # noqa: E402

SIZE, GAIN = address("blur", "size"), address("grade", "gain")


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Working]:
    folder = tmp_path / "project"
    create_project(folder, plain_cut(), Settings(RATE, 640, 360)).close()
    made = Working(Posts())
    made.begin(folder)
    made.model.add("filter.blur")
    made.model.add("color.grade")
    made.model.pick(["blur", "grade"])
    items.group(made.model)
    yield made
    made.session.close()


@pytest.fixture
def inspector(working: Working) -> Iterator[InspectorModel]:
    work = Work(working.posts)
    made = InspectorModel(working.session, work, working.model)
    yield made
    made.forget()
    work.close()


def field(inspector: InspectorModel, name: str) -> Any:
    return next(each for each in inspector.fields.value if each.name == name)


def the_group(working: Working) -> str:
    (group,) = canvas_of(working.graph).groups
    return group


def test_what_a_group_shows_is_set_keyed_and_reset_in_its_node(
    working: Working, inspector: InspectorModel
) -> None:
    group = the_group(working)
    assert inspector.group and not inspector.fields.value
    showing.show_on(working.model, group, "blur", "size", "Softness")
    showing.show_on(working.model, group, "grade", "gain")
    assert [(each.name, each.title) for each in inspector.fields.value] == [
        (SIZE, "Softness"),
        (GAIN, "gain"),
    ]
    inspector.set(SIZE, 12.0)
    assert working.graph.nodes["blur"].params["size"] == 12.0 and field(inspector, SIZE).changed
    inspector.try_value(SIZE, 20.0)
    assert field(inspector, SIZE).value == 20.0
    inspector.set(SIZE, 20.0)
    inspector.reset(SIZE)
    assert "size" not in working.graph.nodes["blur"].params and not field(inspector, SIZE).changed
    if inspector.at.value is not None:
        inspector.toggle_key(SIZE)
        assert isinstance(working.graph.nodes["blur"].drives["size"], Keys) and field(inspector, SIZE).key
        inspector.let_go(SIZE)
    working.model.edit("drive", lambda graph: edits.drive(graph, "blur", "size", Link("source")))
    assert field(inspector, SIZE).moved == "driven by source.out"
    inspector.let_go(SIZE)
    assert not working.graph.nodes["blur"].drives
    before = len(working.verbs())
    showing.take_off(working.model, group, "blur", "size")
    assert len(working.verbs()) == before + 1


def test_the_menu_shows_a_parameter_on_the_group_round_its_node(
    working: Working, inspector: InspectorModel, app: Any
) -> None:
    group, dock = the_group(working), InspectorDock(inspector)
    working.model.look_into(group)
    working.model.select("blur")
    menu = open_menu(inspector, "size", QPoint(), dock)
    assert menu is not None
    show = menu.actions()[0]
    assert not show.isChecked()
    show.trigger()
    menu.close()
    assert exposed(working.graph, group) == (Exposed("blur", "size"),)
    working.model.look_into("")
    working.model.select(group)
    assert list(dock.controls) == [SIZE]
    off = open_menu(inspector, SIZE, QPoint(), dock)
    assert off is not None
    off.actions()[0].trigger()
    off.close()
    assert not exposed(working.graph, group) and not dock.controls
    working.model.select("source")
    assert open_menu(inspector, "anything", QPoint(), dock) is None
    dock.forget()
    dock.deleteLater()


def test_a_group_in_a_group_hands_its_parameters_on(working: Working, inspector: InspectorModel) -> None:
    inner = the_group(working)
    showing.show_on(working.model, inner, "blur", "size", "Softness")
    made: list[str] = []

    def fold(graph: Any) -> Any:
        new, id = grouped(graph, [inner])
        made.append(id)
        return new

    working.model.edit("group", fold)
    (outer,) = made
    working.model.look_into(outer)
    working.model.select(inner)
    assert showing.group_round(working.model, inner) == outer
    showing.show_on(working.model, outer, "blur", "size", field(inspector, SIZE).title)
    working.model.look_into("")
    working.model.select(outer)
    assert field(inspector, SIZE).title == "Softness"
    inspector.set(SIZE, 3.0)
    assert working.graph.nodes["blur"].params["size"] == 3.0


def test_names_and_order_are_arranged_in_a_dialog_as_one_edit(working: Working, app: Any) -> None:
    group = the_group(working)
    parent = QWidget()
    dialog = GroupDialog(working.model, group, parent)
    listed = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    lines = {line.text(2): line for line in listed if line is not None}
    lines["size"].setCheckState(0, Qt.CheckState.Checked)
    lines["gain"].setCheckState(0, Qt.CheckState.Checked)
    lines["gain"].setText(0, " Punch ")
    dialog.list.setCurrentItem(lines["gain"])
    while dialog.up.isEnabled():
        dialog.up.click()
    before = len(working.verbs())
    dialog.accept()
    assert exposed(working.graph, group) == (Exposed("grade", "gain", "Punch"), Exposed("blur", "size"))
    assert len(working.verbs()) == before + 1
