"""What can be done with a shot's graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from editor.ui.actions import Action
from editor.ui.observe import Value
from editor.ui.words import later
from nodes.graph.arranging import Edge

from . import changing, clipboard, connecting, items, keyboard, placing, viewing
from .model import GraphModel

ALIGN, CONNECT, GROUP = later("Align and Distribute"), later("Connections"), later("Groups and Notes")
_EDGES: tuple[tuple[Edge, str], ...] = (
    ("left", later("Align Left")),
    ("middle", later("Align Middles")),
    ("right", later("Align Right")),
    ("top", later("Align Tops")),
    ("centre", later("Align Centres")),
    ("bottom", later("Align Bottoms")),
)


def actions(
    model: GraphModel, ask: Callable[[GraphModel], None], arrange: Callable[[GraphModel], None]
) -> tuple[Action, ...]:
    """Return the actions, `ask` asking for a file to paste, `arrange` which parameters a group shows.

    Single keys and those of the clipboard count while the graph has the keyboard: see `keyboard`.
    """
    return (
        *_nodes(model),
        *_clipboard(model, ask),
        *_connections(model),
        *_items(model, arrange),
        *_places(model),
    )


def _nodes(model: GraphModel) -> Iterator[Action]:
    change, there = model.can_change, model.has_graph
    before, view = _on(model, connecting.insert_before), _on(model, viewing.view_selected)
    yield Action("graph.add", "Add a Node…", ("Ctrl+Space",), model.search, model.can_add)
    yield Action("graph.insert", "Add a Node Before…", (), before, change)
    yield Action("graph.view", "View This Node", ("Ctrl+1",), view, there)
    yield Action("graph.view_output", "View the Output Again", (), _on(model, viewing.view_output), there)
    yield Action("graph.bypass", "Bypass", ("Ctrl+B",), _on(model, changing.bypass), change)
    yield Action("graph.keep", "Keep Its Results", (), _on(model, changing.keep), change)
    yield Action("graph.remove", "Remove the Node", ("Ctrl+Delete",), _on(model, changing.remove), change)


def _clipboard(model: GraphModel, ask: Callable[[GraphModel], None]) -> Iterator[Action]:
    change, there, add = model.can_change, model.has_graph, model.can_add
    yield Action("graph.copy", "Copy Nodes", (), _on(model, keyboard.copy), there)
    yield Action("graph.cut", "Cut Nodes", (), _on(model, keyboard.cut), change)
    yield Action("graph.paste", "Paste Nodes", (), _on(model, keyboard.paste), add)
    yield Action("graph.paste_file", "Paste Nodes from a File…", (), lambda: ask(model), add)
    yield Action("graph.duplicate", "Duplicate Nodes", (), _on(model, clipboard.duplicate), change)
    yield Action("graph.select_all", "Select All Nodes", (), _on(model, keyboard.pick_all), there)


def _connections(model: GraphModel) -> Iterator[Action]:
    change, group = model.can_change, CONNECT
    joined, parted = _on(model, connecting.connect_picked), _on(model, connecting.disconnect)
    yield Action("graph.connect", "Connect the Selected Nodes", (), joined, change, group)
    yield Action("graph.disconnect", "Disconnect", (), parted, change, group)
    yield Action("graph.swap", "Swap Its Inputs", (), _on(model, connecting.swap), change, group)


def _items(model: GraphModel, arrange: Callable[[GraphModel], None]) -> Iterator[Action]:
    change, add, there, group = model.can_change, model.can_add, model.has_graph, GROUP
    ground, note = _on(model, items.add_backdrop), _on(model, items.add_note)
    colour, write = _on(model, items.next_colour), _on(model, keyboard.write)
    yield Action("graph.group", "Group", ("Ctrl+Shift+G",), _on(model, items.group), change, group)
    yield Action("graph.ungroup", "Ungroup", (), _on(model, items.ungroup), change, group)
    yield Action("graph.fold", "Fold or Open the Group", (), _on(model, items.fold), change, group)
    yield Action(
        "graph.parameters", "Parameters of the Group…", (), lambda: arrange(model), model.in_group, group
    )
    yield Action("graph.enter", "Look Into the Group", (), _on(model, items.enter), there, group)
    yield Action("graph.leave", "Leave the Group", (), _on(model, items.leave), there, group)
    yield Action("graph.backdrop", "Add a Backdrop", ("Ctrl+Shift+B",), ground, add, group)
    yield Action("graph.colour", "Next Colour of the Backdrop", (), colour, change, group)
    yield Action("graph.note", "Add a Note", ("Ctrl+Shift+N",), note, add, group)
    yield Action("graph.write", "Write Its Name, Title or Text", (), write, change, group)


def _places(model: GraphModel) -> Iterator[Action]:
    change, spread = model.can_change, placing.distribute
    for edge, title in _EDGES:
        yield Action(f"graph.align_{edge}", title, (), partial(placing.align, model, edge), change, ALIGN)
    yield Action("graph.across", "Distribute Across", (), partial(spread, model, True), change, ALIGN)
    yield Action("graph.down", "Distribute Down", (), partial(spread, model, False), change, ALIGN)
    yield Action("graph.layout", "Lay Out", ("Ctrl+Alt+L",), _on(model, placing.lay_out), model.can_add)
    yield Action("graph.snap", "Snap to the Grid", (), partial(_toggle, model.snapping))
    yield Action("graph.fit", "Show the Whole Graph", (), model.fit, model.has_graph)


def _on(model: GraphModel, run: Callable[[GraphModel], None]) -> Callable[[], None]:
    return lambda: run(model)


def _toggle(value: Value[bool]) -> None:
    value.set(not value.value)
