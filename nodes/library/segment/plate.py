"""What is behind the mattes of a clip, as one frame sees it: from other frames, else made up from its rim."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from nodes.api import Clip, Frame, Matte, Time
from nodes.vision.agreement import Mask
from nodes.vision.look import Floats, Picture

from .camera import moves
from .paths import Paths
from .pictures import shown, work_size

_CLEAR = 0.05
"""How much matte a pixel may have to be taken for ground."""
_UNSTEADY = 0.02
"""How far frames may differ about a pixel, in parts of display white, before the camera's move is doubted."""
FARTHEST = 40
"""Frames: flow is followed no farther, and no more of it is kept."""
_MARGIN = 8


class Ground:
    """The ground of a clip, asked for frame by frame.

    Keeps small pictures and flow of at most `FARTHEST` frames on either side, and no frame of the clip.
    """

    def __init__(self, image: Clip[Frame], matte: Clip[Matte] | None, count: int, step: int) -> None:
        self._image, self._matte, self._count, self._step = image, matte, count, step
        self._reach = min(FARTHEST, count * step)
        self._see = lru_cache(maxsize=2 * self._reach + 2)(self._picture)
        self._hides = lru_cache(maxsize=2 * self._reach + 2)(self._hidden)
        self._paths = Paths(self._see, self._hides, self._reach)

    def behind(self, time: Time, part: tuple[slice, slice]) -> Floats:
        """Return (rows, columns, 3) of a part of the frame without what its matte covers.

        First the median of up to `count` frames either side, `step` apart, each brought over by the camera's
        homography and less what its matte covers. Where those are unsteady, or none shows the ground, it is
        fetched along dense flow from the nearest frames that show it (see `paths`). What no frame shows is
        made up from the rim.
        """
        layers = self._layers(time, part)
        seen: Mask = np.asarray(~np.isnan(layers).any(-1).all(0))
        layers[:, ~seen] = 0
        made = np.asarray(np.nanmedian(layers, axis=0), np.float32)
        cover = self._cover(time)
        if cover is not None:
            wanted = (cover[part] > _CLEAR) & (~seen | (_spread(layers, made) > _UNSTEADY))
            if wanted.any():
                fetched, found = self._fetched(time, part, wanted)
                made, seen = np.where(found[..., None], fetched, made), seen | found
        return _made_up(made, ~seen)

    def _layers(self, time: Time, part: tuple[slice, slice]) -> Floats:
        here, layers = self._see(time.frame), []
        for place in range(-self._count, self._count + 1):
            there = time + Time(place * self._step, time.rate)
            if there not in self._image.range:
                continue
            light = np.array(self._image.frame(there).rgb, np.float32)
            cover = self._cover(there)
            if cover is not None:
                light[cv2.dilate(cover, np.ones((5, 5), np.uint8)) > _CLEAR] = np.nan
            layers.append(light[part] if place == 0 else _brought(light, here, self._see(there.frame), part))
        return np.stack(layers)

    def _fetched(self, time: Time, part: tuple[slice, slice], wanted: Mask) -> tuple[Floats, Mask]:
        """Return what is wanted of the part from along the flow, and which pixels were found."""
        shape, small = self._image.frame(time).rgb.shape[:2], self._see(time.frame).shape[:2]
        whole = np.zeros(shape, np.float32)
        whole[part] = wanted
        asked = cv2.resize(whole, small[::-1], interpolation=cv2.INTER_AREA) > 0
        scale = np.array([shape[1] / small[1], shape[0] / small[0]], np.float32)
        total, weight = np.zeros((*wanted.shape, 3), np.float32), np.zeros(wanted.shape, np.float32)
        first, last = self._image.range.start.frame, self._image.range.end.frame - 1
        for end in (min(last, time.frame + self._reach), max(first, time.frame - self._reach)):
            for seen in self._paths.away_from(time.frame, asked, end):
                new = cv2.resize(seen.new.astype(np.uint8), shape[::-1], interpolation=cv2.INTER_NEAREST)
                at = cv2.resize(seen.at, shape[::-1], interpolation=cv2.INTER_LINEAR)[part]
                light = np.array(self._image.frame(Time(seen.frame, time.rate)).rgb, np.float32)
                at = np.ascontiguousarray((at + 0.5) * scale - 0.5)
                there = cv2.remap(light, at, None, cv2.INTER_LINEAR)  # type: ignore[call-overload]
                near = 1 / (seen.frame - time.frame) ** 2
                share = ((new[part] > 0) & wanted) * np.float32(near)
                total += share[..., None] * there
                weight += share
        found: Mask = weight > 0
        return np.asarray(total / np.maximum(weight, 1e-12)[..., None], np.float32), found

    def _picture(self, number: int) -> Picture:
        frame = self._image.frame(Time(number, self._image.range.rate))
        return shown(frame, work_size(frame.rgb.shape[1], frame.rgb.shape[0]))

    def _hidden(self, number: int) -> Mask:
        rows, columns = self._see(number).shape[:2]
        cover = self._cover(Time(number, self._image.range.rate))
        if cover is None:
            return np.zeros((rows, columns), bool)
        small = cv2.resize(cover, (columns, rows), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.dilate(small, np.ones((5, 5), np.uint8)) > _CLEAR)

    def _cover(self, time: Time) -> Floats | None:
        return None if self._matte is None else self._matte.frame(time).pixels


