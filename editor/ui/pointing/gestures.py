"""The tools as gestures: presses and moves of a hand become prompts. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nodes.api.prompts import AnyPrompt, BoxPrompt, Click, ShapePrompt, Stroke

from .hands import Draft, Gesture, Held, Spot, Tool
from .outlines import Corner, Point, flat, length, reflected, thinned

_LEVELS = 4
"""How many widths the pressure of a pen makes of one brush."""
_THIN = 0.75
"""How far a drawn line may be from the hand's, in pixels of the screen."""


class _AtOnce:
    """A gesture from one press to its release: no part of it can be taken back."""

    def __init__(self, held: Held) -> None:
        self._held, self.done = held, False

    def finish(self) -> None:
        self.done = True

    def back(self) -> bool:
        return False


class Pressed(_AtOnce):
    """A click."""

    def __init__(self, held: Held) -> None:
        super().__init__(held)
        self._spot = Spot(0, 0)

    def press(self, spot: Spot) -> None:
        self._spot = spot

    def move(self, spot: Spot, *, held: bool) -> None:
        """Stay: a click counts where it began."""

    def release(self, spot: Spot) -> None:
        self.done = True

    @property
    def draft(self) -> Draft:
        return Draft((self._spot.point,), positive=self._held.positive)

    @property
    def made(self) -> tuple[AnyPrompt, ...]:
        held, at = self._held, self._spot
        return (Click(held.time, at.x, at.y, held.positive, held.obj),)


class Dragged(_AtOnce):
    """A box from corner to corner."""

    def __init__(self, held: Held) -> None:
        super().__init__(held)
        self._from = self._to = Spot(0, 0)

    def press(self, spot: Spot) -> None:
        self._from = self._to = spot

    def move(self, spot: Spot, *, held: bool) -> None:
        self._to = spot if held else self._to

    def release(self, spot: Spot) -> None:
        self._to, self.done = spot, True

    @property
    def draft(self) -> Draft:
        (x0, y0), (x1, y1) = self._from.point, self._to.point
        return Draft(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), closed=True)

    @property
    def made(self) -> tuple[AnyPrompt, ...]:
        xs, ys = sorted((self._from.x, self._to.x)), sorted((self._from.y, self._to.y))
        if min(xs[1] - xs[0], ys[1] - ys[0]) < 2 * self._from.scale:
            return ()
        return (BoxPrompt(self._held.time, xs[0], ys[0], xs[1], ys[1], self._held.obj),)


class Brushed(_AtOnce):
    """A stroke, as wide as the brush and as a pen is pressed; a lasso where it `closes`."""

    def __init__(self, held: Held, *, closes: bool = False) -> None:
        super().__init__(held)
        self._closes = closes
        self._spots: list[Spot] = []

    def press(self, spot: Spot) -> None:
        self._spots = [spot]

    def move(self, spot: Spot, *, held: bool) -> None:
        if held and self._spots and not spot.is_near(self._spots[-1].point, 1.0):
            self._spots.append(spot)

    def release(self, spot: Spot) -> None:
        self.move(spot, held=True)
        self.done = True

    @property
    def draft(self) -> Draft:
        points = tuple(spot.point for spot in self._spots)
        width = 0.0 if self._closes else self._held.width
        return Draft(points, width, closed=self._closes, positive=self._held.positive)

    @property
    def made(self) -> tuple[AnyPrompt, ...]:
        if not self._spots:
            return ()
        thin = _THIN * self._spots[0].scale
        if self._closes:
            outline = thinned([spot.point for spot in self._spots], thin)
            is_one = len(outline) >= 3 and length(outline) > 8 * self._spots[0].scale
            return (ShapePrompt(self._held.time, outline, False, self._held.obj),) if is_one else ()
        return tuple(
            Stroke(
                self._held.time,
                thinned([spot.point for spot in part], thin),
                self._held.width * level / _LEVELS,
                self._held.positive,
                self._held.obj,
            )
            for level, part in _by_pressure(self._spots)
        )


class Cornered:
    """An outline, corner by corner; a curve where a drag at a corner pulls its handles."""

    def __init__(self, held: Held, *, curved: bool) -> None:
        self._held, self._curved, self.done = held, curved, False
        self._corners: list[Corner] = []
        self._next: Point | None = None
        self._scale = 1.0

    def press(self, spot: Spot) -> None:
        if len(self._corners) >= 3 and spot.is_near(self._corners[0][1]):
            self.done = True
            return
        self._scale, self._next = spot.scale, None
        self._corners.append((spot.point, spot.point, spot.point))

    def move(self, spot: Spot, *, held: bool) -> None:
        if not held or not self._corners:
            self._next = spot.point
            return
        corner = self._corners[-1][1]
        if self._curved and not spot.is_near(corner, 3.0):
            self._corners[-1] = (reflected(spot.point, corner), corner, spot.point)

    def release(self, spot: Spot) -> None:
        """Wait for the next corner."""

    def finish(self) -> None:
        self.done = True

    def back(self) -> bool:
        self._corners = self._corners[:-1]
        return bool(self._corners)

    @property
    def draft(self) -> Draft:
        made = list(self._corners)
        if self._next is not None and made:
            made.append((self._next, self._next, self._next))
        points = flat(made) if self._curved else tuple(corner[1] for corner in made)
        return Draft(points, curved=self._curved)

    @property
    def made(self) -> tuple[AnyPrompt, ...]:
        if len(self._corners) < 3:
            return ()
        points = flat(self._corners) if self._curved else tuple(corner[1] for corner in self._corners)
        return (ShapePrompt(self._held.time, points, self._curved, self._held.obj),)


def begun(tool: Tool, held: Held) -> Gesture:
    """Return a tool's gesture, before its first press."""
    match tool:
        case "click":
            return Pressed(held)
        case "box":
            return Dragged(held)
        case "brush":
            return Brushed(held)
        case "eraser":
            return Brushed(replace(held, positive=False))
        case "lasso":
            return Brushed(held, closes=True)
        case _:
            return Cornered(held, curved=tool == "bezier")


def _by_pressure(spots: Sequence[Spot]) -> list[tuple[int, list[Spot]]]:
    """Return a stroke's spots by how hard they were pressed, each part going on where the last one ends."""
    parts: list[tuple[int, list[Spot]]] = []
    for spot in spots:
        level = max(1, round(min(1.0, spot.pressure) * _LEVELS))
        if parts and parts[-1][0] == level:
            parts[-1][1].append(spot)
        else:
            before = [parts[-1][1][-1]] if parts else []
            parts.append((level, [*before, spot]))
    return parts
