"""What a hand does on the canvas from press to release: panning, moving, connecting, framing, resizing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from nodes.graph.arranging import CARD, snapped
from nodes.graph.canvas import Backdrop, Point
from nodes.graph.joining import Refusal, refusal
from nodes.graph.layout import GRID
from nodes.graph.model import Link

from .connecting import connect, disconnect, put_on_wire
from .hit import Hit, What, card_at, ends_of, hit, wire_at
from .items import change_item
from .model import Ends, GraphModel
from .placing import carried_here, move
from .scene import Slot, Wire
from .wish import Wish

_FREE = 12.0
"""Pixels by which a connection is let go of where it does not end on anything."""


@dataclass(slots=True)
class Pan:
    """The canvas under the hand."""

    last: Point

    def go(self, model: GraphModel, at: Point) -> None:
        """Follow the hand, in pixels."""
        model.view.set(model.view.value.panned(at[0] - self.last[0], at[1] - self.last[1]))
        self.last = at


@dataclass(slots=True)
class Band:
    """A frame that selects what it touches; `before` stays selected too."""

    start: Point
    now: Point
    before: frozenset[str] = frozenset()

    @property
    def area(self) -> tuple[Point, Point]:
        """Upper left corner and size on the canvas."""
        left, top = min(self.start[0], self.now[0]), min(self.start[1], self.now[1])
        return (left, top), (abs(self.start[0] - self.now[0]), abs(self.start[1] - self.now[1]))

    def go(self, model: GraphModel, at: Point) -> None:
        """Follow the hand, on the canvas."""
        self.now = at
        model.pick(self.before.union(model.scene.value.within(*self.area)))


@dataclass(slots=True)
class Move:
    """Cards, backdrops and notes that follow the hand; `over` is a wire on which a single card would lie."""

    start: Point
    places: Mapping[str, Point]
    by: Point = (0.0, 0.0)
    over: Wire | None = None

    def go(self, model: GraphModel, at: Point, *, snap: bool) -> None:
        """Follow the hand, on the canvas; on the grid with `snap`."""
        by = at[0] - self.start[0], at[1] - self.start[1]
        first = next(iter(self.places.values()))
        if snap:
            to = snapped((first[0] + by[0], first[1] + by[1]))
            by = to[0] - first[0], to[1] - first[1]
        self.by = by
        self.over = None
        if len(self.places) == 1:
            middle = first[0] + by[0] + CARD[0] / 2, first[1] + by[1] + CARD[1] / 2
            self.over = wire_at(model.scene.value, middle, CARD[1] / 2)

    def end(self, model: GraphModel) -> None:
        """Keep where everything is now, and put a single card on the wire that it lies on."""
        if self.by != (0.0, 0.0):
            id = next(iter(self.places))
            wire = None if self.over is None else ends_of(model.scene.value, self.over)
            move(model, {name: (x + self.by[0], y + self.by[1]) for name, (x, y) in self.places.items()})
            if wire is not None:
                put_on_wire(model, id, wire)


@dataclass(slots=True)
class Resize:
    """A backdrop or a note whose corner follows the hand."""

    id: str
    start: Point
    size: Point
    now: Point = field(default=(0.0, 0.0))

    def go(self, at: Point, *, snap: bool) -> None:
        """Follow the hand, on the canvas."""
        wide, high = self.size[0] + at[0] - self.start[0], self.size[1] + at[1] - self.start[1]
        if snap:
            wide, high = snapped((wide, high))
        self.now = max(4.0 * GRID, wide), max(2.0 * GRID, high)

    def end(self, model: GraphModel) -> None:
        """Keep the size."""
        if self.now != (0.0, 0.0):
            change_item(model, self.id, size=self.now)


@dataclass(slots=True)
class Connect:
    """A wire in the hand: from an output (`link`), or from an input (`ends`) for which one is looked for.

    `before` is the input that it was taken from. `wrong` says why what is under the hand does not fit.
    """

    begin: Point
    now: Point
    slot: Slot
    link: Link | None = None
    ends: Ends | None = None
    before: Ends | None = None
    target: Hit = field(default_factory=Hit)
    wrong: Refusal | None = None

    def go(self, model: GraphModel, at: Point) -> None:
        """Follow the hand, on the canvas, and look whether what is under it fits."""
        self.now = at
        target = self._under(model, at)
        if target != self.target:
            self.target = target
            self.wrong = self._judged(model, target)

    def _under(self, model: GraphModel, at: Point) -> Hit:
        view = model.view.value
        found = hit(model.scene.value, view, *view.to_pixel(at))
        wanted: What = "input" if self.link is not None else "output"
        if found.what == wanted:
            return found
        place = card_at(model.scene.value, at)
        if place is None:
            return Hit()
        # Over a card the first slot counts that fits, else the first.
        card = model.scene.value.cards[place]
        slots = card.ins if self.link is not None else card.outs
        fits = [slot for slot in slots if self._judged(model, Hit(wanted, card.id, slot)) is None]
        free = [slot for slot in fits if slot.link is None]
        best = next(iter(free or fits or slots), None)
        return Hit("card", card.id) if best is None else Hit(wanted, card.id, best)

    def _judged(self, model: GraphModel, target: Hit) -> Refusal | None:
        graph, slot = model.graph.value, target.slot
        if graph is None or slot is None:
            return Refusal("nothing can be connected to it") if target.what == "card" else None
        if self.link is not None:
            return refusal(graph, model.specs.value, self.link, slot.node, slot.port)
        assert self.ends is not None
        return refusal(graph, model.specs.value, Link(slot.node, slot.port), *self.ends[:2])

    def end(self, model: GraphModel) -> None:
        """Connect what fits, offer what would; over nothing let go of it, or search for what it leads to."""
        slot = self.target.slot
        link, ends = self.link, self.ends
        if slot is not None:
            link = link or Link(slot.node, slot.port)
            ends = ends or (slot.node, slot.port, slot.at)
            connect(model, link, ends, self.before)
            return
        away = max(abs(self.now[0] - self.begin[0]), abs(self.now[1] - self.begin[1]))
        if self.target.what != "nothing" or away * model.view.value.scale < _FREE:
            return
        if self.before is not None:
            model.wire.set(self.before)
            disconnect(model)
        elif link is not None:
            model.search(Wish("from", link=link, place=_card_under(self.now)))
        elif ends is not None:
            model.search(Wish("into", *ends, place=_card_over(self.now)))


def _card_under(at: Point) -> Point:
    return snapped((at[0] - CARD[0] / 2, at[1]))


def _card_over(at: Point) -> Point:
    return snapped((at[0] - CARD[0] / 2, at[1] - CARD[1]))


Gesture: TypeAlias = Pan | Band | Move | Resize | Connect


def begin(model: GraphModel, found: Hit, at: Point, *, more: bool) -> Gesture | None:
    """Return the gesture that a press begins, selecting what is pressed; `more` adds to what is selected."""
    scene = model.scene.value
    if found.slot is not None:
        return _connect(found, at)
    if found.what == "wire" and found.wire is not None:
        ends = ends_of(scene, found.wire)
        model.pick([])
        model.wire.set(ends)
        return None
    if found.what == "corner":
        item = scene.item(found.id)
        model.select(found.id)
        fixed = item is None or (isinstance(item, Backdrop) and item.colour == "frame")
        return None if fixed or item is None else Resize(found.id, at, item.size)
    if found.what in ("card", "title", "note"):
        if more:
            model.pick(model.picked.value ^ {found.id}, found.id)
        elif found.id in model.picked.value:
            model.selected.set(found.id)
        else:
            model.pick([found.id], found.id)
        places = carried_here(model, model.picked.value)
        # What was pressed leads: it is what comes to lie on the grid.
        lead = {found.id: places[found.id]} if found.id in places else {}
        return Move(at, {**lead, **places}) if lead and model.can_add.value else None
    if not more:
        model.pick([])
    return Band(at, at, model.picked.value if more else frozenset())


def _connect(found: Hit, at: Point) -> Connect | None:
    slot = found.slot
    assert slot is not None
    if found.what == "output":
        return Connect(at, at, slot, link=Link(slot.node, slot.port))
    ends = (slot.node, slot.port, slot.at)
    if slot.link is not None:
        return Connect(at, at, replace(slot, link=None), link=slot.link, before=ends)
    return Connect(at, at, slot, ends=ends)
