"""Following an object from a picture in which it is known into the ones after it.

Each step carries the matte along dense flow (DIS: Kroeger et al., ECCV 2016), asks two classifiers what the
pixels look like (one that learned the known picture alone and never drifts, one that also learns where the
object now is and what is beside it, in the spirit of Video SnapCut: Bai et al., SIGGRAPH 2009), and settles
both against the picture's edges by mean-field steps through a guided filter, which stand where a graph cut
would (Rother et al., GrabCut, SIGGRAPH 2004). Where the flow there and back disagree, looks alone decide.

An object that is out of sight is looked for by its looks in the whole picture until it is found again.
Pictures are 8-bit display-referred RGB, all of one size; about 240 rows are a good size to work at.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from .agreement import Mask
from .guided import Guide
from .learner import Learner
from .look import LOOKS, PLACES, Floats, Picture, looks, places
from .sure import FAR, Trust, clarity, of_pixels

_MARGIN = 35
_REACH = 7.0
_CARRIED, _FIXED, _LEARNED = 3.0, 0.5, 0.5
_TIES, _ROUNDS, _RADIUS, _SMOOTH = 3.0, 3, 4, 1e-3
_FIRST_STEPS, _STEPS = 300, 12
_FIRST_ROWS, _ROWS, _REMEMBERED = 6000, 1000, 4
_LEAST = 8
"""Pixels: what is smaller is no object."""
_UNSEEN = 0.3
"""How sure it is that an object is out of sight."""


class Followed(NamedTuple):
    """How likely each pixel (rows, columns) belongs to the object, 0 to 1, and how good that is likely to be.

    `certain`, where it is told, is how likely each pixel lies on its right side of one half.
    """

    odds: Floats
    sure: float
    certain: Floats | None = None


def certainty(found: Followed) -> Floats:
    """Return how sure each pixel is, 0 to 1; what is not told is taken from the odds themselves."""
    return np.maximum(found.odds, 1 - found.odds) if found.certain is None else found.certain


class Follower:
    """One object, followed picture by picture; the same pictures always give the same mattes.

    `sure` (0 to 1) says how far the mask it starts from can be trusted.
    """

    def __init__(self, picture: Picture, mask: Mask, sure: float = 1.0) -> None:
        self._trust = Trust(sure)
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
        self._random = np.random.default_rng(1)
        self._grey, self._mask = _grey(picture), mask
        self._area = int(np.count_nonzero(mask))
        self._is_lost = self._area < _LEAST
        self._recent: list[tuple[Floats, Floats]] = []
        self._still, self._live = Learner(LOOKS), Learner(LOOKS + PLACES)
        if not self._is_lost:
            self._known = self._examples(picture, mask, _FIRST_ROWS, 1, None)
            self._still.train(self._known[0][:, :LOOKS], self._known[1], _FIRST_STEPS)
            self._live.train(*self._known, _FIRST_STEPS)

    def follow(self, picture: Picture) -> Followed:
        """Return where the object is in the next picture."""
        grey, before = _grey(picture), self._grey
        self._grey = grey
        if self._area < _LEAST:
            return Followed(np.zeros(grey.shape, np.float32), 1.0, np.ones(grey.shape, np.float32))
        if self._is_lost:
            return self._looked_for(picture)
        carried, steady = self._carried(before, grey)
        if np.count_nonzero(carried) < _LEAST:
            self._is_lost = True
            return self._looked_for(picture)
        found = self._settled(picture, carried, steady)
        mask = _connected(found.odds > 0.5, carried)
        if np.count_nonzero(mask) < max(_LEAST, 0.02 * self._area):
            self._is_lost = True
            return _within(found, np.zeros_like(mask))._replace(sure=_UNSEEN)
        self._mask = mask
        self._recent = [*self._recent, self._examples(picture, mask, _ROWS, 1.5, steady)][-_REMEMBERED:]
        rows, inside = (np.concatenate(each) for each in zip(self._known, *self._recent, strict=True))
        self._live.train(rows, inside, _STEPS)
        near = cv2.dilate(mask.view(np.uint8), np.ones((5, 5), np.uint8)) > 0
        return _within(found, near)

    def _carried(self, before: Picture, grey: Picture) -> tuple[Mask, Floats]:
        """Return the last mask moved to where the flow says, and how far the flow agrees with itself."""
        back = self._flow.calc(grey, before, None)  # type: ignore[call-overload]
        forth = self._flow.calc(before, grey, None)  # type: ignore[call-overload]
        down, across = np.indices(grey.shape, np.float32)
        at = (across + back[..., 0], down + back[..., 1])
        carried = cv2.remap(self._mask.astype(np.float32), *at, cv2.INTER_LINEAR) > 0.5
        met = cv2.remap(forth, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        apart = np.sum((back + met) ** 2, -1)
        length = np.sum(back**2, -1) + np.sum(met**2, -1)
        return np.asarray(carried), np.exp(-apart / (0.05 * length + 1)).astype(np.float32)

    def _settled(self, picture: Picture, carried: Mask, steady: Floats) -> Followed:
        rows, columns = _around(carried)
        part = (rows, columns)
        depth = _depth(carried[part])
        was = _CARRIED * np.clip(depth / _REACH, -2.5, 1)
        was = np.where(was > -1.5 * _CARRIED, was * steady[part], was)
        look = self._described(picture, carried, rows, columns).reshape(-1, LOOKS + PLACES)
        still = np.clip(self._still.ask(look[:, :LOOKS]), -6, 6).reshape(depth.shape)
        live = np.clip(self._live.ask(look), -6, 6).reshape(depth.shape)
        own = np.asarray(was + (_FIXED * still + _LEARNED * live), np.float32)
        odds, certain = np.zeros(carried.shape, np.float32), np.full(carried.shape, FAR, np.float32)
        odds[part] = settle(picture[part], own)
        certain[part] = of_pixels(odds[part], own, still)
        return Followed(odds, self._trust.after(clarity(odds[part] > 0.5, still)), certain)

    def _described(self, picture: Picture, mask: Mask, rows: slice, columns: slice) -> Floats:
        down, across = np.nonzero(mask)
        size = max(10.0, 1.5 * float(np.hypot(down.std(), across.std())))
        there = places(rows, columns, (float(across.mean()), float(down.mean())), size)
        return np.concatenate([looks(picture[rows, columns]), there], -1)

    def _examples(
        self, picture: Picture, mask: Mask, count: int, inset: float, steady: Floats | None
    ) -> tuple[Floats, Floats]:
        """Return rows to learn from, half from the object, half from around it, the nearer the likelier."""
        part = _around(mask)
        described = self._described(picture, mask, *part).reshape(-1, LOOKS + PLACES)
        depth = _depth(mask[part]).ravel()
        trusted = depth > inset
        if steady is not None:
            trusted &= steady[part].ravel() > 0.3
        inside = np.flatnonzero(trusted if np.count_nonzero(trusted) >= _LEAST else depth > 0)
        outside = np.flatnonzero(depth < -2)
        picked = [self._random.choice(inside, count)]
        if len(outside):
            near = np.where(depth[outside] > -25, 2.0, 1.0)
            picked.append(self._random.choice(outside, count, p=near / near.sum()))
        labels = [np.full(len(each), 1 - place, np.float32) for place, each in enumerate(picked)]
        return described[np.concatenate(picked)], np.concatenate(labels)

    def _looked_for(self, picture: Picture) -> Followed:
        """Return the object where something large enough looks like it, else nothing."""
        shape = picture.shape[:2]
        seems = np.clip(self._still.ask(looks(picture).reshape(-1, LOOKS)).reshape(shape), -6, 6)
        odds = settle(picture, seems - 2)
        found = Followed(odds, _UNSEEN, of_pixels(odds, seems - 2, seems))
        count, labels, stats, _ = cv2.connectedComponentsWithStats((odds > 0.5).astype(np.uint8))
        if count > 1:
            largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
            area = int(stats[largest, cv2.CC_STAT_AREA])
            if 0.15 * self._area < area < 4 * self._area:
                self._mask, self._is_lost = labels == largest, False
                sure = self._trust.after(clarity(self._mask, seems))
                return _within(found, self._mask)._replace(sure=sure)
        return _within(found, np.zeros(shape, bool))


def _within(found: Followed, kept: Mask) -> Followed:
    """Return what was found less what is not kept; what was thought object there may well have been."""
    sure = certainty(found)
    certain = np.where((found.odds > 0.5) & ~kept, 1 - sure, sure).astype(np.float32)
    return Followed(np.where(kept, found.odds, 0).astype(np.float32), found.sure, certain)


def settle(picture: Picture, own: Floats) -> Floats:
    """Return probabilities (rows, columns) that agree with log odds and with neighbours of like colour."""
    guide = Guide(np.asarray(picture, np.float32) / np.float32(255), _RADIUS, _SMOOTH)
    odds = _probability(own)
    for _ in range(_ROUNDS):
        odds = _probability(own + _TIES * (2 * guide.filter(odds) - 1))
    return odds


def _probability(odds: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


def _grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _depth(mask: Mask) -> Floats:
    """Return how deep inside (positive) or how far outside (negative) each pixel lies, in pixels."""
    inside = mask.astype(np.uint8)
    deep, far = (cv2.distanceTransform(each, cv2.DIST_L2, 3) for each in (inside, 1 - inside))
    return np.asarray(np.minimum(deep, 1e4) - np.minimum(far, 1e4), np.float32)


def _around(mask: Mask) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return tuple(  # type: ignore[return-value]
        slice(max(0, int(each[0]) - _MARGIN), min(size, int(each[-1]) + 1 + _MARGIN))
        for each, size in ((rows, mask.shape[0]), (columns, mask.shape[1]))
    )


def _connected(mask: Mask, carried: Mask) -> Mask:
    """Return the mask less its parts that touch nothing of what was carried."""
    labels = cv2.connectedComponents(mask.astype(np.uint8))[1]
    touched = np.unique(labels[carried & mask])
    return np.asarray(np.isin(labels, touched[touched > 0]))