def around(cover: Floats) -> tuple[slice, slice]:
    """Return the rows and columns in which a matte covers anything, and some more on each side."""
    across, down, width, height = cv2.boundingRect((cover > 0).astype(np.uint8))
    return (
        slice(max(0, down - _MARGIN), down + height + _MARGIN),
        slice(max(0, across - _MARGIN), across + width + _MARGIN),
    )


def _brought(light: Floats, here: Picture, there: Picture, part: tuple[slice, slice]) -> Floats:
    """Return the part of a frame as the camera of another sees it; NaN where it does not."""
    rows, columns = (range(*each.indices(size)) for each, size in zip(part, light.shape[:2], strict=True))
    camera = moves(here, there)[1]
    if camera is None:
        return np.full((len(rows), len(columns), 3), np.nan, np.float32)
    scale = np.diag([here.shape[1] / light.shape[1], here.shape[0] / light.shape[0], 1.0])
    corner = np.array([[1.0, 0, columns[0]], [0, 1, rows[0]], [0, 0, 1]])
    way = np.linalg.inv(scale) @ camera @ scale @ corner
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (len(columns), len(rows))
    made = cv2.warpPerspective(light, way, size, flags=flags, borderValue=(np.nan,) * 3)
    return np.asarray(made, np.float32)


def _spread(layers: Floats, made: Floats) -> Floats:
    """Return how far the layers are from what was made of them, in the middle, as a display shows it."""
    apart = np.sqrt(np.clip(layers, 0, 1)) - np.sqrt(np.clip(made, 0, 1))
    return np.asarray(np.nan_to_num(np.nanmedian(np.abs(apart).max(-1), axis=0)), np.float32)


def _made_up(light: Floats, unseen: Mask) -> Floats:
    """Return light with what is unseen taken from its rim, the farther from it the smoother.

    Pull and push (Gortler et al., The Lumigraph, SIGGRAPH 1996): never lighter or darker than the rim.
    """
    if not unseen.any():
        return light
    levels = [np.dstack([np.where(unseen[..., None], 0, light), ~unseen]).astype(np.float32)]
    while levels[-1][..., 3].min() < 1e-3 and max(levels[-1].shape[:2]) > 1:
        levels.append(np.asarray(cv2.pyrDown(levels[-1]), np.float32))
    made = levels.pop()
    made = np.asarray(made[..., :3] / np.maximum(made[..., 3:], 1e-6), np.float32)
    for level in reversed(levels):
        weight = level[..., 3:]
        rough = np.asarray(cv2.pyrUp(made, dstsize=level.shape[1::-1]))
        made = np.asarray(rough * (1 - weight) + level[..., :3], np.float32)
    return np.where(unseen[..., None], made, light).astype(np.float32)
