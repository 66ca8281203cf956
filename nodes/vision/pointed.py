"""The first mask from what was pointed at: found from boxes and clicks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from .agreement import Mask
from .follow import settle
from .learner import Learner
from .look import LOOKS, Floats, Picture, looks
from .sure import clarity

_KEPT, _BOX_ROUNDS, _SEEMS = 1.5, 1, 1.0
_CUTS, _CUT_PIXELS, _SCANT = 5, 16_000, 0.03
_ROUNDS, _STEPS, _ROWS, _LEAST = 3, 60, 2000, 8
_COMMON = 0.55
_DOT = 0.012
"""A click marks a disc of this part of the picture's diagonal."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What was pointed at in one picture, in its pixels: discs, a box (x0, y0, x1, y1), known parts."""

    inside: Sequence[tuple[float, float]] = ()
    outside: Sequence[tuple[float, float]] = ()
    boxes: Sequence[tuple[float, float, float, float]] = ()
    painted: Mask | None = None
    wiped: Mask | None = None


class Begun(NamedTuple):
    """The first mask of an object, and how far it can be trusted, 0 to 1."""

    mask: Mask
    sure: float


def begun(picture: Picture, pointed: Pointed) -> Begun:
    """Return the object's mask from clicks, strokes and boxes alone, in an 8-bit RGB picture.

    As in GrabCut (Rother et al., SIGGRAPH 2004) what is object and what is not is learned from a guess, and
    the guess made anew from what was learned. In a box the guess is GrabCut's own of a small picture, unless
    that finds next to nothing; with clicks alone it is what lies near them in place and colour. A pixel under
    a click is as the click says.
    """
    shape = picture.shape[:2]
    sure, never = marked(pointed, shape)
    possible = np.zeros(shape, bool) if pointed.boxes else np.ones(shape, bool)
    for x0, y0, x1, y1 in pointed.boxes:
        possible[_span(y0, y1, shape[0]), _span(x0, x1, shape[1])] = True
    near = travel(picture, sure) if sure.any() else None
    own = _lean(possible, near)
    guess = (own >= 0) & possible & ~never | sure
    rounds = _ROUNDS
    if pointed.boxes:
        found = _cut(picture, possible, sure, never)
        if np.count_nonzero(found) > _SCANT * np.count_nonzero(possible):
            guess, rounds = found, _BOX_ROUNDS
            own = np.where(guess, _KEPT, -_KEPT).astype(np.float32)
    described = looks(picture).reshape(-1, LOOKS)
    learner, random, looked = Learner(LOOKS), np.random.default_rng(1), own
    for _ in range(rounds):
        inside, outside = np.flatnonzero(guess), np.flatnonzero(~guess)
        if len(inside) < _LEAST or len(outside) < _LEAST:
            break
        picked = np.concatenate([random.choice(inside, _ROWS), random.choice(outside, _ROWS)])
        learner.train(described[picked], (np.arange(2 * _ROWS) < _ROWS).astype(np.float32), _STEPS)
        looked = learner.ask(described).reshape(shape)
        seems = _SEEMS * np.clip(looked, -4, 4) + own
        seems = np.where(possible & ~never, np.where(sure, 20, seems), -20)
        guess = (settle(picture, seems.astype(np.float32)) > 0.5) & possible & ~never | sure
    made = touching(guess, sure)
    return Begun(made, _filled(made, possible) if pointed.boxes else _told_apart(made, looked))


def _filled(mask: Mask, box: Mask) -> float:
    """Return how near to `_COMMON` of its box a mask covers: far less or far more is seldom the object."""
    part = int(np.count_nonzero(mask & box)) / max(1, int(np.count_nonzero(box)))
    return max(0.0, 1 - abs(part - _COMMON) / _COMMON)


def _told_apart(mask: Mask, looked: Floats) -> float:
    """Return how clearly looks tell the object from what is beside it."""
    beside = cv2.dilate(mask.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    return clarity(mask, looked) * clarity(beside & ~mask, -looked)


def _lean(possible: Mask, near: Floats | None) -> Floats:
    """Return how likely each pixel is before anything is learned: more in a box's middle, and near clicks."""
    own = np.zeros(possible.shape, np.float32)
    if near is not None:
        own += np.clip(1.5 * (1.6 - near), -3, 3)
    return own


def marked(pointed: Pointed, shape: tuple[int, ...]) -> tuple[Mask, Mask]:
    """Return what clicks and strokes say is the object and what they say is not; each click marks a disc."""
    radius = max(1, round(_DOT * float(np.hypot(shape[0], shape[1])) / 2))
    made = []
    for points, drawn in ((pointed.inside, pointed.painted), (pointed.outside, pointed.wiped)):
        dots = np.zeros(shape[:2], np.uint8)
        for x, y in points:
            cv2.circle(dots, (int(x), int(y)), radius, 1, -1)
        made.append((dots > 0) if drawn is None else (dots > 0) | drawn)
    return made[0], made[1] & ~made[0]


def _span(low: float, high: float, size: int) -> slice:
    return slice(max(0, int(low)), max(0, min(size, int(np.ceil(high)))))


def travel(picture: Picture, marks: Mask) -> Floats:
    """Return how far each pixel is from the marks: nearness in place plus unlikeness in colour."""
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    lab = cv2.GaussianBlur(lab, (0, 0), 1.5)
    seen = lab[marks]
    samples = seen[:: max(1, len(seen) // 12)]
    flat = lab.reshape(-1, 3)
    # |a - b|² as |a|² - 2ab + |b|²: one product instead of a picture of differences for each sample.
    square = np.sum(flat * flat, -1) + np.min(np.sum(samples * samples, -1) - 2 * flat @ samples.T, -1)
    apart = np.sqrt(np.maximum(square, 0)).reshape(marks.shape)
    away = cv2.distanceTransform((~marks).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(apart / 12 + away / (0.1 * float(np.hypot(*marks.shape))), np.float32)


def touching(mask: Mask, marks: Mask) -> Mask:
    """Return the parts of a mask that a mark lies on; all of it where nothing is marked."""
    if not marks.any():
        return mask
    labels = cv2.connectedComponents(mask.astype(np.uint8))[1]
    touched = np.unique(labels[marks & mask])
    return np.asarray(np.isin(labels, touched[touched > 0]))


def _cut(picture: Picture, possible: Mask, sure: Mask, never: Mask) -> Mask:
    """Return what GrabCut finds in the box, in a small picture of the box and what is around it."""
    x, y, width, height = cv2.boundingRect(possible.astype(np.uint8))
    across, down = width // 4 + 4, height // 4 + 4
    part = (slice(max(0, y - down), y + height + down), slice(max(0, x - across), x + width + across))
    shape = possible[part].shape
    scale = min(1.0, (_CUT_PIXELS / (shape[0] * shape[1])) ** 0.5)
    size = (max(8, round(shape[1] * scale)), max(8, round(shape[0] * scale)))

    def small(mask: Mask) -> Mask:
        return np.asarray(cv2.resize(mask[part].astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)

    state = np.where(small(possible), cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    state[small(sure)], state[small(never)] = cv2.GC_FGD, cv2.GC_BGD
    made = possible.copy()
    if (state == cv2.GC_BGD).any():
        little = cv2.resize(picture[part], size, interpolation=cv2.INTER_AREA)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.setRNGSeed(1)
        cv2.grabCut(little, state, None, *models, _CUTS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
        found = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.float32)
        made[part] = cv2.resize(found, shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    return made & possible & ~never | sure
