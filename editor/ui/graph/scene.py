"""What is drawn of a graph: cards with their slots, and the wires between them. Plain Python, no widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nodes.api.ports import PortType
from nodes.graph.arranging import CARD
from nodes.graph.canvas import Backdrop, Note, Point
from nodes.graph.model import Link

Sort: TypeAlias = Literal["node", "group", "output"]
WIDE, HIGH = CARD
OUTPUT_PREFIX = "\0"
"""Begins the id of the card of one of the graph's outputs; no node's name holds it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to connect. `node`, `port` and `at` (of many) say which one it is in the graph.

    `link` is what feeds an input. `away` names what it is connected to that is not on this level.
    """

    label: str
    type: PortType | None
    node: str
    port: str
    at: int | None = None
    link: Link | None = None
    away: str = ""
    drives: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A node, a group folded into one, or an output of the graph, with its inputs above, outputs below."""

    id: str
    sort: Sort
    title: str
    about: str
    family: str
    place: Point
    ins: tuple[Slot, ...] = ()
    outs: tuple[Slot, ...] = ()
    bypass: bool = False
    known: bool = True
    keep: bool = False
    problem: str = ""

    def slot_at(self, place: int, *, above: bool) -> Point:
        """Return where a slot is on the canvas."""
        across = _across(self.ins if above else self.outs, place)
        return self.place[0] + across, self.place[1] + (0 if above else HIGH)


def _across(slots: tuple[Slot, ...], place: int) -> float:
    """Return where a slot is on its edge: what must be fed evenly, so that a chain runs straight down; what
    may be fed at the right.
    """
    needed = [slot for slot in slots if not slot.optional]
    if len(needed) in (0, len(slots)):
        return WIDE * (place + 1) / (len(slots) + 1)
    if not slots[place].optional:
        rank = sum(not slot.optional for slot in slots[:place])
        return WIDE * (rank + 1) / (len(needed) + 1)
    after = sum(slot.optional for slot in slots[place + 1 :])
    room = WIDE / (len(needed) + 1) - 24
    return WIDE - 14 - after * min(18.0, room / (len(slots) - len(needed)))


@dataclass(frozen=True, slots=True)
class Wire:
    """A connection between two cards, by their places in the scene and those of the slots on them."""

    source: int
    out: int
    target: int
    into: int
    type: PortType | None


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything on one level of the canvas; `level` is the group that is looked into, "" for none.

    `homes` says which card stands for nodes that are folded into a group.
    """

    cards: tuple[Card, ...] = ()
    wires: tuple[Wire, ...] = ()
    backdrops: tuple[Backdrop, ...] = ()
    notes: tuple[Note, ...] = ()
    level: str = ""
    index: Mapping[str, int] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def corners(self) -> npt.NDArray[np.float64]:
        """The upper left corners of the cards (count, 2)."""
        return np.array([card.place for card in self.cards], np.float64).reshape(-1, 2)

    @cached_property
    def ends(self) -> npt.NDArray[np.float64]:
        """Where the wires begin and end (count, 4): x and y of the output, of the input."""
        found = [(*self.start_of(wire), *self.end_of(wire)) for wire in self.wires]
        return np.array(found, np.float64).reshape(-1, 4)

    def start_of(self, wire: Wire) -> Point:
        """Return where a wire leaves its source."""
        return self.cards[wire.source].slot_at(wire.out, above=False)

    def end_of(self, wire: Wire) -> Point:
        """Return where a wire enters its target."""
        return self.cards[wire.target].slot_at(wire.into, above=True)

    def card(self, id: str | None) -> Card | None:
        """Return the card of a node, a group or an output."""
        return None if id is None or id not in self.index else self.cards[self.index[id]]

    @property
    def items(self) -> tuple[Backdrop | Note, ...]:
        """The backdrops and the notes."""
        listed: list[Backdrop | Note] = [*self.backdrops, *self.notes]
        return tuple(listed)

    def item(self, id: str | None) -> Backdrop | Note | None:
        """Return the backdrop or note of an id."""
        return next((each for each in self.items if each.id == id), None)

    def place_of(self, id: str) -> Point | None:
        """Return where a card, a backdrop or a note stands."""
        found = self.card(id) or self.item(id)
        return None if found is None else found.place

    def ids(self) -> Iterator[str]:
        """Yield the ids of all that can be selected."""
        yield from self.index
        for item in self.items:
            yield item.id

    @property
    def bounds(self) -> tuple[Point, Point] | None:
        """The upper left corner and the size of all there is, None for nothing."""
        boxes: list[tuple[Point, Point]] = [(card.place, (WIDE, HIGH)) for card in self.cards]
        boxes += [(item.place, item.size) for item in self.items]
        if not boxes:
            return None
        left, top = min(at[0] for at, _ in boxes), min(at[1] for at, _ in boxes)
        right = max(at[0] + size[0] for at, size in boxes)
        bottom = max(at[1] + size[1] for at, size in boxes)
        return (left, top), (right - left, bottom - top)

    def within(self, corner: Point, size: Point) -> list[str]:
        """Return what touches an area: cards and notes; backdrops only where they lie in it wholly."""
        right, bottom = corner[0] + size[0], corner[1] + size[1]
        x, y = (self.corners[:, 0], self.corners[:, 1]) if self.cards else (np.empty(0), np.empty(0))
        mask = (x <= right) & (x + WIDE >= corner[0]) & (y <= bottom) & (y + HIGH >= corner[1])
        hit = [self.cards[index].id for index in np.flatnonzero(mask).tolist()]
        for note in self.notes:
            if (
                note.place[0] <= right
                and note.place[0] + note.size[0] >= corner[0]
                and note.place[1] <= bottom
                and note.place[1] + note.size[1] >= corner[1]
            ):
                hit.append(note.id)
        for ground in self.backdrops:
            far = ground.place[0] + ground.size[0], ground.place[1] + ground.size[1]
            if (
                corner <= ground.place
                and corner[1] <= ground.place[1]
                and far[0] <= right
                and far[1] <= bottom
            ):
                hit.append(ground.id)
        return hit

    def fed(self, place: int) -> Iterator[int]:
        """Yield the cards that feed one."""
        return (wire.source for wire in self.wires if wire.target == place)

    def readers(self, place: int) -> Iterator[int]:
        """Yield the cards that one feeds."""
        return (wire.target for wire in self.wires if wire.source == place)


def is_output(id: str) -> bool:
    """Return whether a card's id stands for an output of the graph."""
    return id.startswith(OUTPUT_PREFIX)
