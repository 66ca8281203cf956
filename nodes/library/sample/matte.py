"""`sample.matte`: the exact mattes of what is in the sample scenes."""

from typing import Literal

import numpy as np

from nodes.api import Format, Frame, Matte, Time, node

from .scene import Name
from .scenes import SCENES, ball_cover, post_cover


@node("sample.matte")
def matte(
    time: Time, format: Format, name: Name = "harbour", part: Literal["ball", "post", "whole ball"] = "ball"
) -> Frame:
    """Show as grey how much of each pixel of a sample scene is ball, or post, as `sample.scene` drew it.

    Of the ball what is seen of it beside the post, or with `whole ball` all of it.
    """
    scene, seconds = SCENES[name], float(time.seconds)
    post = post_cover(scene, format.width, format.height)
    if part == "post":
        return Matte.of_pixels(np.ascontiguousarray(post), time).frame()
    ball = ball_cover(scene, seconds, format.width, format.height)
    return Matte.of_pixels(ball if part == "whole ball" else ball * (1 - post), time).frame()
