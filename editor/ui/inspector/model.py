"""The inspector without a widget: the selected node's fields at the playhead, and the edits they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.ui.graph.model import GraphModel
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import shown_project
from editor.ui.work import Newest, Work
from nodes.api.errors import WorkprintError
from nodes.api.kinds import Json
from nodes.api.params import Param
from nodes.api.times import Range, Time
from nodes.graph import easing, edits
from nodes.graph.model import Graph, GraphNode, Keys, Link
from nodes.graph.serialise import to_json
from nodes.graph.wells import with_fed_files

from .fields import Field, fields_of
from .grouped import addressed, fields_of_group, group_title
from .keying import Strip, next_key, strip_of, strip_of_values, value_at
from .offers import offers
from .shades import Display
from .traces import Traces

if TYPE_CHECKING:
    from editor.compile.seen import Running
    from editor.document.opened import Project
    from editor.ui.timeline.film import Film


class InspectorModel:
    """`fields` are the selected node's parameters as they are at the playhead, `at` in the shot's own time.

    `span` is the shot's stretch of its media. `models` is what `workprint models` tells, None until somebody
    has asked. `everything` shows the fields that are rarely set, too. `display` is how the working space is
    shown, once a colour wanted to know; `picking` the parameter that is picked from the picture, "" for none.
    """

    def __init__(self, session: Session, work: Work, graph: GraphModel, film: Film | None = None) -> None:
        self.session, self.graph, self._work = session, graph, work
        self.fields: Value[tuple[Field, ...]] = Value(())
        self.at: Value[Time | None] = Value(None)
        self.span: Value[Range | None] = Value(None)
        self.models: Value[tuple[Mapping[str, Any], ...] | None] = Value(None)
        self.display: Value[Display | None] = Value(None)
        self.picking = Value("")
        self.everything = Value(False)
        self.traces = Traces(session, work, film)
        self._shown_by: Mapping[str, str] = {}
        self._running: Running | None = None
        self._asked = Newest()
        self._dragged: tuple[str, Keys] | None = None
        self._unwatch = [
            graph.graph.watch(lambda _: self._follow()),
            graph.selected.watch(lambda _: self._follow()),
            graph.specs.watch(lambda _: self._follow()),
            graph.clip.watch(lambda _: self._stand()),
            session.project.watch(lambda _: self._stand()),
            session.playhead.watch(lambda _: self._move()),
            self.models.watch(lambda _: self._follow()),
            self.display.watch(lambda _: self._follow()),
            self.traces.why.watch(lambda _: self._follow()),
        ]

    # -- what is shown

    @property
    def group(self) -> str | None:
        """What the group is called that is selected, None where none is."""
        return group_title(self.graph.graph.value, self.graph.selected.value)

    def strip(self, name: str) -> Strip | None:
        """Return a field's curve over the shot: its keyframes, or what another node makes of it."""
        by, param, span = self._by(name), self._param(name), self.span.value
        if param is None or span is None:
            return None
        if isinstance(by, Keys):
            return strip_of(param, by, span, self.at.value)
        if isinstance(by, Link):
            clip, graph = self.graph.clip.value, self.graph.graph.value
            found = self.traces.found(clip, graph, by, span)
            strip = None if found is None else strip_of_values(found, span, self.at.value)
            sound = None if strip is None else self.traces.sound(clip, graph, by, span)
            return replace(strip, wave=sound.wave, sound=sound.name) if strip and sound else strip
        return None

    def want_models(self) -> None:
        """Have it told which models there are."""
        newest = self._asked.begin()

        def run() -> tuple[Mapping[str, Any], ...]:
            from editor.verbs._models import models

            return tuple(models().document["models"])

        def done(found: tuple[Mapping[str, Any], ...]) -> None:
            if newest():
                self.models.set(found)

        self._work.ask(run, done, self.session.fail)

    # -- what a person does

    def set(self, name: str, value: Json) -> None:
        """Give a parameter a value and keep it; one with keyframes gets it at the playhead."""
        self._change(name, value, keep=True)

    def try_value(self, name: str, value: Json) -> None:
        """Show a parameter's value while it is being dragged; nothing is kept."""
        self._change(name, value, keep=False)

    def reset(self, name: str) -> None:
        """Put a parameter back to its default; keyframes and drives go, of a list all files."""
        if any(field.name == name and field.control == "board" for field in self.fields.value):
            self.set_files(name, ())
        else:
            node, inner = self.place(name)
            if node is not None:
                self.graph.reset_param(inner, node.id)

    def toggle_key(self, name: str) -> None:
        """Put a key with the value that holds at the playhead, or take the one there away."""
        param, at, by = self._param(name), self.at.value, self._by(name)
        node, inner = self.place(name)
        if node is None or param is None or at is None or isinstance(by, Link):
            return
        keys = by if isinstance(by, Keys) else None
        now = node.params.get(inner, param.default) if keys is None else value_at(param, keys, at)
        if keys is not None and any(time == at for time, _ in keys.keys):
            self._drive(name, easing.without_key(keys, at), "remove keyframe", now)
        else:
            self._drive(name, easing.with_key(keys, at, now), "add keyframe", now)

    def move_key(self, name: str, old: Time, new: Time, value: Json, *, keep: bool = True) -> None:
        """Put a key elsewhere, with a value; not kept while it is being dragged.

        Keys that a drag passes over stay: only where it ends one may be replaced.
        """
        by = self._dragged[1] if self._dragged and self._dragged[0] == name else self._by(name)
        if isinstance(by, Keys):
            self._dragged = None if keep else (name, by)
            self._drive(name, easing.moved_key(by, old, new, value), "move keyframe", value, keep=keep)

    def drop_key(self) -> None:
        """Forget the key that is being dragged: the next drag begins with what is shown then."""
        self._dragged = None

    def add_key(self, name: str, time: Time) -> None:
        """Put a key where there is none, with the value that holds there."""
        by, param = self._by(name), self._param(name)
        if isinstance(by, Keys) and param is not None:
            now = value_at(param, by, time)
            self._drive(name, easing.with_key(by, time, now), "add keyframe", now)

    def json_of(self, name: str, numbers: Sequence[float]) -> Json:
        """Return numbers as a parameter's JSON value: whole ones, one by itself, several as a list."""
        param = self._param(name)
        kind = None if param is None else param.kind.moment
        if kind is not None and kind.name == "tuple":
            kinds = zip(numbers, kind.items, strict=False)
            return [round(number) if item.name == "int" else number for number, item in kinds]
        return round(numbers[0]) if kind is not None and kind.name == "int" else numbers[0]

    def remove_key(self, name: str, time: Time) -> None:
        """Take a key away; with the last one the parameter stands still at its value."""
        by, param = self._by(name), self._param(name)
        if isinstance(by, Keys) and param is not None:
            now = value_at(param, by, time)
            self._drive(name, easing.without_key(by, time), "remove keyframe", now)

    def ease(self, name: str, ease: str) -> None:
        """Say how the value goes on from the key at the playhead."""
        by, at = self._by(name), self.at.value
        if isinstance(by, Keys) and at is not None:
            self._drive(name, easing.with_ease(by, at, ease), "ease keyframe", ease)

    def step_key(self, name: str, direction: int) -> None:
        """Put the playhead on the next (1) or previous (-1) keyframe."""
        by, at = self._by(name), self.at.value
        time = next_key(by, at, direction) if isinstance(by, Keys) and at is not None else None
        if time is not None:
            self.go_to(time)

    def go_to(self, time: Time) -> None:
        """Put the playhead where a time of the shot is on screen, if it is anywhere."""
        there = None if self._running is None else self._running.cut_at(time)
        if there is not None:
            self.session.playhead.set(there)

    def let_go(self, name: str) -> None:
        """Take away what drives a parameter: it stands at its own value again."""
        graph, (node, inner) = self.graph.graph.value, self.place(name)
        if graph is not None and node is not None:
            said = {"node": node.id, "parameter": inner}
            self.graph.change(edits.undrive(graph, node.id, inner), "let go of drive", said)

    def set_file(self, name: str, path: Path) -> None:
        """Have a parameter that is a file name another one, looked into first."""
        node, inner = self.place(name)
        if node is not None:
            self._through_shot(set_=[[node.id, f"{inner}={path}"]])

    def set_files(self, port: str, paths: Sequence[str | Path]) -> None:
        """Have these files, or such as the project knows by key, feed a list of pictures."""
        node, graph = self.graph.node, self.graph.graph.value
        if node is None or graph is None:
            return
        spec = self.graph.specs.value.get("source.media")
        new = with_fed_files(graph, node.id, port, [str(each) for each in paths], spec.version if spec else 1)
        self._through_shot(graph=to_json(new))

    def file_title(self, value: str) -> str:
        """Return what a file is called that a parameter names."""
        project = self.session.project.value
        entry = None if project is None else project.media.get(value)
        return Path(value).name if entry is None else entry.ref.label

    # -- how

    def place(self, name: str) -> tuple[GraphNode | None, str]:
        """Return the node that a field stands for, and which of its parameters."""
        return addressed(self.graph.graph.value, self.graph.selected.value, name)

    def _by(self, name: str) -> Any:
        node, inner = self.place(name)
        return None if node is None else node.drives.get(inner)

    def _param(self, name: str) -> Param | None:
        node, inner = self.place(name)
        spec = None if node is None else self.graph.specs.value.get(node.type)
        return None if spec is None else spec.param(inner)

    def _change(self, name: str, value: Json, *, keep: bool) -> None:
        by, at, param = self._by(name), self.at.value, self._param(name)
        if isinstance(by, Keys) and at is not None and param is not None:
            try:
                param.decode_key(value)
            except WorkprintError as error:
                self.session.fail(error)
                return
            self._drive(name, easing.with_key(by, at, value), "set keyframe", value, keep=keep)
            return
        node, inner = self.place(name)
        if node is not None:
            (self.graph.set_param if keep else self.graph.try_param)(inner, value, node.id)

    def _drive(self, name: str, keys: Keys | None, verb: str, value: Json, *, keep: bool = True) -> None:
        """Give a parameter other keyframes; with none it stands at `value`."""
        graph, (node, inner) = self.graph.graph.value, self.place(name)
        if graph is None or node is None or not self.graph.can_add.value:
            return
        new = (
            edits.drive(graph, node.id, inner, keys)
            if keys
            else edits.set_params(graph, node.id, {inner: value})
        )
        if keep:
            self.graph.change(new, verb, {"node": node.id, "parameter": inner})
        else:
            self.graph.try_graph(new)

    def _want_display(self) -> None:
        """Have it told how the project's working space is shown, once for each space."""
        project = self.session.project.value
        if project is None:
            return
        colour = {"config": project.settings.config, "name": project.settings.working_space}
        if colour == self._shown_by:
            return
        self._shown_by = colour

        def told(matrix: tuple[tuple[float, ...], ...]) -> None:
            if colour == self._shown_by:
                self.display.set(Display(matrix))

        self._work.ask(lambda: self._work.engine.to_display(colour), told, self.session.fail)

    def _through_shot(self, **how: Any) -> None:
        """Change the shot's graph as the command line does: files are looked into by the engine."""
        clip = self.graph.clip.value
        if clip is None:
            return

        def change(kept: Project) -> Project:
            from editor.verbs import shot

            return shot(kept, clip.id, engine=self._work.engine, **how).project

        self.session.keep(change)

    def _stand(self) -> None:
        """Know how the shot's media runs in the cut."""
        project, clip = shown_project(self.session), self.graph.clip.value
        self._running = None
        if project is not None and clip is not None:
            self._running = _running(project, clip)
        self.span.set(_span(self._running))
        self._move()

    def _move(self) -> None:
        playhead, running = self.session.playhead.value, self._running
        at = None if running is None or playhead is None else running.media_at(_within(playhead, running))
        if at != self.at.value:
            self.at.set(at)
            self._follow()

    def _follow(self) -> None:
        node, spec = self.graph.node, self.graph.spec
        graph: Graph | None = self.graph.graph.value
        shown = () if node is None or spec is None else fields_of(node, spec, self.at.value, graph)
        if node is None and graph is not None and (selected := self.graph.selected.value):
            shown = fields_of_group(graph, selected, self.graph.specs.value, self.at.value)
        self.fields.set(tuple(map(self._told, shown)))
        if self.models.value is None and any(field.control == "model" for field in shown):
            self.want_models()
        if any(field.control == "colour" for field in shown):
            self._want_display()
        if self.picking.value and self.picking.value not in {field.name for field in shown}:
            self.picking.set("")

    def _told(self, field: Field) -> Field:
        """Return a field with what is told of the models or files that its value names."""
        if field.control == "model":
            return replace(field, offers=offers(field.of, self.models.value or (), field.value))
        if field.control == "colour":
            field = replace(field, display=self.display.value)
        if field.control in ("file", "board"):
            named = field.value if isinstance(field.value, list) else [field.value] if field.value else []
            return replace(field, labels=tuple(self.file_title(str(each)) for each in named))
        by = self._by(field.name)
        why = self.traces.why.value.get(str(by)) if isinstance(by, Link) else None
        return field if why is None else replace(field, moved=f"{field.moved}: {why}")

    def forget(self) -> None:
        """Follow the graph and the session no more."""
        self.traces.forget()
        for unwatch in self._unwatch:
            unwatch()
        self._unwatch = []


def _running(project: Project, clip: Any) -> Running | None:
    from editor.compile.spaces import graph_running

    try:
        return graph_running(project, clip)
    except WorkprintError:
        # Offline, or nested: there is no moment at which a value could be keyed.
        return None


def _span(running: Running | None) -> Range | None:
    if running is None:
        return None
    first = running.media_at(running.place.start)
    last = running.media_at(running.place.end - Time(1, running.place.rate))
    low, high = min(first, last), max(first, last)
    return Range.between(low.floor(), high.floor() + Time(1, high.rate))


def _within(playhead: Time, running: Running) -> Time:
    place = running.place
    return min(max(playhead, place.start), max(place.start, place.end - Time(1, place.rate)))
