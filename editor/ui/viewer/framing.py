"""How large a picture is drawn, and which part of it: what a person zooms and pans."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from editor.playback.ring import Picture
from editor.ui.observe import Value

from .placement import Placement, fitted, next_zoom, pan_about, zoomed


class Framing:
    """`zoom` is "fit" or device pixels a pixel, and then `pan` is what lies in the middle (0 to 1 both ways).

    `size` is the canvas in device pixels; the widget sets it.
    """

    def __init__(self) -> None:
        self.zoom: Value[Literal["fit"] | float] = Value("fit")
        self.pan: Value[tuple[float, float]] = Value((0.5, 0.5))
        self.size: Value[tuple[int, int]] = Value((0, 0))

    def placement(self, picture: Picture | None) -> Placement | None:
        """Return where a picture lies on the canvas; None without picture or canvas."""
        width, height = self.size.value
        if picture is None or not width or not height:
            return None
        rows, columns = picture.pixels.shape[:2]
        aspect, zoom = aspect_of(picture), self.zoom.value
        if zoom == "fit":
            return fitted(columns, rows, aspect, width, height)
        return zoomed(columns, rows, aspect, width, height, float(zoom), self.pan.value)

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
            width, height = self.size.value
            x, y = about or (width / 2, height / 2)
            self._pan_to(pan_about(placement, zoom, aspect_of(picture), width, height, x, y))
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
