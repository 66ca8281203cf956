"""`composite.reformat`: a picture in another format."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any

from nodes.api import Box, Format, Frame, NodeError, Px, Slider, node
from nodes.geometry.boxes import is_empty, meet
from nodes.geometry.reformatted import Fit, into, reformatted_box, whole_side
from nodes.library.planes.channels import remade, stacked
from nodes.library.planes.kernels import Filter
from nodes.library.planes.placed import placed

Side = Annotated[Px, Slider(1, 65535, "px", hard=True)]


def _format(
    formats: Mapping[str, Format], *, width: float, height: float, pixel_aspect: str, **_: Any
) -> Format:
    whole = next(iter(formats.values()))
    shape = _aspect(pixel_aspect, whole.pixel_aspect)
    return replace(whole, width=whole_side(width), height=whole_side(height), pixel_aspect=shape)


@node("composite.reformat", format=_format)
def reformat(
    image: Frame,
    width: Annotated[Side, "How wide the new picture is."] = 1920.0,
    height: Annotated[Side, "How high the new picture is."] = 1080.0,
    fit: Annotated[
        Fit,
        "Fit all of it inside, fill the format and lose what sticks out, stretch it, or leave its size.",
    ] = "fit",
    pixel_aspect: Annotated[
        str, "A pixel's width over its height, such as 16/15; empty keeps the picture's own."
    ] = "",
    filter: Annotated[
        Filter, "How pixels are made between pixels: linear is fastest, lanczos sharpest."
    ] = "cubic",
) -> Frame:
    """Put a picture into another format, centred, its display window scaled as `fit` says.

    Shapes are kept as they are seen, also between pixel aspects, except by `stretch`. The scaled picture
    ends at whole pixels; around it is nothing, and what sticks out is cut off. Filters are those of
    composite.transform. A picture that has the format is passed on as it is. Raises NodeError for a pixel
    aspect that is no quotient above 0.

    Example: workprint run composite.reformat plate.mov -o square.mkv width=48 height=48 fit=fill
    """
    whole = Box.of_size(whole_side(width), whole_side(height))
    aspect = _aspect(pixel_aspect, image.pixel_aspect)
    if (whole, aspect) == (image.display_window, image.pixel_aspect):
        return image
    shape = float(image.pixel_aspect / aspect)
    place = reformatted_box(image.display_window, whole, shape, fit)
    placing = into(image.display_window, place)
    pixels, names = stacked(image)
    window = Box(0, 0, 0, 0) if is_empty(image.data_window) else meet(whole, placing.box(image.data_window))
    if is_empty(window):
        window, made = Box(0, 0, 0, 0), pixels[:0, :0]
    else:
        alpha = names.index("A") if "A" in names else None
        made, _ = placed(pixels, alpha, image.data_window, placing, window, filter)
    return replace(remade(image, made, names, data=window, display=whole), pixel_aspect=aspect)


def _aspect(text: str, own: Fraction) -> Fraction:
    if not text:
        return own
    try:
        aspect = Fraction(text)
    except (ValueError, ZeroDivisionError):
        aspect = Fraction(0)
    if aspect <= 0:
        hint = "Write a quotient such as 1 or 16/15."
        raise NodeError("Reformat a picture", f"'{text}' is no pixel aspect", hint=hint, port="pixel_aspect")
    return aspect
