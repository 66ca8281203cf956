"""A mask corrected by clicks and strokes: what is like them, near them and joined to them turns over."""

from __future__ import annotations

import numpy as np

from .agreement import Mask
from .follow import settle
from .learner import Learner
from .look import LOOKS, Floats, Picture, looks
from .pointed import Pointed, marked, touching, travel

_SEED, _FAR, _NEAR = 0.6, 1.0, 1.5
"""How far, as `travel` tells it, what is surely meant reaches, what surely not begins, and a click leans."""
_PLACE = 0.15
"""The part of the picture's diagonal over which the learned looks may change with place."""
_SEEDS, _LIKE, _UNLIKE, _STEPS, _LEAST = 600, 1200, 1800, 60, 8


def corrected(picture: Picture, mask: Mask, pointed: Pointed) -> Mask:
    """Return the mask with what the clicks and strokes say; only what is like a click and joined to it.

    A click that the mask agrees with already changes nothing. For one that it does not agree with it is
    learned what the click's side looks like, from the click and from what lies on that side already, against
    the other side away from the click; what looks so, is near and is joined to the click turns over. All
    other pixels stay as they are.
    """
    sure, never = marked(pointed, mask.shape)
    made = mask.copy()
    for marks, against, value in ((sure & ~mask, never, True), (never & mask, sure, False)):
        if marks.any():
            made[_meant(picture, marks, made == value) & ~against] = value
    made[sure], made[never] = True, False
    return made


def _meant(picture: Picture, marks: Mask, side: Mask) -> Mask:
    """Return the pixels that are meant by marks which belong to a side but do not lie on it."""
    away = travel(picture, marks)
    seeds = np.flatnonzero((away < _SEED) & ~side | marks)
    unlike = np.flatnonzero((away > _FAR) & ~side & ~marks)
    if len(unlike) < _LEAST:
        return marks
    like = np.flatnonzero(side)
    described = _described(picture, marks).reshape(-1, LOOKS + 3)
    random, learner = np.random.default_rng(1), Learner(LOOKS + 3, blocks=2)
    groups = ((seeds, _SEEDS), (like if len(like) >= _LEAST else seeds, _LIKE), (unlike, _UNLIKE))
    picked = np.concatenate([random.choice(each, count) for each, count in groups])
    learner.train(described[picked], (np.arange(len(picked)) < _SEEDS + _LIKE).astype(np.float32), _STEPS)
    seems = np.clip(learner.ask(described).reshape(marks.shape), -4, 4)
    seems = np.where(marks, 20, seems + np.clip(2 * (_NEAR - away), -4, 4) - 1)
    turning = (settle(picture, seems.astype(np.float32)) > 0.5) & ~side | marks
    return touching(turning, marks)


def _described(picture: Picture, marks: Mask) -> Floats:
    """Return (rows, columns, LOOKS + 3): looks, and the place beside the marks' middle."""
    down, across = np.indices(marks.shape, np.float32)
    y, x = (float(each.mean()) for each in np.nonzero(marks))
    size = _PLACE * float(np.hypot(*marks.shape))
    right, below = (across - x) / size, (down - y) / size
    place = np.stack([right, below, np.hypot(right, below)], -1)
    return np.concatenate([looks(picture), 0.3 * place], -1).astype(np.float32)
