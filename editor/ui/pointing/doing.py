"""What a person does while pointing beyond a gesture: begin a roto, grade inside, keep a frame's matte."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from editor.compile.plate import media_lookup
from editor.document.layout import item_at
from editor.document.model import Clip, Track
from editor.ui.shots import shown_project
from editor.ui.work import Work
from nodes.api.errors import WorkprintError
from nodes.api.prompts import AnyPrompt

from .begin import with_grade_inside, with_roto
from .keep import locked, painted
from .model import PointingModel
from .target import Target
from .tracked import Tracked


class Doing:
    """Changes the graph and the prompts through the model; what takes long goes to the engine's lane."""

    def __init__(self, model: PointingModel, tracked: Tracked, work: Work) -> None:
        self._model, self._tracked, self._work = model, tracked, work

    def toggle(self) -> None:
        """Point, or no more; without a selection the clip under the playhead is taken."""
        model = self._model
        if not model.on.value and model.graph.clip.value is None:
            self._select_under_playhead()
        model.on.set(not model.on.value)

    def begin(self) -> None:
        """Add the node that follows what is pointed at, and point."""
        model, graph = self._model, self._model.graph
        if graph.clip.value is None:
            self._select_under_playhead()
        if graph.graph.value is None:
            model.on.set(True)
            return
        try:
            new, name = with_roto(graph.graph.value, graph.specs.value, graph.selected.value)
        except WorkprintError as error:
            model.session.fail(error)
            return
        graph.change(new, "roto", {"node": name})
        graph.selected.set(name)
        model.on.set(True)

    def grade_inside(self) -> None:
        """Grade inside the matte: the selected node takes it as its mask, else a new grade does."""
        graph, target = self._model.graph, self._model.target.value
        if target is None or graph.graph.value is None:
            return
        try:
            new, name = with_grade_inside(
                graph.graph.value, graph.specs.value, target.node, graph.selected.value
            )
        except WorkprintError as error:
            self._model.session.fail(error)
            return
        graph.change(new, "grade inside", {"node": name, "matte": target.node})
        graph.selected.set(name)

    def lock_frame(self) -> None:
        """Keep the matte of this frame as it is, whatever is pointed at elsewhere."""
        model, seen, target = self._model, self._model.seen.value, self._model.target.value
        project = shown_project(model.session)
        if seen is None or target is None or project is None or not target.prompts.objects:
            return
        obj = model.obj.value
        asked = target.asked_for(obj)
        kept, _ = self._tracked.what(target, asked, seen.time)
        roto = target.roto(project, asked)
        engine, specs, time = self._work, model.graph.specs.value, seen.time
        self._work.ask(
            lambda: locked(engine.engine, specs, roto, time, obj, tracked=kept),
            partial(self._point, target),
            model.session.fail,
        )

    def paint_from(self, path: Path) -> None:
        """Take a matte that was painted elsewhere for this frame."""
        model, seen, target = self._model, self._model.seen.value, self._model.target.value
        project = shown_project(model.session)
        if seen is None or target is None or project is None:
            return
        obj, time, folder, specs = model.obj.value, seen.time, project.folder, model.graph.specs.value
        self._work.ask(
            lambda: painted(self._work.engine, specs, folder, path, time, obj),
            partial(self._point, target),
            model.session.fail,
        )

    def _point(self, target: Target, prompt: AnyPrompt) -> None:
        now = self._model.target.value
        if now is not None and (now.clip.id, now.node) == (target.clip.id, target.node):
            self._model.point((prompt,))

    def _select_under_playhead(self) -> None:
        session, project = self._model.session, shown_project(self._model.session)
        time = session.playhead.value
        if project is None or time is None:
            return
        for track in reversed(project.cut.stack.items):
            if not isinstance(track, Track) or track.kind == "Audio" or not track.enabled or not track.items:
                continue
            place, start = item_at(track, time, project.cut.rate, media_lookup(project))
            found = track.items[place : place + 1] if start <= time else ()
            if found and isinstance(found[0], Clip) and found[0].enabled:
                session.selection.set(frozenset({found[0].id}))
                return
