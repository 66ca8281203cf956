"""The menu of a parameter: whether it is shown on the group that its node lies in."""

from __future__ import annotations

from qtpy.QtCore import QPoint, Qt
from qtpy.QtWidgets import QMenu, QWidget

from editor.ui.graph.group_dialog import ask_parameters
from editor.ui.graph.showing import group_round, is_shown, show_on, take_off
from editor.ui.words import say
from nodes.graph.canvas import canvas_of

from .model import InspectorModel


def open_menu(model: InspectorModel, name: str, at: QPoint, parent: QWidget) -> QMenu | None:
    """Open the menu of a field; none where its node lies in no group and none is selected."""
    graph, (node, param) = model.graph, model.place(name)
    here = graph.graph.value
    if here is None or node is None:
        return None
    groups, selected = canvas_of(here).groups, graph.selected.value
    round_it = group_round(graph, selected)
    if selected not in groups and not round_it:
        return None
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    id, field = node.id, next((each for each in model.fields.value if each.name == name), None)
    if selected in groups:
        off = menu.addAction(say("Take Off the Group"))
        off.triggered.connect(lambda: take_off(graph, str(selected), id, param))
    if round_it:
        show = menu.addAction(say("Show on {group}", group=groups[round_it].title or say("Group")))
        show.setCheckable(True)
        show.setChecked(is_shown(graph, round_it, id, param))
        title = field.title if field is not None and selected in groups else ""
        show.triggered.connect(
            lambda on: (
                show_on(graph, round_it, id, param, title) if on else take_off(graph, round_it, id, param)
            )
        )
    menu.addSeparator()
    menu.addAction(say("Parameters of the Group…")).triggered.connect(
        lambda: ask_parameters(graph, parent.window())
    )
    menu.popup(at)
    return menu
