"""`color.cdl`: the ASC's slope, offset, power and saturation."""

from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte, NodeError, Slider, node
from nodes.library.planes.light import power as powered
from nodes.library.planes.masking import is_off, within
from nodes.library.planes.regions import same_of

from .saturation import REC709, saturated
from .straight import changed

RGB = tuple[float, float, float]
Pixels = npt.NDArray[np.float32]

_NOTHING: RGB = (0.0, 0.0, 0.0)
_ONE: RGB = (1.0, 1.0, 1.0)


@node("color.cdl", regions=same_of("image", "mask"))
def cdl(
    image: Frame,
    mask: Matte | None = None,
    slope: Annotated[RGB, Slider(0, 4), "What each channel is multiplied by, first."] = _ONE,
    offset: Annotated[RGB, Slider(-0.5, 0.5), "What is added then."] = _NOTHING,
    power: Annotated[RGB, Slider(0.2, 5), "What it is raised to then; above 1 darkens the middle."] = _ONE,
    saturation: Annotated[float, Slider(0, 4), "How far from grey, last: 0 is grey, 1 leaves it."] = 1.0,
    clamp: Annotated[
        bool, "Hold values within 0 to 1 before the power and at the end, as v1.2 has it."
    ] = False,
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Grade by the ASC Color Decision List: out = (in x slope + offset)^power, then saturation.

    Source: ASC CDL version 1.2; saturation is about the luma weights of Rec.709 (0.2126, 0.7152, 0.0722).
    Works on the colour before alpha, in the linear working space: a CDL made for another space wants
    color.convert before and after. Without `clamp` nothing is cut off, and values below 0 are left by the
    power as they are (OpenColorIO's no-clamp style). A mask and `mix` limit the change; pixels of no alpha
    are left alone. Raises NodeError for a slope below 0 or a power or saturation that the list does not
    know.

    Example: workprint run color.cdl plate.mov -o graded.mkv slope=1.1,1,0.9 power=1.2 saturation=0.8
    """
    if min(slope) < 0:
        raise _refused("slope", min(slope), "0 or more")
    if min(power) <= 0:
        raise _refused("power", min(power), "above 0")
    if saturation < 0:
        raise _refused("saturation", saturation, "0 or more")
    same = (slope, offset, power, saturation) == (_ONE, _NOTHING, _ONE, 1) and not clamp
    if same or is_off(mask, mix, image):
        return image

    def change(colour: Pixels) -> Pixels:
        made = colour * np.array(slope, np.float32) + np.array(offset, np.float32)
        if clamp:
            np.clip(made, 0, 1, out=made)
        if power != _ONE:
            made = _powered(made, power)
        if saturation != 1:
            made = saturated(made, saturation, REC709)
        return np.clip(made, 0, 1, out=made) if clamp else made

    return within(image, changed(image, change), mask, mix)


def _powered(colour: Pixels, power: RGB) -> Pixels:
    if len(set(power)) == 1:
        return np.asarray(np.where(colour > 0, powered(colour, power[0]), colour), np.float32)
    for channel, exponent in enumerate(power):
        if exponent != 1:
            layer = np.ascontiguousarray(colour[..., channel])
            colour[..., channel] = np.where(layer > 0, powered(layer, exponent), layer)
    return colour


def _refused(name: str, value: float, needed: str) -> NodeError:
    return NodeError("Grade by a CDL", f"{name} is {value:g}", hint=f"Use {needed}.", port=name)
