"""Video to a display of its own kind: signal is signal, no light has to be worked out."""

from __future__ import annotations

import numpy as np

from nodes.api.formats import ColourTags, Native

from .colour_curves import POWERS
from .pixel_layout import pixel_layout
from .yuv import yuv_to_signal


def displayed(native: Native, tags: ColourTags, wanted: ColourTags) -> Native | None:
    """Return YUV without alpha as 8-bit full-range "rgba", or None where that needs more than the matrix.

    It needs no more where primaries are the same and both transfers stand for one curve: then undoing
    the curve and doing it again, as the way through the working space does, gives the same code values
    (but for a value in 100,000 that lay on the edge between two) at three times the price.
    """
    layout = pixel_layout(native.layout)
    same = tags.primaries == wanted.primaries and POWERS.get(tags.transfer) == POWERS.get(wanted.transfer)
    if not same or tags.transfer not in POWERS or tags.data or wanted.data:
        return None
    if layout.family != "yuv" or layout.has_alpha or (wanted.matrix, wanted.range) != ("rgb", "full"):
        return None
    codes = yuv_to_signal(native, layout, tags)
    codes *= np.float32(255)
    np.rint(codes, out=codes)
    np.clip(codes, 0, 255, out=codes)
    made = np.full((*codes.shape[:2], 4), 255, np.uint8)
    made[..., :3] = codes
    return Native("rgba", (made,))
