"""What scopes show of a picture: waveform, parade, vectorscope and histogram of its display codes.

They are made of every n-th pixel each way, unmixed, so that no more than 480 x 270 are counted: a value that
is in the picture anywhere but in the finest detail is in the scopes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from .scope_places import KB, KR, LEVELS

Codes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]

MOST_COLUMNS, MOST_ROWS = 480, 270
WIDE, EACH = 384, 128
"""Columns of a waveform, and of each third of a parade."""
_TINTS = ((255, 90, 90), (90, 235, 110), (110, 150, 255))
_GREY = (205, 214, 205)


def scopes_of(picture: Codes, wanted: Iterable[str]) -> dict[str, npt.NDArray[np.generic]]:
    """Return each scope of RGBA display codes by name, as RGBA uint8 to be drawn.

    `waveform` is (256, 384, 4), the highest code on top; `parade` (256, 384, 4), red, green and blue side by
    side; `vectorscope` (256, 256, 4), the differences of colour as `chroma_place` puts them; `histogram` is
    float32 (4, 256): the shares of red, green, blue and luma that have each code.
    """
    seen = sampled(picture)
    return {name: _MAKERS[name](seen) for name in wanted if name in _MAKERS}


def sampled(picture: Codes) -> Codes:
    """Return every n-th pixel each way as RGB, at most 480 x 270."""
    rows, columns = picture.shape[:2]
    down, across = math.ceil(rows / MOST_ROWS), math.ceil(columns / MOST_COLUMNS)
    return np.ascontiguousarray(picture[::down, ::across, :3])


def _waveform(seen: Codes) -> Codes:
    return _tinted(_columns(_luma(seen), WIDE), len(seen) * seen.shape[1] / WIDE, _GREY)


def _parade(seen: Codes) -> Codes:
    share = len(seen) * seen.shape[1] / EACH
    thirds = [_tinted(_columns(seen[..., place], EACH), share, _TINTS[place]) for place in range(3)]
    return np.concatenate(thirds, axis=1)


def _columns(values: Codes, width: int) -> Counts:
    """Return how often each code is in each of `width` parts of a picture, the highest code first."""
    columns = values.shape[1]
    places = np.arange(columns) * width // columns if columns >= width else None
    if places is None:
        values = cast(Codes, cv2.resize(values, (width, len(values)), interpolation=cv2.INTER_NEAREST))
        places = np.arange(width)
    flat = (255 - values.astype(np.intp)) * width + places
    return np.bincount(flat.ravel(), minlength=LEVELS * width).reshape(LEVELS, width)


def _tinted(counts: Counts, each: float, tint: tuple[int, int, int]) -> Codes:
    """Return counts as light, `each` being all the pixels of a column: few are seen, many do not burn out."""
    light = 1 - np.exp(counts * np.float32(-40 / max(1.0, each)))
    made = np.empty((*counts.shape, 4), np.uint8)
    for place in range(3):
        made[..., place] = light * tint[place]
    made[..., 3] = light * 255
    return made


def _luma(seen: Codes) -> Codes:
    return cast(Codes, cv2.transform(seen, np.array([[KR, 1 - KR - KB, KB]], np.float32)))


_TO_PLACE = np.array(
    [
        [255 * -KR / (2 * (1 - KB)), 255 * -(1 - KR - KB) / (2 * (1 - KB)), 127.5],
        [-127.5, 255 * (1 - KR - KB) / (2 * (1 - KR)), 255 * KB / (2 * (1 - KR))],
    ]
) / np.array(255.0)


def _vectorscope(seen: Codes) -> Codes:
    # Half a code more than the middle, since places are cut off and not rounded.
    places = cv2.transform(seen.astype(np.float32), _TO_PLACE.astype(np.float32)) + np.float32(128)
    across, down = (np.clip(places[..., axis], 0, 255).astype(np.intp) for axis in range(2))
    counts = np.bincount((down * LEVELS + across).ravel(), minlength=LEVELS * LEVELS)
    light = 1 - np.exp(counts.reshape(LEVELS, LEVELS) * np.float32(-2000 / across.size))
    made = np.empty((LEVELS, LEVELS, 4), np.uint8)
    made[..., :3] = light[..., None] * _HUES
    made[..., 3] = light * 255
    return made


def _hues() -> npt.NDArray[np.float32]:
    """Return the colour that a trace has at each place of the vectorscope: that which it stands for."""
    down, across = np.mgrid[0:LEVELS, 0:LEVELS].astype(np.float32)
    blue, red = (across - 127.5) / 255, (127.5 - down) / 255
    luma = np.float32(0.62)
    made = np.stack(
        [
            luma + 2 * (1 - KR) * red,
            luma - (2 * KB * (1 - KB) * blue + 2 * KR * (1 - KR) * red) / (1 - KR - KB),
            luma + 2 * (1 - KB) * blue,
        ],
        axis=-1,
    )
    clipped: npt.NDArray[np.float32] = np.clip(made, 0.25, 1).astype(np.float32) * np.float32(255)
    return clipped


_HUES = _hues()


def _histogram(seen: Codes) -> npt.NDArray[np.float32]:
    planes = [seen[..., 0], seen[..., 1], seen[..., 2], _luma(seen)]
    counts = [np.bincount(plane.ravel(), minlength=LEVELS) for plane in planes]
    return (np.array(counts) / planes[0].size).astype(np.float32)


_MAKERS: Mapping[str, Callable[[Codes], npt.NDArray[np.generic]]] = {
    "waveform": _waveform,
    "parade": _parade,
    "vectorscope": _vectorscope,
    "histogram": _histogram,
}
