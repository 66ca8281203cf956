"""How long the graph's canvas takes with 10,000 nodes, and beside NodeGraphQt with 1,000.

NodeGraphQt comes with the extra `bench`. Where it is not installed, those rows say only what ours takes.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from nodes.api.ports import Port
from nodes.api.spec import Spec
from nodes.graph.model import Graph, GraphNode, Link
from tests.bench.rows import Row

MANY, SOME = 10_000, 1_000
COLUMNS = 100
SIZE = (1920, 1080)
STEPS = 60
SMOOTH = 0.016
"""Seconds within which 95 of 100 pictures should be there, so that 60 a second can be shown."""
BUILT, DRAWN = 1 / 20, 1 / 10
"""Of NodeGraphQt's time, what ours may be."""


@dataclass(frozen=True, slots=True)
class Look:
    """How near the nodes are seen: pixels a unit, None for all of them."""

    said: str
    scale: float | None


LOOKS = {
    "graph": Look("all of them in sight, filled by family, wires as hairlines", None),
    "graph-edges": Look("as many as edges, stripes and marks are drawn of", 0.22),
    "graph-words": Look("as many as names are drawn of", 0.53),
    "graph-names": Look("as many as names and slots are drawn of", 0.6),
    "graph-near": Look("as many as everything is drawn of", 0.9),
}


