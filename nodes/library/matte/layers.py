"""`matte.layers`: mattes as further channels of a picture."""

from dataclasses import replace
from typing import Annotated

from nodes.api import Frame, Matte, node

from .beside import over_image, titles


@node("matte.layers")
def layers(
    image: Frame,
    mattes: list[Matte],
    names: Annotated[str, "What each is called, in order, commas between; object1 and so on without."] = "",
) -> Frame:
    """Lay mattes beside a picture as layers of an EXR: the channel `NAME.A` each, as float.

    The picture itself stays as it is, and other files hold it alone. `matte.channel` takes one out again.
    Raises NodeError without a matte, and for names that are not one a matte.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add matte.layers image=@source mattes=@bright.matte names=bright
    """
    called = titles(mattes, names, "Lay mattes beside a picture")
    made = {f"{name}.A": over_image(matte, image) for name, matte in zip(called, mattes, strict=True)}
    return replace(image, layers={**image.layers, **made})
