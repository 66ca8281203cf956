"""All channels of a frame in one array, and frames made of such arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.api import Box, Frame, cropped
from nodes.geometry.boxes import covers

Pixels = npt.NDArray[np.float32]


def is_opaque(image: Frame) -> bool:
    """Return whether a frame holds no alpha, told without converting its planes where they say so."""
    if image.pixels is not None:
        return "A" not in image.channels
    if image.native is not None:
        # One (light) or three (colour) samples a pixel leave no room for alpha; other counts may mean it.
        samples = sum(1 if plane.ndim == 2 else plane.shape[2] for plane in image.native.planes)
        if samples in (1, 3):
            return True
    return image.alpha is None


def stacked(image: Frame, *, alpha: bool = False) -> tuple[Pixels, tuple[str, ...]]:
    """Return a frame's channels as one array, float32 (rows, columns, channels), and their names.

    R, G, B come first, then A where the frame has alpha, then further ones. With `alpha` an opaque
    frame gets an A that is 1 everywhere. Not to be written to: it may be the frame's own.
    """
    if image.pixels is not None and ("A" not in image.channels or image.channels[3] == "A"):
        pixels, names = image.pixels, image.channels
    elif image.alpha is None:
        pixels, names = image.rgb, ("R", "G", "B")
    else:
        layers = [image.rgb, image.alpha[..., None]]
        further = further_channels(image)
        if image.pixels is not None and further:
            layers.append(image.pixels[..., [image.channels.index(name) for name in further]])
        pixels, names = np.concatenate(layers, axis=-1), ("R", "G", "B", "A", *further)
    return with_alpha(pixels, names) if alpha else (pixels, names)


def with_alpha(
    pixels: Pixels, names: tuple[str, ...], cover: Pixels | None = None
) -> tuple[Pixels, tuple[str, ...]]:
    """Return channels with `cover` (else 1) as A after the colour; as they are if they have A."""
    if "A" in names:
        return pixels, names
    made = np.empty((*pixels.shape[:2], pixels.shape[2] + 1), np.float32)
    made[..., :3] = pixels[..., :3]
    made[..., 3] = 1 if cover is None else cover
    made[..., 4:] = pixels[..., 3:]
    return made, (*names[:3], "A", *names[3:])


def further_channels(image: Frame) -> tuple[str, ...]:
    """Return the names of a frame's channels beyond colour and alpha."""
    return () if image.pixels is None else tuple(name for name in image.channels[3:] if name != "A")


def remade(
    image: Frame,
    pixels: Pixels,
    names: tuple[str, ...] | None = None,
    *,
    data: Box | None = None,
    display: Box | None = None,
) -> Frame:
    """Return the frame with other pixels, channels and windows; time, shape and metadata are kept.

    So are the layers of its file as long as it covers what it covered. `pixels` become the frame's own:
    they are made read-only, not copied.
    """
    made = np.asarray(pixels, np.float32)
    if made.flags.writeable:
        made = made.view()
        made.flags.writeable = False
    return replace(
        image,
        native=None,
        to_working=None,
        pixels=made,
        channels=names or ("R", "G", "B", "A")[: made.shape[2]],
        data_window=data or image.data_window,
        display_window=display or image.display_window,
        layers=image.layers if data in (None, image.data_window) else {},
    )


def straight(pixels: Pixels, alpha: Pixels | None) -> Pixels:
    """Return colour that is not premultiplied; 0 where there is no alpha, the same array without one."""
    if alpha is None:
        return pixels
    cover = alpha[..., None]
    return np.divide(pixels, cover, out=np.zeros(pixels.shape, np.float32), where=cover > 0)


def seen(pixels: Pixels, data: Box, window: Box) -> Pixels:
    """Return what `cropped` does, without a copy where the pixels cover the window."""
    if not covers(data, window):
        return cropped(pixels, data, window)
    return pixels[window.y0 - data.y0 : window.y1 - data.y0, window.x0 - data.x0 : window.x1 - data.x0]
