"""What nodes make that drive parameters: asked of the engine once for each shape of a graph."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from editor.document.model import Clip
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import shown_project
from editor.ui.work import Work
from nodes.api.times import Range
from nodes.graph.model import Graph, Link
from nodes.graph.order import upstream

_KEPT = 32


class Traces:
    """Curves that were found, frame by frame; `came` counts answers. Of what cannot be made `why` tells.

    What lies downstream of the curve does not count: turning a node's other settings asks for nothing.
    """

    def __init__(self, session: Session, work: Work) -> None:
        self.came = Value(0)
        self._session, self._work = session, work
        self.why: Value[Mapping[str, str]] = Value({})
        self._found: OrderedDict[Any, tuple[float, ...] | None] = OrderedDict()

    def found(
        self, clip: Clip | None, graph: Graph | None, link: Link, span: Range
    ) -> tuple[float, ...] | None:
        """Return what leaves a node over a stretch; None while it is not known, and then it is asked for."""
        project = shown_project(self._session)
        if clip is None or graph is None or project is None or link.node not in graph.nodes:
            return None
        nodes = tuple(graph.nodes[name] for name in sorted(upstream(graph, link.node)))
        key = (clip.id, str(link), span, tuple((node.id, node.type, _plain(node)) for node in nodes))
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        self._found[key] = None
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)

        def run() -> tuple[float, ...]:
            from editor.compile.shot import shot_job

            job = shot_job(project, clip, graph=Graph(graph.nodes, {"out": link})).job
            return tuple(self._work.engine.trace(job, span))

        def done(values: tuple[float, ...]) -> None:
            if key in self._found:
                self._found[key] = values
                self.why.set({name: said for name, said in self.why.value.items() if name != str(link)})
                self.came.set(self.came.value + 1)

        def failed(error: Exception) -> None:
            self.why.set({**self.why.value, str(link): str(error)})
            self.came.set(self.came.value + 1)

        self._work.ask(run, done, failed)
        return None


def _plain(node: Any) -> str:
    return repr(
        (
            sorted(node.params.items()),
            sorted(node.inputs.items(), key=str),
            sorted(node.drives.items(), key=str),
        )
    )
