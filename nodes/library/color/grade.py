"""`color.grade`: lift, gamma, gain, offset."""

from typing import Annotated, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte, NodeError, Slider, node
from nodes.library.planes.light import power
from nodes.library.planes.masking import is_off, within
from nodes.library.planes.regions import same_of

from .straight import changed

RGB = tuple[float, float, float]
Pixels = npt.NDArray[np.float32]

_NOTHING: RGB = (0.0, 0.0, 0.0)
_ONE: RGB = (1.0, 1.0, 1.0)


@node("color.grade", regions=same_of("image", "mask"))
def grade(
    image: Frame,
    mask: Matte | None = None,
    lift: Annotated[RGB, Slider(-0.5, 0.5), "Where black goes."] = _NOTHING,
    gamma: Annotated[
        RGB, Slider(0.2, 5), "Bends what lies between black and white; above 1 is lighter."
    ] = _ONE,
    gain: Annotated[RGB, Slider(0, 4), "Where white goes."] = _ONE,
    offset: Annotated[RGB, Slider(-0.5, 0.5), "Moves everything."] = _NOTHING,
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the change there is."] = 1.0,
) -> Frame:
    """Grade the colour channels, in the linear working space, each of red, green and blue by its own values.

    With x the colour before alpha, y = x (gain - lift) + lift + offset, and the result is sign(y) |y|^(1 /
    gamma): lift is where black goes, gain where white goes, offset moves both, gamma bends what lies between.
    Nothing clips: values below 0 and above 1 are graded like any other. Pixels of no alpha are left as they
    are. A mask and `mix` limit the change. Raises NodeError for a gamma of 0 or less. Source: Nuke's Grade,
    black point 0 and white point 1.

    Example: workprint run color.grade plate.mov -o graded.mkv gain=1.2,1,0.9 gamma=1.1
    """
    lifts, gammas, gains, offsets = (_triple(each) for each in (lift, gamma, gain, offset))
    if min(gammas) <= 0:
        raise NodeError(
            "Grade a picture", f"gamma is {min(gammas):g}", hint="Use a gamma above 0.", port="gamma"
        )
    same = (lifts, gammas, gains, offsets) == (_NOTHING, _ONE, _ONE, _NOTHING)
    if same or is_off(mask, mix, image):
        return image
    graded = changed(image, lambda colour: _bent(_moved(colour, lifts, gains, offsets), gammas))
    return within(image, graded, mask, mix)


def _triple(value: float | RGB) -> RGB:
    if isinstance(value, int | float):
        return (float(value),) * 3
    red, green, blue = value
    return (float(red), float(green), float(blue))


def _moved(colour: Pixels, lifts: RGB, gains: RGB, offsets: RGB) -> Pixels:
    scale = np.diag(np.subtract(gains, lifts))
    matrix = np.column_stack((scale, np.add(lifts, offsets))).astype(np.float32)
    return cast(Pixels, cv2.transform(colour, matrix))


def _bent(colour: Pixels, gammas: RGB) -> Pixels:
    if gammas == _ONE:
        return colour
    if len(set(gammas)) == 1:
        return power(colour, 1.0 / gammas[0])
    planes = cast(tuple[Pixels, ...], cv2.split(colour))
    bent = [
        plane if gamma == 1 else power(plane, 1.0 / gamma)
        for plane, gamma in zip(planes, gammas, strict=True)
    ]
    return cast(Pixels, cv2.merge(bent))
