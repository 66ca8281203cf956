"""`composite.keymix`: one picture or another, by a matte."""

from typing import Annotated

import numpy as np

from nodes.api import Frame, Matte, Slider, cropped, node
from nodes.geometry.boxes import covers, is_empty, join, meet
from nodes.library.planes.channels import remade, seen, stacked
from nodes.library.planes.masking import lay_in
from nodes.library.planes.regions import same_of


@node("composite.keymix", regions=same_of("background", "foreground", "mask"))
def keymix(
    background: Frame,
    foreground: Frame,
    mask: Matte,
    mix: Annotated[float, Slider(0, 1, hard=True), "How much of the matte counts."] = 1.0,
) -> Frame:
    """Show the foreground where a matte is white and the background where it is black.

    Per pixel, colour and alpha alike: background + (foreground - background) x matte x mix, premultiplied in
    linear light, without clipping; the foreground's own alpha does not count as cover. Outside the matte's
    data window the matte is 0, and the background is kept there sample by sample. The result has the
    background's display window and further channels. Mix 0 passes the background on.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add filter.blur as=soft image=@source size=20
    --add composite.keymix background=@source foreground=@soft mask=@bright.matte
    """
    region = meet(mask.data_window, join(background.data_window, foreground.data_window))
    if mix == 0 or is_empty(region):
        return background
    window = join(background.data_window, region)
    _, fronts = stacked(foreground)
    alpha = "A" in fronts or not covers(background.data_window, window)
    alpha = alpha or not covers(foreground.data_window, region)
    base, names = stacked(background, alpha=alpha)
    front, _ = stacked(foreground, alpha="A" in names)
    made = cropped(base, background.data_window, window)
    if made is base:
        made = base.copy()
    count = 4 if "A" in names else 3
    view = seen(made, window, region)[..., :count]
    ahead = seen(front, foreground.data_window, region)[..., :count]
    lay_in(view, ahead, seen(mask.pixels, mask.data_window, region) * np.float32(mix))
    return remade(background, made, names, data=window)
