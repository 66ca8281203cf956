"""`color.grade`: lift, gamma, gain, offset."""

from typing import Annotated, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, NodeError, Slider, node

RGB = tuple[float, float, float]
Pixels = npt.NDArray[np.float32]

_NOTHING: RGB = (0.0, 0.0, 0.0)
_ONE: RGB = (1.0, 1.0, 1.0)


@node("color.grade")
def grade(
    image: Frame,
    lift: Annotated[RGB, Slider(-0.5, 0.5)] = _NOTHING,
    gamma: Annotated[RGB, Slider(0.2, 5)] = _ONE,
    gain: Annotated[RGB, Slider(0, 4)] = _ONE,
    offset: Annotated[RGB, Slider(-0.5, 0.5)] = _NOTHING,
) -> Frame:
    """Grade the colour channels, in the linear working space, each of red, green and blue by its own values.

    With x the colour before alpha, y = x (gain - lift) + lift + offset, and the result is sign(y) |y|^(1 /
    gamma): lift is where black goes, gain where white goes, offset moves both, gamma bends what lies between.
    Nothing clips: values below 0 and above 1 are graded like any other. Pixels of no alpha are left as they
    are. Raises NodeError for a gamma of 0 or less. Source: Nuke's Grade, black point 0 and white point 1.
    """
    lifts, gammas, gains, offsets = (_triple(each) for each in (lift, gamma, gain, offset))
    if min(gammas) <= 0:
        raise NodeError(
            "Grade a picture", f"gamma is {min(gammas):g}", hint="Use a gamma above 0.", port="gamma"
        )
    if (lifts, gammas, gains, offsets) == (_NOTHING, _ONE, _ONE, _NOTHING):
        return image
    alpha = image.alpha
    colour = image.rgb if alpha is None else _straight(image.rgb, alpha)
    graded = _bent(_moved(colour, lifts, gains, offsets), gammas)
    if alpha is None:
        return image.with_rgb(graded)
    cover = alpha[..., None]
    return image.with_rgb(np.where(cover > 0, graded * cover, image.rgb))


def _triple(value: float | RGB) -> RGB:
    if isinstance(value, int | float):
        return (float(value),) * 3
    red, green, blue = value
    return (float(red), float(green), float(blue))


def _straight(rgb: Pixels, alpha: Pixels) -> Pixels:
    cover = alpha[..., None]
    return np.divide(rgb, cover, out=np.zeros_like(rgb), where=cover > 0)


def _moved(colour: Pixels, lifts: RGB, gains: RGB, offsets: RGB) -> Pixels:
    scale = np.diag(np.subtract(gains, lifts))
    matrix = np.column_stack((scale, np.add(lifts, offsets))).astype(np.float32)
    return cast(Pixels, cv2.transform(colour, matrix))


def _bent(colour: Pixels, gammas: RGB) -> Pixels:
    if gammas == _ONE:
        return colour
    if len(set(gammas)) == 1:
        return _signed_power(colour, 1.0 / gammas[0])
    planes = cast(tuple[Pixels, ...], cv2.split(colour))
    bent = [
        plane if gamma == 1 else _signed_power(plane, 1.0 / gamma)
        for plane, gamma in zip(planes, gammas, strict=True)
    ]
    return cast(Pixels, cv2.merge(bent))


def _signed_power(values: Pixels, exponent: float) -> Pixels:
    made = cast(Pixels, cv2.pow(np.abs(values), exponent)).reshape(values.shape)
    return np.copysign(made, values, out=made)
