"""A frame's colour as the light that looks are worked out in: linear ACEScg, before alpha."""

import numpy as np
import numpy.typing as npt

from nodes.api import ColourSpace, Frame
from nodes.library.planes.channels import straight
from nodes.library.planes.spaces import processor

Pixels = npt.NDArray[np.float32]
_SPACE = "ACEScg"


def light_of(frame: Frame, space: ColourSpace) -> Pixels:
    """Return a frame's colour before alpha as linear ACEScg, float32 (rows, columns, 3)."""
    return _converted(straight(frame.rgb, frame.alpha), space.config, space.name, _SPACE)


def coloured(frame: Frame, light: Pixels, space: ColourSpace) -> Frame:
    """Return the frame with other colour before alpha; pixels of no alpha are left as they are."""
    made = _converted(light, space.config, _SPACE, space.name)
    if frame.alpha is None:
        return frame.with_rgb(made)
    cover = frame.alpha[..., None]
    return frame.with_rgb(np.where(cover > 0, made * cover, frame.rgb))


def _converted(pixels: Pixels, config: str, source: str, target: str) -> Pixels:
    way = processor(config, source, target)
    if way.isNoOp():
        return pixels
    made = np.array(pixels, np.float32, order="C")
    way.applyRGB(made)
    return made
