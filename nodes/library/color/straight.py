"""Changing colour before alpha: on what a surface is, not on how much of it there is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from nodes.api import Frame
from nodes.library.planes.bands import banded
from nodes.library.planes.channels import straight

Pixels = npt.NDArray[np.float32]


def changed(image: Frame, change: Callable[[Pixels], Pixels]) -> Frame:
    """Return a frame whose colour a function changed, straight (rows, columns, 3) in and out.

    Alpha and further channels are kept. Pixels of no alpha are left as they are.
    """
    alpha = image.alpha
    if alpha is None:
        return image.with_rgb(banded(change, image.rgb))
    cover = alpha[..., None]
    made = banded(change, straight(image.rgb, alpha)) * cover
    return image.with_rgb(np.where(cover > 0, made, image.rgb))
