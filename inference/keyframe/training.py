"""Training on painted frames, within the time that somebody is willing to wait."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from .losses import distance
from .network import MARGIN, Painter

FloatArray = npt.NDArray[np.float32]

BATCH = 12
REACH = 64
_RATE = 2e-3
_LAST_RATE = 1e-4


@dataclass(frozen=True, eq=False)
class Lesson:
    """One painted frame: `picture` and `painted` are (rows, columns, 3) float32 in log encoding, reduced.

    `cover` (rows, columns), 0 to 1, says where the painting counts.
    """

    picture: FloatArray
    painted: FloatArray
    cover: FloatArray


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is: steps and seconds of this run, and the mean distance of late."""

    steps: int
    seconds: float
    distance: float


def train(
    painter: Painter, lessons: Sequence[Lesson], *, seconds: float, steps: int, seed: int
) -> Iterator[Progress]:
    """Teach `painter` the lessons for so many `seconds` or `steps`, whichever is over first.

    Yields after every step, so that a person's wish to stop is heard within one. Equal seeds and steps give
    equal weights on one machine. Patches are drawn where the painting counts; each knows which painted frame
    it comes from. The learning rate falls along a half cosine over the budget (Loshchilov & Hutter 2017).
    """
    rng = np.random.default_rng(seed)
    taught = [_Taught(lesson, index, painter.keys) for index, lesson in enumerate(lessons)]
    optimiser = torch.optim.Adam(painter.parameters(), lr=_RATE, betas=(0.9, 0.99))
    began, late = time.monotonic(), math.nan
    painter.train()
    for step in range(steps):
        passed = time.monotonic() - began
        if passed >= seconds:
            return
        part = max(step / steps, passed / seconds)
        optimiser.param_groups[0]["lr"] = (
            _LAST_RATE + (_RATE - _LAST_RATE) * (1 + math.cos(math.pi * part)) / 2
        )
        batch = [taught[(step * BATCH + place) % len(taught)].patch(rng) for place in range(BATCH)]
        given, painted, cover = (torch.from_numpy(np.stack(each)) for each in zip(*batch, strict=True))
        optimiser.zero_grad(set_to_none=True)
        inner = (..., slice(MARGIN // 2, -MARGIN // 2), slice(MARGIN // 2, -MARGIN // 2))
        made = painter(given.contiguous(memory_format=torch.channels_last))
        loss = distance(made[inner], painted[inner], cover[inner])
        torch.autograd.backward(loss)
        optimiser.step()
        found = float(loss.detach())
        late = found if math.isnan(late) else 0.95 * late + 0.05 * found
        yield Progress(step + 1, time.monotonic() - began, late)


class _Taught:
    """A lesson as planes, and the corners of its patches."""

    def __init__(self, lesson: Lesson, index: int, keys: int) -> None:
        rows, columns = lesson.cover.shape
        below, beside = max(0, REACH - rows), max(0, REACH - columns)
        pad = ((0, below), (0, beside))
        hot = np.zeros((keys, rows + below, columns + beside), np.float32)
        if keys:
            hot[index] = 1
        picture = np.pad(lesson.picture, (*pad, (0, 0)), mode="edge").transpose(2, 0, 1)
        self._given = np.concatenate((picture, hot))
        self._painted = np.pad(lesson.painted, (*pad, (0, 0)), mode="edge").transpose(2, 0, 1)
        self._cover = np.pad(lesson.cover, pad)[None]
        self._places = np.flatnonzero(lesson.cover > 0)
        self._columns = columns

    def patch(self, rng: np.random.Generator) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return a patch around a pixel that counts, turned left to right half of the time."""
        place = int(self._places[rng.integers(len(self._places))])
        _, rows, columns = self._cover.shape
        top = _corner(place // self._columns, rows, rng)
        left = _corner(place % self._columns, columns, rng)
        window = (slice(None), slice(top, top + REACH), slice(left, left + REACH))
        turned = (..., slice(None, None, -1 if rng.random() < 0.5 else 1))
        return self._given[window][turned], self._painted[window][turned], self._cover[window][turned]


def _corner(place: int, length: int, rng: np.random.Generator) -> int:
    return int(np.clip(place - rng.integers(REACH), 0, length - REACH))
