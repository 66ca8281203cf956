"""Pointing on the picture as the window knows it: what is pointed into, with what, and what that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from editor.compile.plate import plate_of
from editor.compile.seen import Running, Seen, running, seen_at
from editor.ui.graph.model import GraphModel
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import shown_project
from editor.ui.viewer.model import PlayerModel
from editor.ui.words import later, say
from editor.verbs.pointed import check_prompts
from nodes.api.errors import WorkprintError
from nodes.api.prompts import AnyPrompt, Prompts
from nodes.api.times import Time
from nodes.graph.model import Graph

from . import prompts as made_of
from .hands import Held, Tool
from .target import Target, target_in

View: TypeAlias = Literal["overlay", "matte", "black", "source"]
VIEWS: tuple[View, ...] = ("overlay", "matte", "black", "source")
WIDEST = 400.0
NO_CLIP = later("Select a clip to point at something in it.")
NO_NODE = later("Nothing is cut out of this clip yet. Choose Roto to begin.")


class PointingModel:
    """What is pointed at in the selected clip, on the frame under the playhead.

    `on` is the mode. `target` is the node that is pointed into, `seen` how its media is seen now, `why` what
    stands in the way of pointing, "" for nothing. `tool`, `positive` (inside or outside) and `width` (source
    pixels) are what is in hand, `obj` whose prompts it makes. `chosen` is a prompt that was taken hold of.
    `hidden` objects are not shown, `solo` is the only one that is. `aim` is where the keyboard points, in
    source pixels. All values belong to the window's thread; whatever changes the document is one edit.
    """

    def __init__(self, session: Session, graph: GraphModel, player: PlayerModel) -> None:
        self.session, self.graph, self.player = session, graph, player
        self.on, self.can_point, self.can_change = Value(False), Value(False), Value(False)
        self.tool: Value[Tool] = Value("click")
        self.positive, self.width = Value(True), Value(24.0)
        self.view: Value[View] = Value("overlay")
        self.opacity = Value(0.5)
        self.target: Value[Target | None] = Value(None)
        self.seen: Value[Seen | None] = Value(None)
        self.why, self.warning = Value(""), Value("")
        self.obj = Value(1)
        self.chosen: Value[AnyPrompt | None] = Value(None)
        self.hidden: Value[frozenset[int]] = Value(frozenset())
        self.solo: Value[int | None] = Value(None)
        self.aim: Value[tuple[float, float] | None] = Value(None)
        self._unwatch = [
            self.on.watch(lambda _: self.follow()),
            graph.graph.watch(lambda _: self.follow()),
            graph.clip.watch(lambda _: self.follow()),
            graph.selected.watch(lambda _: self.follow()),
            graph.can_add.watch(lambda _: self.follow()),
            session.cut.watch(lambda _: self.follow()),
            session.playhead.watch(lambda _: self._look()),
        ]

    def close(self) -> None:
        """Follow the others no more."""
        for unwatch in self._unwatch:
            unwatch()

    # What is asked of it

    @property
    def objects(self) -> tuple[int, ...]:
        """The objects there are, and the one in hand, which may have nothing yet."""
        target = self.target.value
        return () if target is None else tuple(sorted({*target.objects, self.obj.value}))

    @property
    def shown(self) -> tuple[int, ...]:
        """The objects that are shown."""
        solo, hidden = self.solo.value, self.hidden.value
        return (solo,) if solo is not None else tuple(obj for obj in self.objects if obj not in hidden)

    @property
    def running(self) -> Running | None:
        """How the media of what is pointed into runs in the cut, None where nobody can tell."""
        project, target = shown_project(self.session), self.target.value
        if project is None or target is None:
            return None
        try:
            return running(project, target.clip)
        except WorkprintError:
            return None

    @property
    def held(self) -> Held | None:
        """What a gesture that begins now makes prompts of, None where nothing can be pointed at."""
        seen, target = self.seen.value, self.target.value
        if seen is None or target is None or not self.can_change.value:
            return None
        return Held(seen.time, self.obj.value, self.positive.value, self.width.value)

    # What a person does

    def point(self, new: Iterable[AnyPrompt]) -> None:
        """Keep what a gesture made, as one edit."""
        made, target = tuple(new), self.target.value
        if target is None or not made or not self.may(made[0].obj):
            return
        if self._keep(made_of.added(target.prompts, made), f"point: {made_of.named(made[0])}", made):
            self.chosen.set(made[-1])
            if made_of.is_whole(target.prompts, made[0].time, made[0].obj):
                self.session.message.set(say("What is drawn or painted at this frame stands as it is."))

    def swap(self, old: AnyPrompt, new: AnyPrompt | None) -> None:
        """Put a prompt in another's place, or take it away."""
        target = self.target.value
        if target is None or old == new or not self.may(old.obj):
            return
        verb = f"{'remove' if new is None else 'move'} {made_of.named(old)}"
        if self._keep(made_of.swapped(target.prompts, old, new), verb, (new or old,)):
            self.chosen.set(new)

    def remove_chosen(self) -> None:
        """Take the prompt away that is chosen."""
        if self.chosen.value is not None:
            self.swap(self.chosen.value, None)

    def nudge(self, across: float, down: float) -> None:
        """Move the prompt that is chosen by source pixels."""
        if self.chosen.value is not None:
            self.swap(self.chosen.value, made_of.moved(self.chosen.value, across, down))

    def clear_frame(self) -> None:
        """Take away what is pointed at in this frame for the object in hand."""
        target, seen, obj = self.target.value, self.seen.value, self.obj.value
        if target is not None and seen is not None and self.may(obj):
            left = target.prompts.where(lambda each: each.time != seen.time or each.obj != obj)
            if left != target.prompts:
                self._keep(left, "clear frame", ())

    def clear_at(self, time: Time, obj: int) -> None:
        """Take away what is pointed at in a frame for an object."""
        target = self.target.value
        if target is not None and self.may(obj):
            left = target.prompts.where(lambda each: each.time != time or each.obj != obj)
            self._keep(left, "clear frame", ())

    def go_to(self, time: Time) -> None:
        """Put the playhead on the frame of the cut that shows a frame of the media."""
        run = self.running
        here = None if run is None else run.cut_at(time)
        if here is not None:
            self.player.stop()
            self.player.seek(here)

    def title(self, obj: int) -> str:
        """Return what an object is called."""
        target = self.target.value
        return (target.names.get(obj, "") if target else "") or say("Object {number}", number=obj)

    # How it follows

    def follow(self) -> None:
        """Look again at what is pointed into."""
        graph = self.graph
        target = target_in(graph.clip.value, graph.graph.value, graph.selected.value)
        before = self.target.value
        self.can_point.set(graph.clip.value is not None and graph.can_add.value)
        self.can_change.set(target is not None and graph.can_add.value)
        self.target.set(target)
        if target is None or before is None or (target.clip.id, target.node) != (before.clip.id, before.node):
            self.obj.set(target.objects[0] if target else 1)
            self.chosen.set(None)
            self.solo.set(None)
            self.hidden.set(frozenset())
        elif self.chosen.value not in target.prompts.everything:
            self.chosen.set(None)
        self._look()

    def _look(self) -> None:
        project, target, time = shown_project(self.session), self.target.value, self.session.playhead.value
        seen, why = None, say(NO_CLIP if self.graph.clip.value is None else NO_NODE)
        if self.on.value and project is not None and target is not None and time is not None:
            try:
                seen, why = seen_at(project, target.clip, time), ""
            except WorkprintError as error:
                why = f"{error.why[:1].upper()}{error.why[1:]}. {error.hint or ''}".strip()
        self.seen.set(_kept(self.seen.value, seen))
        self.why.set(why)
        over = seen.over if seen is not None else ()
        self.warning.set(say("{clips} lies above this clip here.", clips=", ".join(over)) if over else "")

    def may(self, obj: int) -> bool:
        """Return whether an object may be changed; a locked one may not, which is told."""
        target = self.target.value
        if target is not None and obj in target.locked:
            self.session.message.set(
                say("{object} is locked. Unlock it to change it.", object=self.title(obj))
            )
            return False
        return self.can_change.value

    def _keep(self, prompts: Prompts, verb: str, new: Iterable[AnyPrompt]) -> bool:
        """Keep other prompts as one edit; return whether they could be."""
        target, project = self.target.value, shown_project(self.session)
        if target is None or project is None:
            return False
        made = tuple(new)
        try:
            info = plate_of(project, target.clip).info
            check_prompts(made_of.of(made), info, f"Point at '{target.clip.name}'")
        except WorkprintError as error:
            self.session.fail(error)
            return False
        words = made_of.said(made, info.start)
        self.change(target.with_prompts(prompts), verb, {"node": target.node, **words})
        return True

    def change(self, graph: Graph, verb: str, said: Mapping[str, Any]) -> None:
        """Keep another graph of the clip as one edit."""
        self.graph.change(graph, verb, said)


def _kept(before: Seen | None, now: Seen | None) -> Seen | None:
    """Return what was seen before where it is seen the same way still: nobody has to look again."""
    if (
        before is None
        or now is None
        or (before.time, before.size, before.over)
        != (
            now.time,
            now.size,
            now.over,
        )
    ):
        return now
    return before if bool((before.matrix == now.matrix).all()) else now


def widened(model: PointingModel, factor: float) -> None:
    """Make the brush wider or narrower."""
    model.width.set(min(WIDEST, max(1.0, round(model.width.value * factor, 1))))
