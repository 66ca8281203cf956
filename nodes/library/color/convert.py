"""`color.convert`: from one colour space of the configuration to another."""

import difflib
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from nodes.api import ColourSpace, Frame, Matte, NodeError, Slider, node
from nodes.library.planes.masking import is_off, within
from nodes.library.planes.regions import same_of
from nodes.library.planes.spaces import config_of, processor

from .straight import changed

Pixels = npt.NDArray[np.float32]


@node("color.convert", regions=same_of("image", "mask"))
def convert(
    image: Frame,
    colour: ColourSpace,
    mask: Matte | None = None,
    source: Annotated[str, "The space that the values are in; empty is the working space."] = "",
    target: Annotated[str, "The space that they become; empty is the working space."] = "",
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Convert colours between two spaces of the project's OpenColorIO configuration.

    Pictures arrive in the working space already: this is for values that mean something else, and to work
    for a while in another space (a log one for a CDL or a blend, and back by a second node with source and
    target changed over). Names, aliases and roles of the configuration count, `workprint doctor` names the
    configuration. Works on the colour before alpha, exactly (no baked tables); OpenColorIO's CPU processor is
    made once. Two names of one space pass the very frame on. Raises NodeError for a name that the
    configuration does not know, with close ones.

    Example: workprint run color.convert plate.mov -o log.mkv target=ACEScct
    """
    config = config_of(colour.config)
    names = [
        _space(config, each or colour.name, port) for each, port in ((source, "source"), (target, "target"))
    ]
    if is_off(mask, mix, image):
        return image
    way = processor(colour.config, *names)
    if way.isNoOp():
        return image

    def change(pixels: Pixels) -> Pixels:
        made = np.array(pixels, np.float32, order="C")
        if made.size:
            way.applyRGB(made)
        return made

    return within(image, changed(image, change), mask, mix)


def _space(config: Any, name: str, port: str) -> str:
    found = config.getColorSpace(name)
    if found is not None:
        return str(found.getName())
    known = list(config.getColorSpaceNames())
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known[:3]
    hint = f"It has, for example: {', '.join(near)}."
    raise NodeError(
        f"Convert to or from '{name}'", "the configuration has no such space", hint=hint, port=port
    )
