"""What lies under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nodes.graph.canvas import Point

from .model import Ends
from .paint_under import CORNER, TITLE
from .scene import HIGH, WIDE, Scene, Slot, Wire
from .view import View

_SLOT, _WIRE = 9.0, 7.0
"""Pixels from which a slot or a wire is taken hold of."""
_SMALLEST = 0.3
"""Pixels a unit below which slots and wires are too near one another to be pointed at."""

What = Literal["nothing", "card", "input", "output", "wire", "title", "note", "corner"]


@dataclass(frozen=True, slots=True)
class Hit:
    """What it is, its id, and the slot or the wire that it is."""

    what: What = "nothing"
    id: str = ""
    slot: Slot | None = None
    wire: Wire | None = None


NOTHING = Hit()


def hit(scene: Scene, view: View, across: float, down: float) -> Hit:
    """Return what is under a pixel: slots before cards, cards before wires, those before what lies under."""
    at = view.to_canvas(across, down)
    if view.scale >= _SMALLEST:
        slot = _slot(scene, at, _SLOT / view.scale)
        if slot is not None:
            return slot
    card = card_at(scene, at)
    if card is not None:
        return Hit("card", scene.cards[card].id)
    for note in reversed(scene.notes):
        if _inside(at, note.place, note.size):
            return Hit("corner" if _at_corner(at, note.place, note.size) else "note", note.id)
    if view.scale >= _SMALLEST:
        wire = wire_at(scene, at, _WIRE / view.scale)
        if wire is not None:
            return Hit("wire", wire=wire)
    for ground in sorted(scene.backdrops, key=lambda each: each.size[0] * each.size[1]):
        if _inside(at, ground.place, ground.size):
            if _at_corner(at, ground.place, ground.size):
                return Hit("corner", ground.id)
            if at[1] <= ground.place[1] + max(TITLE, 8 / view.scale):
                return Hit("title", ground.id)
    return NOTHING


def card_at(scene: Scene, at: Point) -> int | None:
    """Return the uppermost card at a place of the canvas."""
    corners = scene.corners
    if not len(corners):
        return None
    x, y = at[0] - corners[:, 0], at[1] - corners[:, 1]
    found = np.flatnonzero((x >= 0) & (x <= WIDE) & (y >= 0) & (y <= HIGH))
    return int(found[-1]) if len(found) else None


def _slot(scene: Scene, at: Point, reach: float) -> Hit | None:
    corners = scene.corners
    if not len(corners):
        return None
    x, y = at[0] - corners[:, 0], at[1] - corners[:, 1]
    near = (x >= -reach) & (x <= WIDE + reach) & (y >= -reach) & (y <= HIGH + reach)
    for index in np.flatnonzero(near)[::-1].tolist():
        card = scene.cards[index]
        for above, slots in ((False, card.outs), (True, card.ins)):
            # Slots that crowd on a card share its width.
            room = min(reach, WIDE / (len(slots) + 1) / 2) if slots else 0.0
            for place, slot in enumerate(slots):
                over = card.slot_at(place, above=above)
                if abs(over[0] - at[0]) <= room and abs(over[1] - at[1]) <= reach * 0.8:
                    return Hit("input" if above else "output", card.id, slot)
    return None


def wire_at(scene: Scene, at: Point, reach: float) -> Wire | None:
    """Return the wire that passes a place of the canvas."""
    ends = scene.ends
    if not len(ends):
        return None
    low, far = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    slack = reach + HIGH
    near = (low[:, 0] - reach <= at[0]) & (far[:, 0] + reach >= at[0])
    near &= (low[:, 1] - slack <= at[1]) & (far[:, 1] + slack >= at[1])
    best, found = reach, None
    for index in np.flatnonzero(near).tolist():
        away = _distance(ends[index].tolist(), at)
        if away < best:
            best, found = away, scene.wires[index]
    return found


def _distance(ends: list[float], at: Point) -> float:
    """Return how far a place is from the curve that is drawn for a wire."""
    x0, y0, x1, y1 = ends
    reach = max(20.0, min(80.0, abs(y1 - y0) / 2)) if y1 >= y0 else 60.0
    t = np.linspace(0.0, 1.0, 24)
    u = 1 - t
    x = u**3 * x0 + 3 * u**2 * t * x0 + 3 * u * t**2 * x1 + t**3 * x1
    y = u**3 * y0 + 3 * u**2 * t * (y0 + reach) + 3 * u * t**2 * (y1 - reach) + t**3 * y1
    dx, dy = np.diff(x), np.diff(y)
    along = ((at[0] - x[:-1]) * dx + (at[1] - y[:-1]) * dy) / np.maximum(dx * dx + dy * dy, 1e-9)
    along = np.clip(along, 0, 1)
    return float(np.min(np.hypot(x[:-1] + along * dx - at[0], y[:-1] + along * dy - at[1])))


def ends_of(scene: Scene, wire: Wire) -> Ends:
    """Return where a wire ends, as the graph names it."""
    slot = scene.cards[wire.target].ins[wire.into]
    return slot.node, slot.port, slot.at


def _inside(at: Point, place: Point, size: Point) -> bool:
    return place[0] <= at[0] <= place[0] + size[0] and place[1] <= at[1] <= place[1] + size[1]


def _at_corner(at: Point, place: Point, size: Point) -> bool:
    return at[0] >= place[0] + size[0] - CORNER and at[1] >= place[1] + size[1] - CORNER
