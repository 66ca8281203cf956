"""`cut.beside`: two pictures side by side, to compare them."""

import numpy as np

from nodes.api import Frame, NodeError, node


@node("cut.beside")
def beside(left: Frame, right: Frame) -> Frame:
    """Put two pictures of one height side by side, left first, in one picture.

    Their own alpha is left out: both stand over black. Raises NodeError for different heights.
    """
    one, other = left.rgb, right.rgb
    if one.shape[0] != other.shape[0]:
        raise NodeError(
            "Put pictures side by side",
            f"they are {one.shape[0]} and {other.shape[0]} pixels high",
            port="right",
        )
    return Frame.of_pixels(np.hstack((one, other)), left.time, pixel_aspect=left.pixel_aspect)
