"""How large pictures are drawn, and which part of them: what a person zooms and pans."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from editor.playback.ring import Picture
from editor.ui.observe import Value

from .placement import Placement, fitted, grid_for, next_zoom, pan_about, zoomed


class Framing:
    """`zoom` is "fit" or device pixels a pixel, and then `pan` is what lies in the middle (0 to 1 both ways).

    `size` is the canvas in device pixels; the widget sets it. The canvas is parted into `tiles` alike, in
    each of which a picture lies in the same way. Zooms and pixels are those of pictures at full size, also
    where smaller ones are shown in their place.
    """

    def __init__(self) -> None:
        self.zoom: Value[Literal["fit"] | float] = Value("fit")
        self.pan: Value[tuple[float, float]] = Value((0.5, 0.5))
        self.size: Value[tuple[int, int]] = Value((0, 0))
        self.tiles: Value[int] = Value(1)

    def placement(self, picture: Picture | None, tile: int = 0) -> Placement | None:
        """Return where a picture lies on the canvas; None without picture or canvas."""
        if picture is None or not all(self.size.value):
            return None
        left, top, width, height = self.tile(picture, tile)
        (columns, rows), aspect, zoom = size_of(picture), aspect_of(picture), self.zoom.value
        if zoom == "fit":
            there = fitted(columns, rows, aspect, width, height)
        else:
            there = zoomed(columns, rows, aspect, width, height, float(zoom), self.pan.value)
        return replace(there, x=there.x + left, y=there.y + top)

    def tile(self, picture: Picture, tile: int = 0) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a tile, in device pixels."""
        (width, height), (columns, rows) = self.size.value, size_of(picture)
        across, down = grid_for(self.tiles.value, columns * aspect_of(picture) / rows, width, height)
        wide, high = max(1, width // across), max(1, height // down)
        return tile % across * wide, tile // across * high, wide, high

    def tile_at(self, picture: Picture, x: float, y: float) -> int:
        """Return the tile under a point of the canvas, the first for one that is in none."""
        for tile in range(self.tiles.value):
            left, top, width, height = self.tile(picture, tile)
            if left <= x < left + width and top <= y < top + height:
                return tile
        return 0

    def zoom_by(self, picture: Picture | None, steps: int, about: tuple[float, float] | None = None) -> None:
        """Zoom some steps in or out; the point of the canvas `about` (else its middle) stays where it is."""
        if (placement := self.placement(picture)) is not None:
            self.zoom_to(picture, next_zoom(placement.down, steps), about)

    def zoom_to(
        self, picture: Picture | None, zoom: Literal["fit"] | float, about: tuple[float, float] | None = None
    ) -> None:
        """Zoom to "fit" or so many device pixels a pixel."""
        placement = self.placement(picture)
        if zoom != "fit" and placement is not None and picture is not None:
            left, top, width, height = self.tile(picture)
            x, y = width / 2, height / 2
            if about is not None:
                beyond = self.tile(picture, self.tile_at(picture, *about))
                x, y = about[0] - beyond[0], about[1] - beyond[1]
            local = replace(placement, x=placement.x - left, y=placement.y - top)
            self._pan_to(pan_about(local, zoom, aspect_of(picture), width, height, x, y))
        self.zoom.set(zoom)

    def pan_by(self, picture: Picture | None, across: float, down: float) -> None:
        """Move the picture by device pixels; one that fits stays."""
        placement = self.placement(picture)
        if placement is not None and self.zoom.value != "fit":
            x, y = self.pan.value
            self._pan_to((x - across / placement.width, y - down / placement.height))

    def _pan_to(self, pan: tuple[float, float]) -> None:
        # Some of the picture stays in the middle, so that it cannot be lost.
        self.pan.set((min(1.0, max(0.0, pan[0])), min(1.0, max(0.0, pan[1]))))


def aspect_of(picture: Picture) -> float:
    """Return the width of a picture's pixel by its height."""
    return float(Fraction(picture.meta.get("pixel_aspect", "1")))


def scale_of(picture: Picture) -> Fraction:
    """Return the size at which a picture was made, of the full one."""
    return Fraction(picture.meta.get("scale", "1"))


def size_of(picture: Picture) -> tuple[int, int]:
    """Return columns and rows that a picture has at full size."""
    rows, columns = picture.pixels.shape[:2]
    scale = scale_of(picture)
    return round(columns / scale), round(rows / scale)