def long_graph(count: int) -> Graph:
    """Return grades one after the other, blurs and mattes among them, in rows that read the row before."""
    nodes = {"n0": GraphNode("n0", "bench.source", position=(0.0, 0.0))}
    for number in range(1, count):
        before = number - 1 if number % COLUMNS else number - COLUMNS
        inputs = {"image": Link(f"n{before}")}
        if number % 9 == 4 and number > COLUMNS:
            inputs["mask"] = Link(f"n{number - COLUMNS}", "matte")
        place = (number // COLUMNS * 200.0, number % COLUMNS * 80.0)
        type = "color.grade" if number % 5 else "filter.blur"
        nodes[f"n{number}"] = GraphNode(
            f"n{number}", type, inputs=inputs, position=place, bypass=number % 17 == 0
        )
    return Graph(nodes, {"out": Link(f"n{count - 1}")})


def some_specs() -> Mapping[str, Spec]:
    """Return nodes with an image, a mask, and what they make of them."""
    ins = (Port("image", "frame"), Port("mask", "matte", optional=True))
    outs = (Port("out", "frame"), Port("matte", "matte"))
    made = [Spec("bench.source", 1, "frame", (), outs)]
    made += [Spec(type, 1, "frame", ins, outs) for type in ("color.grade", "filter.blur")]
    return {spec.id: spec for spec in made}


def measure(name: str) -> Row:
    """Pan and zoom over 10,000 nodes, offscreen, each step painted at once: processor time of 95 in 100."""
    _application()
    look = LOOKS[name]
    model, canvas = _ours(long_graph(MANY), some_specs())
    if look.scale is not None:
        from editor.ui.graph.view import View

        model.view.set(View(4000.0, 2000.0, look.scale))
    canvas.repaint()
    seen = len(canvas.seen())
    taken = []
    for number in range(STEPS):
        start = time.thread_time()
        _step(model, number)
        canvas.repaint()
        taken.append(time.thread_time() - start)
    slow = statistics.quantiles(taken, n=20)[-1]
    note = (
        f"p95 of panning and zooming {MANY} nodes at {SIZE[0]}x{SIZE[1]}, {look.said} ({seen} in sight); "
        f"median {statistics.median(taken) * 1000:.1f} ms"
    )
    canvas.hide()
    return Row(name, slow, None, SMOOTH, "s", note)


def _step(model: Any, number: int) -> None:
    view = model.view.value
    if number % 3 == 2:
        model.view.set(view.zoomed(1.02 if number % 2 else 1 / 1.02, SIZE[0] / 2, SIZE[1] / 2))
    else:
        model.view.set(view.panned(-37 if number % 4 < 2 else 37, 11 if number % 4 < 2 else -11))


def measure_build() -> Row:
    """Build 1,000 connected nodes and the canvas that shows them, both in turns."""
    _application()
    specs, peer = some_specs(), _peer()

    def ours() -> None:
        _, canvas = _ours(long_graph(SOME), specs)
        canvas.hide()
        canvas.forget()

    def close(build: Callable[[int], Any]) -> None:
        build(SOME).widget.close()

    mine, theirs = _in_turns(ours, None if peer is None else lambda: close(peer), 2)
    note = f"{SOME} nodes and {SOME} connections made and put on a canvas that is shown{_beside(theirs)}"
    return Row("graph-build", mine, theirs, None if theirs is None else BUILT, "s", note)


def measure_draw() -> Row:
    """Draw 1,000 nodes, all in sight, both in turns."""
    _application()
    model, canvas = _ours(long_graph(SOME), some_specs())
    model.fit()
    peer = _peer()
    viewer = None if peer is None else peer(SOME).viewer()

    def ours() -> None:
        canvas.repaint()

    theirs = None if viewer is None else viewer.viewport().repaint
    mine, others = _in_turns(ours, theirs, 15)
    note = f"one picture of {SOME} nodes, all in sight, at {SIZE[0]}x{SIZE[1]}{_beside(others)}"
    return Row("graph-draw", mine, others, None if others is None else DRAWN, "s", note)


def _beside(theirs: float | None) -> str:
    return (
        ", beside NodeGraphQt" if theirs is not None else "; NodeGraphQt is not installed (the extra bench)"
    )


def _in_turns(
    ours: Callable[[], object], theirs: Callable[[], object] | None, times: int
) -> tuple[float, float | None]:
    """Return the median processor seconds of both, the first turn not counted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times + 1):
        for run, seconds in zip((ours, theirs), taken, strict=True):
            if run is not None:
                start = time.process_time()
                run()
                seconds.append(time.process_time() - start)
    medians = [statistics.median(seconds[1:]) if seconds else None for seconds in taken]
    assert medians[0] is not None
    return medians[0], medians[1]


def _application() -> Any:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qtpy.QtWidgets import QApplication

    # Undressed, so that our style sheet does not weigh on the peer's widgets.
    return QApplication.instance() or QApplication([])


def _ours(graph: Graph, specs: Mapping[str, Spec]) -> tuple[Any, Any]:
    """Return the model and the canvas of a graph, shown."""
    from editor.ui.graph.canvas import Canvas
    from editor.ui.graph.model import GraphModel
    from editor.ui.session import Session
    from editor.ui.work import Work

    model = GraphModel(Session(lambda run: run()), Work(lambda run: run()))
    canvas = Canvas(model)
    canvas.resize(*SIZE)
    canvas.show()
    model.specs.set(specs)
    model.show(graph)
    model.fit()
    _application().processEvents()
    return model, canvas


def _peer() -> Callable[[int], Any] | None:
    """Return what builds a graph of nodes in NodeGraphQt and shows it; None where it is not installed."""
    if importlib.util.find_spec("NodeGraphQt") is None:
        return None
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    from NodeGraphQt import BaseNode, NodeGraph

    class Grade(BaseNode):  # type: ignore[misc, unused-ignore]
        __identifier__ = "bench"
        NODE_NAME = "grade"

        def __init__(self) -> None:
            super().__init__()
            self.add_input("image")
            self.add_input("mask")
            self.add_output("out")
            self.add_output("matte")

    def build(count: int) -> Any:
        graph = NodeGraph()
        graph.register_node(Grade)
        nodes: list[Any] = []
        for number in range(count):
            place = (number // COLUMNS * 200, number % COLUMNS * 80)
            # Without undo and selection: what a file that is opened takes.
            node = graph.create_node(
                "bench.Grade", name=f"n{number}", pos=place, selected=False, push_undo=False
            )
            if number:
                before = number - 1 if number % COLUMNS else number - COLUMNS
                nodes[before].output(0).connect_to(node.input(0), push_undo=False)
            nodes.append(node)
        graph.widget.resize(*SIZE)
        graph.widget.show()
        graph.viewer().zoom_to_nodes([node.view for node in nodes])
        _application().processEvents()
        return graph

    return build


BENCHES = {
    **{name: partial(measure, name) for name in LOOKS},
    "graph-build": measure_build,
    "graph-draw": measure_draw,
}
