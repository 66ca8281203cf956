"""What nodes make that drive parameters, and the sounds they follow: asked for once for each of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editor.document.model import Clip
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import shown_project
from editor.ui.work import Work
from nodes.api.times import Range
from nodes.graph.model import Graph, Link
from nodes.graph.order import upstream

from .driving import Wave, driving, wave_of

if TYPE_CHECKING:
    from editor.ui.timeline.film import Film
    from nodes.engine.job import Bound

_KEPT = 32


@dataclass(frozen=True, slots=True)
class Sound:
    """What a sound is called that a parameter follows, and its shape over the shot."""

    name: str
    wave: Wave


class Traces:
    """Curves that were found, frame by frame; `came` counts answers. Of what cannot be made `why` tells.

    What lies downstream of the curve does not count: turning a node's other settings asks for nothing.
    """

    def __init__(self, session: Session, work: Work, film: Film | None = None) -> None:
        """Ask `film`, which has them for the timeline, for the shapes of sounds; nobody without it."""
        self.came = Value(0)
        self._session, self._work, self._film = session, work, film
        self._sounds: OrderedDict[Any, Sound] = OrderedDict()
        self._unheard: dict[str, Bound] = {}
        self._unwatch = film.changed.watch(lambda _: self._heard()) if film is not None else lambda: None
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

    def sound(self, clip: Clip | None, graph: Graph | None, link: Link, span: Range) -> Sound | None:
        """Return the sound that a curve follows over a stretch, None where it follows none, or not yet."""
        project, film = shown_project(self._session), self._film
        if clip is None or graph is None or project is None or film is None:
            return None
        followed = driving(project, clip, graph, link)
        peaks = None if followed is None else film.peaks(followed.bound)
        if followed is None or peaks is None:
            if followed is not None and film.hear(followed.bound):
                self._unheard[followed.bound.fingerprint] = followed.bound
            return None
        key = (followed.bound.fingerprint, followed.later, span)
        if key not in self._sounds:
            name = followed.bound.info.ref.label
            self._sounds[key] = Sound(name, wave_of(peaks, followed, span))
            while len(self._sounds) > _KEPT:
                self._sounds.popitem(last=False)
        return self._sounds[key]

    def _heard(self) -> None:
        film = self._film
        came = [name for name, bound in self._unheard.items() if film is not None and film.peaks(bound)]
        for name in came:
            del self._unheard[name]
        if came:
            self.came.set(self.came.value + 1)

    def forget(self) -> None:
        """Follow the film no more."""
        self._unwatch()


def _plain(node: Any) -> str:
    return repr(
        (
            sorted(node.params.items()),
            sorted(node.inputs.items(), key=str),
            sorted(node.drives.items(), key=str),
        )
    )
