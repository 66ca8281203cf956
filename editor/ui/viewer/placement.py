"""Where a picture lies in a viewer, in device pixels: plain arithmetic that both ways of drawing share."""

from __future__ import annotations

from dataclasses import dataclass

ZOOMS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Device pixels a pixel of the picture, as steps of the zoom."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture of `columns` x `rows` from (x, y) on, each of its pixels drawn `across` x `down`.

    `is_smooth` says that it is drawn interpolated: where pixels are not to be told apart.
    """

    columns: int
    rows: int
    x: float
    y: float
    across: float
    down: float
    is_smooth: bool

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        return self.columns * self.across

    @property
    def height(self) -> float:
        """How high it is drawn."""
        return self.rows * self.down

    def pixel_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return (column, row) of the picture under a point, None beside it."""
        column, row = (x - self.x) // self.across, (y - self.y) // self.down
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return (int(column), int(row)) if inside else None


def fitted(columns: int, rows: int, aspect: float, width: int, height: int) -> Placement:
    """Return the whole picture in the middle, as large as it goes; `aspect` is a pixel's width by height."""
    down = min(width / (columns * aspect), height / rows)
    # On whole pixels, so that the edges are sharp.
    wide, high = max(1, round(columns * aspect * down)), max(1, round(rows * down))
    across, down = wide / columns, high / rows
    x, y = (width - wide) // 2, (height - high) // 2
    return Placement(columns, rows, x, y, across, down, (across, down) != (1.0, 1.0))


def zoomed(
    columns: int, rows: int, aspect: float, width: int, height: int, zoom: float, pan: tuple[float, float]
) -> Placement:
    """Return the picture at `zoom` device pixels a row, its point `pan` (0 to 1 both ways) in the middle."""
    across, down = zoom * aspect, zoom
    x = width / 2 - pan[0] * columns * across
    y = height / 2 - pan[1] * rows * down
    return Placement(columns, rows, round(x), round(y), across, down, zoom < 1.0)


def pan_about(
    placement: Placement, zoom: float, aspect: float, width: int, height: int, x: float, y: float
) -> tuple[float, float]:
    """Return the pan at which what lies under (x, y) stays there when the zoom becomes `zoom`."""
    at_x, at_y = (x - placement.x) / placement.width, (y - placement.y) / placement.height
    wide, high = placement.columns * zoom * aspect, placement.rows * zoom
    return at_x + (width / 2 - x) / wide, at_y + (height / 2 - y) / high


def next_zoom(scale: float, steps: int) -> float:
    """Return the zoom some steps up or down from a scale.

    >>> next_zoom(0.7, 1), next_zoom(0.7, -1), next_zoom(32, 1)
    (1.0, 0.5, 32.0)
    """
    above = [zoom for zoom in ZOOMS if zoom > scale * 1.001]
    below = [zoom for zoom in ZOOMS if zoom < scale * 0.999]
    if steps > 0:
        return above[min(steps, len(above)) - 1] if above else ZOOMS[-1]
    return below[max(-len(below), steps)] if below else ZOOMS[0]


def grid_for(count: int, shape: float, width: int, height: int) -> tuple[int, int]:
    """Return columns and rows of the grid in which so many pictures, `shape` wide by high, lie largest.

    >>> grid_for(2, 16 / 9, 1600, 500), grid_for(2, 16 / 9, 800, 900), grid_for(4, 16 / 9, 1600, 900)
    ((2, 1), (1, 2), (2, 2))
    """
    grids = [(across, -(-count // across)) for across in range(1, count + 1)]
    return max(grids, key=lambda grid: min(width / grid[0] / shape, height / grid[1]))
