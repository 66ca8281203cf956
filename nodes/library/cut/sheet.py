"""`cut.sheet`: many pictures in one, each with a line of text."""

from collections.abc import Mapping
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Box, Format, Frame, NodeError, Px, Time, node
from nodes.library.draw.letters import Lettering, cover_of

_GROUND, _INK = 0.012, 0.6
_LETTERS = 0.55


def _as_asked(formats: Mapping[str, Format], **_: object) -> Format:
    return formats[""]


@node("cut.sheet", format=_as_asked)
def sheet(
    time: Time,
    format: Format,
    images: list[Frame],
    cells: Annotated[tuple[int, ...], "Where each picture stands, counted along rows."] = (),
    columns: Annotated[int, "How many stand in a row."] = 4,
    labels: Annotated[str, "What is written below each, a line a picture."] = "",
    strip: Annotated[Px, "How high the stretch below a picture is that its label stands in."] = 24.0,
) -> Frame:
    """Put pictures into the cells of a sheet, centred on dark grey, each over a line of text.

    Cells are as wide as the format over `columns`. Pictures keep their size, cut off at their cell: fit
    them first. Their own alpha is left out. Raises NodeError where a picture has no cell of its own.
    """
    if len(set(cells)) != len(images) or columns < 1:
        raise NodeError(
            "Lay out a sheet", f"{len(images)} pictures have {len(set(cells))} cells", port="cells"
        )
    rows = max(cells, default=0) // columns + 1
    wide, high, below = format.width // columns, format.height // rows, round(strip)
    made = np.full((format.height, format.width, 3), _GROUND, np.float32)
    texts = [*labels.splitlines(), *([""] * len(images))]
    for image, cell, text in zip(images, cells, texts, strict=False):
        x, y = cell % columns * wide, cell // columns * high
        rgb = image.rgb[: high - below, :wide]
        left = x + (wide - rgb.shape[1]) // 2
        top = y + (high - below - rgb.shape[0]) // 2
        made[top : top + rgb.shape[0], left : left + rgb.shape[1]] = rgb
        made[y + high - below : y + high, x : x + wide] += _written(text, wide, below)[..., None]
    return Frame.of_pixels(made, time, pixel_aspect=format.pixel_aspect)


def _written(text: str, wide: int, high: int) -> npt.NDArray[np.float32]:
    """Return the light of a line of letters in the middle of (high, wide)."""
    made = np.zeros((high, wide), np.float32)
    if text.strip() and high > 1:
        line = Lettering(
            (text,), "universal", 400, high * _LETTERS, 1.0, "center", "middle", (wide / 2, high / 2)
        )
        cover, box = cover_of(line, Box.of_size(wide, high))
        made[box.y0 : box.y1, box.x0 : box.x1] = cover * np.float32(_INK)
    return made
