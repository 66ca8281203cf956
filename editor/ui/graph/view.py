"""Which part of the canvas is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nodes.graph.canvas import Point

LEAST, MOST = 0.02, 4.0
"""Pixels a unit: how far one can zoom out and in."""
_MARGIN = 24.0


@dataclass(frozen=True, slots=True)
class View:
    """`x`, `y` is what stands in the upper left corner, in units of the canvas; `scale` pixels a unit."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def to_canvas(self, across: float, down: float) -> Point:
        """Return the place on the canvas under a pixel."""
        return self.x + across / self.scale, self.y + down / self.scale

    def to_pixel(self, at: Point) -> Point:
        """Return the pixel at which a place of the canvas is seen."""
        return (at[0] - self.x) * self.scale, (at[1] - self.y) * self.scale

    def panned(self, across: float, down: float) -> View:
        """Return the view after the canvas was dragged by so many pixels."""
        return replace(self, x=self.x - across / self.scale, y=self.y - down / self.scale)

    def zoomed(self, factor: float, across: float, down: float) -> View:
        """Return the view so many times larger, what is under a pixel staying there."""
        scale = min(MOST, max(LEAST, self.scale * factor))
        x, y = self.to_canvas(across, down)
        return View(x - across / scale, y - down / scale, scale)


def fitted(corner: Point, size: Point, room: tuple[int, int], most: float = 1.0) -> View:
    """Return the view that shows all of an area in so many pixels, in its middle, at `most` that large."""
    wide, high = max(1.0, room[0] - 2 * _MARGIN), max(1.0, room[1] - 2 * _MARGIN)
    scale = min(most, wide / max(1.0, size[0]), high / max(1.0, size[1]))
    scale = min(MOST, max(LEAST, scale))
    x = corner[0] + size[0] / 2 - room[0] / 2 / scale
    y = corner[1] + size[1] / 2 - room[1] / 2 / scale
    return View(x, y, scale)


def revealed(view: View, corner: Point, size: Point, room: tuple[int, int]) -> View:
    """Return the view moved no more than it takes for an area to be seen."""
    x, y = view.x, view.y
    margin = _MARGIN / view.scale
    wide, high = room[0] / view.scale, room[1] / view.scale
    x = min(max(x, corner[0] + size[0] + margin - wide), corner[0] - margin)
    y = min(max(y, corner[1] + size[1] + margin - high), corner[1] - margin)
    return replace(view, x=x, y=y)
