"""How much louder or quieter than its media a clip sounds at each pixel: level, keys, fades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from editor.document.layout import source_range
from editor.document.looks import QUIETEST
from editor.document.model import Clip
from nodes.api.curves import Curve
from nodes.api.times import Time

from .rows import Row
from .scene import Scene

Factors = NDArray[np.float64]


def gains_of(scene: Scene, row: Row, item: NDArray[np.int64], frames: Factors) -> Factors | None:
    """Return the factor at each pixel, None where all sounds as it is.

    `item` is a pixel's item, `frames` how many frames after that item's head it lies. Fades are of equal
    power, as they are heard.
    """
    made: Factors | None = None
    bent = scene.model.bent.value
    if bent is None and not row.spoken:
        return None
    # Pixels of an item stand together.
    for index in item[np.flatnonzero(np.diff(item, prepend=-1))].tolist():
        clip = row.items[index]
        if bent is not None and bent.band.clip.id == clip.id:
            clip = bent.band.clip
        if not isinstance(clip, Clip) or _is_plain(clip):
            continue
        made = np.ones(len(item)) if made is None else made
        here = item == index
        made[here] = _factors(scene, row, index, clip, frames[here])
    return made


def _is_plain(clip: Clip) -> bool:
    return clip.level == 0.0 and not clip.fade_in.value and not clip.fade_out.value


def _factors(scene: Scene, row: Row, index: int, clip: Clip, frames: Factors) -> Factors:
    rate = scene.rate
    level = _level(scene, clip, frames)
    made = np.where(level <= QUIETEST, 0.0, 10 ** (level / 20))
    length = float(row.bounds[index + 1] - row.bounds[index])
    for fade, inside in ((clip.fade_in, frames), (clip.fade_out, length - frames)):
        if fade.value:
            part = (inside / float(fade.at(rate).value)).clip(0, 1)
            made = made * np.sin(part * np.pi / 2)
    return made


def _level(scene: Scene, clip: Clip, frames: Factors) -> Factors:
    if not isinstance(clip.level, Curve):
        return np.full(len(frames), float(clip.level))
    source = source_range(clip, scene.model.media)
    origin = Time.zero(scene.rate) if source is None else source.start
    places = [float((key.time - origin).at(scene.rate).value) for key in clip.level.keys]
    return np.interp(frames, places, [key.value for key in clip.level.keys])
