"""`composite.crop`: a part of a picture."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from nodes.api import Box, Format, Frame, Handle, NodeError, Px, Slider, node
from nodes.geometry.boxes import around, covers, is_empty, meet
from nodes.geometry.reformatted import whole_box
from nodes.library.planes.channels import remade, seen, stacked, with_alpha
from nodes.library.planes.kernels import covered

Edges = tuple[Px, Px, Px, Px]


def _format(formats: Mapping[str, Format], *, box: Edges | None, reformat: bool, **_: Any) -> Format:
    whole = next(iter(formats.values()))
    if box is None or not reformat:
        return whole
    window = whole_box(box)
    return replace(whole, width=window.width, height=window.height)


@node("composite.crop", format=_format)
def crop(
    image: Frame,
    box: Annotated[
        Edges | None,
        Slider(0, 1920, "px"),
        Handle("box"),
        "Left, top, right and bottom edge of what is kept; the whole picture where it is none.",
    ] = None,
    reformat: Annotated[bool, "Make what is kept the whole picture, its edges rounded to pixels."] = False,
) -> Frame:
    """Keep the part of a picture that lies in a box; around it is nothing.

    Edges are pixels from the top left corner. One that falls inside a pixel keeps the pixel in part, so an
    opaque picture then gets alpha; at whole pixels nothing is computed. What lies beyond the display
    window is kept only where the box reaches there. A box around all of the picture passes the very frame
    on. Raises NodeError for a box whose edges are the wrong way round.

    Example: workprint run composite.crop plate.mov -o middle.mkv box=16,9,48,27
    """
    if box is None:
        return image
    if box[2] <= box[0] or box[3] <= box[1]:
        why = f"its right or bottom edge is not beyond its left or top one: {','.join(f'{e:g}' for e in box)}"
        raise NodeError("Crop a picture", why, hint="Write left,top,right,bottom.", port="box")
    if reformat:
        return _reformatted(image, whole_box(box))
    wanted = around(*box)
    if covers(
        Box(math.ceil(box[0]), math.ceil(box[1]), int(box[2] // 1), int(box[3] // 1)), image.data_window
    ):
        return image
    window = meet(wanted, image.data_window)
    pixels, names = stacked(image)
    pixels = seen(pixels, image.data_window, window)
    rows = covered((box[1], box[3]), (window.y0, window.y1), 1, 0, "linear")
    columns = covered((box[0], box[2]), (window.x0, window.x1), 1, 0, "linear")
    if min(rows.min(initial=1), columns.min(initial=1)) < 1:
        cover = np.multiply.outer(rows, columns)
        pixels, names = with_alpha(pixels, names)
        pixels = pixels * cover[..., None]
    return remade(image, pixels, names, data=Box(0, 0, 0, 0) if is_empty(window) else window)


def _reformatted(image: Frame, box: Box) -> Frame:
    if box == image.display_window and covers(box, image.data_window):
        return image
    window = meet(box, image.data_window)
    pixels, names = stacked(image)
    moved = Box(window.x0 - box.x0, window.y0 - box.y0, window.x1 - box.x0, window.y1 - box.y0)
    whole = Box.of_size(box.width, box.height)
    return remade(image, seen(pixels, image.data_window, window), names, data=moved, display=whole)
