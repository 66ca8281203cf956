"""What a key makes: the picture cut out, and the matte it was cut out by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Matte

Pixels = npt.NDArray[np.float32]


class Keyed(NamedTuple):
    """A picture premultiplied by a key, and the key."""

    image: Frame
    matte: Matte


def cut_out(image: Frame, key: Pixels, rgb: Pixels | None = None) -> Keyed:
    """Return a picture (or other colour for it, premultiplied by its own alpha) times a key, and both."""
    key = np.ascontiguousarray(key, np.float32)
    colour = image.rgb if rgb is None else rgb
    cover = key if image.alpha is None else image.alpha * key
    matte = Matte(cover, image.time, image.display_window, image.data_window)
    cover.flags.writeable = False
    return Keyed(image.with_rgb(colour * key[..., None], alpha=cover), matte)
