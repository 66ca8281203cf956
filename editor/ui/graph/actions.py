"""What can be done with a shot's graph."""

from __future__ import annotations

from editor.ui.actions import Action

from .model import GraphModel


def actions(model: GraphModel) -> tuple[Action, ...]:
    """Return the actions; Tab also searches while the graph has the keyboard."""
    return (
        Action("graph.add", "Add a Node…", ("Ctrl+Space",), model.search, model.can_add),
        Action("graph.bypass", "Bypass", ("Ctrl+B",), model.bypass, model.can_change),
        Action("graph.remove", "Remove the Node", ("Ctrl+Delete",), model.remove, model.can_change),
    )
