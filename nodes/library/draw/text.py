"""`draw.text`: titles."""

from typing import Annotated

import numpy as np

from nodes.api import Box, Format, Frame, Handle, Px, Slider, Time, node

from .letters import Align, Font, Hang, Lettering, cover_of

RGB = tuple[float, float, float]


@node("draw.text")
def text(
    format: Format,
    text: Annotated[str, "What is written; \\n begins a new line."] = "",
    font: Annotated[Font, "Letters that a font lacks come from universal, which has nearly all."] = "sans",
    weight: Annotated[int, Slider(300, 900, hard=True), "400 is regular, 700 bold; sans and italic."] = 400,
    size: Annotated[
        Px, Slider(1, 400, "px"), "The size of the letters' em square: about a line's height."
    ] = 100.0,
    color: Annotated[RGB, Slider(0, 1), "Red, green and blue, linear, in the working space."] = (
        1.0,
        1.0,
        1.0,
    ),
    opacity: Annotated[float, Slider(0, 1, hard=True), "How much the letters cover."] = 1.0,
    place: Annotated[
        tuple[Px, Px] | None,
        Slider(0, 1920, "px"),
        Handle("point"),
        "The point that the text lies at; the middle of the picture where it is none.",
    ] = None,
    align: Annotated[Align, "The text begins at the point, is centred on it, or ends there."] = "center",
    hang: Annotated[Hang, "The text hangs below the point, is centred on it, or stands on it."] = "middle",
    spacing: Annotated[float, Slider(0.5, 3), "From line to line, in sizes."] = 1.2,
) -> Frame:
    """Write text on nothing: letters premultiplied by what they cover, to be put over a picture.

    Drawn by OpenCV with fonts that come with it and with OpenImageIO, so that a title is the same on every
    machine; in any script that is written in one direction on one line, in any size and place, also
    between pixels. The data window is what the letters need; without letters the picture is empty. Raises
    NodeError for a font that is missing.

    Example: workprint run draw.text -o title.png text=Hello size=16 --size 64x36 --range 0-0
    """
    display = Box.of_size(format.width, format.height)
    middle = format.width / 2, format.height / 2
    lines = tuple(text.replace("\\n", "\n").splitlines())
    aspect = float(format.pixel_aspect)
    what = Lettering(lines, font, weight, size, spacing, align, hang, place or middle, aspect)
    cover, window = (
        cover_of(what, display) if lines and size > 0 else (np.zeros((0, 0), np.float32), Box(0, 0, 0, 0))
    )
    values = np.array([*color, 1], np.float32) * np.float32(opacity)
    return Frame.of_pixels(
        cover[..., None] * values,
        Time.zero(format.rate),
        display_window=display,
        data_window=window,
        pixel_aspect=format.pixel_aspect,
    )
