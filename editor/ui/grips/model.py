"""The selected node's parameters on the picture: which there are, which is in hand, what a drag changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.compile.spaces import Space, space_of
from editor.ui.graph.model import GraphModel
from editor.ui.inspector.drafting import Draft
from editor.ui.inspector.model import InspectorModel
from editor.ui.observe import Value
from editor.ui.pointing.hands import Spot
from editor.ui.session import Session
from editor.ui.shots import shown_project
from nodes.api.errors import WorkprintError
from nodes.api.times import Time

from .held import held_of
from .shapes import Held, Point, dragged, grips_of, nudged

NEAR = 9.0
"""Pixels of the screen within which a hand takes hold."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A place that is held: of which parameter, which of its grips, or the keyframe at a time."""

    name: str
    place: int = 0
    key: Time | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a drag began with."""

    grip: Grip
    held: Held
    start: Point
    now: tuple[float, ...]
    moved: bool = False


class GripsModel:
    """`held` are the parameters as they stand on the picture, `space` the pixels they count in.

    `on` is whether a person wants them, `chosen` what arrow keys move. `any` tells that there are some.
    All values belong to the window's thread; a drag is one edit.
    """

    def __init__(self, session: Session, graph: GraphModel, inspector: InspectorModel) -> None:
        self.session, self._graph, self._inspector = session, graph, inspector
        self.on, self.any = Value(True), Value(False)
        self.held: Value[tuple[Held, ...]] = Value(())
        self.space: Value[Space | None] = Value(None)
        self.chosen: Value[Grip | None] = Value(None)
        self._draft = Draft(session)
        self._taken: _Taken | None = None
        self._unwatch = [
            self.on.watch(lambda _: self._follow()),
            inspector.fields.watch(lambda _: self._follow()),
            inspector.span.watch(lambda _: self._follow()),
            graph.viewed.watch(lambda _: self._follow()),
            session.cut.watch(lambda _: self._follow()),
            session.playhead.watch(lambda _: self._follow()),
        ]
        self._follow()

    def close(self) -> None:
        """Follow the others no more."""
        for unwatch in self._unwatch:
            unwatch()

    # -- what a hand does, in the node's pixels

    def at(self, spot: Spot, *, beneath: bool = False) -> Grip | None:
        """Return what is under a hand: what is in hand already, else the last drawn.

        `beneath` takes the first drawn instead, where several lie on one another.
        """
        if not self._graph.can_add.value:
            return None
        found = [
            Grip(held.name, place)
            for held in self.held.value
            for place, point in enumerate(grips_of(held, spot.scale))
            if spot.is_near(point, NEAR)
        ]
        if found:
            here = self.chosen.value
            return here if here in found and not beneath else found[0 if beneath else -1]
        for held in reversed(self.held.value):
            for time, point in held.keys:
                if spot.is_near(point, NEAR):
                    return Grip(held.name, key=time)
        return None

    def press(self, spot: Spot, *, beneath: bool = False) -> bool:
        """Take hold of what is under the hand; return whether there is something."""
        grip = self.at(spot, beneath=beneath)
        held = None if grip is None else self._of(grip.name)
        self.chosen.set(None if grip is None or grip.key is not None else grip)
        if grip is None or held is None:
            return False
        if grip.key is not None:
            place = next(point for time, point in held.keys if time == grip.key)
            held = replace(held, value=(place[0] - held.about[0], place[1] - held.about[1]))
        self._taken = _Taken(grip, held, spot.point, held.value)
        return True

    @property
    def is_taken(self) -> bool:
        """Whether something is being dragged."""
        return self._taken is not None

    def drag(self, spot: Spot, *, constrained: bool = False) -> None:
        """Show what is in hand where the hand is; nothing is kept."""
        taken = self._taken
        if taken is None or (not taken.moved and spot.is_near(taken.start, 2.0)):
            return
        numbers = self._numbers(taken, spot, constrained)
        self._taken = replace(taken, now=numbers, moved=True)
        self._draft.show(lambda: self._give(taken.grip, numbers, keep=False))

    def release(self, spot: Spot, *, constrained: bool = False) -> None:
        """Keep where it was dragged to; a keyframe that was only clicked is gone to."""
        self.drag(spot, constrained=constrained)
        taken, self._taken = self._taken, None
        if taken is None:
            return
        if taken.moved and taken.now != taken.held.value:
            self._draft.done()
            self._give(taken.grip, taken.now, keep=True)
            return
        self._drop()
        if taken.grip.key is not None and not taken.moved:
            self._inspector.go_to(taken.grip.key)

    def give_up(self) -> bool:
        """Put back what is being dragged, else let go of what is in hand; return whether anything was."""
        going = self._taken is not None or self.chosen.value is not None
        if self._taken is not None:
            self._taken = None
            self._drop()
        else:
            self.chosen.set(None)
        return going

    def nudge(self, across: float, down: float) -> bool:
        """Move what is in hand by pixels of the node, and keep it; return whether something was in hand."""
        grip = self.chosen.value
        held = None if grip is None else self._of(grip.name)
        if grip is None or held is None:
            return False
        if self._taken is None:
            self._give(grip, nudged(held, grip.place, across, down), keep=True)
        return True

    def next(self, step: int = 1) -> None:
        """Take the next grip in hand, after the last one the first."""
        every = [
            Grip(held.name, place)
            for held in reversed(self.held.value)
            for place, _ in enumerate(grips_of(held, 1.0))
        ]
        if every:
            now = self.chosen.value
            at = every.index(now) + step if now in every else 0
            self.chosen.set(every[at % len(every)])

    # -- how

    def _numbers(self, taken: _Taken, spot: Spot, constrained: bool) -> tuple[float, ...]:
        now = taken.now[0]
        held, grip = taken.held, taken.grip
        return dragged(held, grip.place, taken.start, spot.point, constrained=constrained, now=now)

    def _give(self, grip: Grip, numbers: tuple[float, ...], *, keep: bool) -> None:
        inspector = self._inspector
        value = inspector.json_of(grip.name, numbers)
        if grip.key is not None:
            inspector.move_key(grip.name, grip.key, grip.key, value, keep=keep)
        elif keep:
            inspector.set(grip.name, value)
        else:
            inspector.try_value(grip.name, value)

    def _drop(self) -> None:
        self._inspector.drop_key()
        self._draft.give_up()

    def _of(self, name: str) -> Held | None:
        return next((held for held in self.held.value if held.name == name), None)

    def _follow(self) -> None:
        space = self._space() if self.on.value and self._has_any() else None
        graph, span = self._graph, self._inspector.span.value
        held: tuple[Held, ...] = ()
        if space is not None and graph.node is not None and graph.spec is not None:
            held = held_of(graph.node, graph.spec, self._inspector.fields.value, space, span)
        self.space.set(space)
        self.held.set(held)
        self.any.set(bool(held))
        chosen = self.chosen.value
        if chosen is not None and chosen.name not in {each.name for each in held}:
            self.chosen.set(None)

    def _has_any(self) -> bool:
        spec = self._graph.spec
        return spec is not None and any(param.handle is not None for param in spec.params)

    def _space(self) -> Space | None:
        graph, project, time = self._graph, shown_project(self.session), self.session.playhead.value
        clip, own, node = graph.clip.value, graph.graph.value, graph.node
        if project is None or time is None or clip is None or own is None or node is None:
            return None
        viewed = graph.viewed.value
        if viewed is not None and viewed.clip != clip.id:
            viewed = None
        shown = own.outputs.get("out") if viewed is None else viewed.link
        try:
            return space_of(project, clip, own, node.id, shown, graph.specs.value, time)
        except WorkprintError:
            # It is nowhere on screen: offline, nested, without a picture. The graph says why.
            return None
