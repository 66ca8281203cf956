"""`composite.transform`: move, turn and scale a picture."""

from dataclasses import replace
from typing import Annotated

import numpy as np

from nodes.api import Box, Frame, Handle, Px, Slider, node
from nodes.geometry.boxes import grown, is_empty, meet
from nodes.geometry.placing import Placing
from nodes.library.planes.channels import remade, stacked, with_alpha
from nodes.library.planes.kernels import Filter
from nodes.library.planes.placed import placed


@node("composite.transform")
def transform(
    image: Frame,
    translate: Annotated[
        tuple[Px, Px], Slider(-1920, 1920, "px"), Handle("point", "center"), "How far right and down."
    ] = (0.0, 0.0),
    rotate: Annotated[
        float, Slider(-180, 180, "degrees"), Handle("angle", "translate"), "Anticlockwise, about the centre."
    ] = 0.0,
    scale: Annotated[
        tuple[float, float], Slider(0, 4), "Times as wide and high; one number for both, negative mirrors."
    ] = (1.0, 1.0),
    center: Annotated[
        tuple[Px, Px] | None,
        Slider(0, 1920, "px"),
        Handle("point"),
        "What stays where it is; the middle of the picture where it is none.",
    ] = None,
    filter: Annotated[
        Filter,
        "How pixels are made between pixels: linear is fastest, cubic sharper, lanczos sharpest.",
    ] = "cubic",
    overscan: Annotated[bool, "Keep what leaves the picture, up to its size at each side."] = False,
) -> Frame:
    """Scale a picture, turn it about a centre, then move it.

    Works premultiplied in the linear working space; nothing clips. The display window stays; where the
    picture does not reach it is transparent, so an opaque picture gets alpha. Edges that fall inside a
    pixel cover it in part. Going smaller averages what gets finer than the pixels. A move by whole pixels
    copies them; without any change the very frame is passed on. Turns keep shapes also where pixels are
    not square. Lengths are full-size pixels, y down.

    Filters: nearest; linear; cubic is Keys' with a = -1/2 (IEEE ASSP-29, 1981), which keeps straight
    ramps; lanczos has four lobes. All are separable and exact at any phase where rows stay rows; on
    turned rows lanczos places its taps to 1/32 of a pixel.

    Example: workprint run composite.transform plate.mov -o moved.mkv translate=120,0 scale=0.5 rotate=10
    """
    display = image.display_window
    middle = (display.x0 + display.x1) / 2, (display.y0 + display.y1) / 2
    placing = Placing(_pair(scale), rotate, center or middle, translate, image.pixel_aspect)
    if placing.is_identity:
        return image
    room = grown(display, display.width, display.height) if overscan else display
    pixels, names = stacked(image)
    # The file's layers are left out: ids and depths are not to be resampled.
    image = replace(image, layers={})
    alpha = names.index("A") if "A" in names else None
    nothing = placing.vanishes or is_empty(image.data_window)
    window = Box(0, 0, 0, 0) if nothing else meet(room, placing.box(image.data_window))
    if is_empty(window):
        return remade(
            image, *with_alpha(np.zeros((0, 0, len(names)), np.float32), names), data=Box(0, 0, 0, 0)
        )
    made, cover = placed(pixels, alpha, image.data_window, placing, window, filter)
    return remade(image, *with_alpha(made, names, cover), data=window)


def _pair(value: float | tuple[float, float]) -> tuple[float, float]:
    return (float(value), float(value)) if isinstance(value, int | float) else value
