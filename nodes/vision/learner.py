"""A small classifier that is trained while the clip is worked on: two hidden layers, in NumPy alone.

Rectified units, logistic loss, Adam (Kingma and Ba, ICLR 2015) with decoupled weight decay. Products are
taken in blocks of `_BLOCK` rows: below that size the linear algebra library starts no threads, which would
wait for one another longer than they work.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_BLOCK = 256
_AT_ONCE = 16
_HIDDEN = 32
_RATE = 3e-3
_DECAY = 1e-4


class Learner:
    """Tells object from surroundings by `features` numbers a pixel; the same calls give the same answers.

    Each step of training is taken on `blocks` times `_BLOCK` rows.
    """

    def __init__(self, features: int, blocks: int = 4) -> None:
        self._blocks = blocks
        self._random = np.random.default_rng(1)
        sizes = (features, _HIDDEN, _HIDDEN, 1)
        gains = (2.0, 2.0, 1.0)
        self._weights: list[Floats] = [
            self._random.normal(0, (gain / a) ** 0.5, (a, b)).astype(np.float32)
            for gain, a, b in zip(gains, sizes[:-1], sizes[1:], strict=True)
        ]
        self._weights += [np.zeros(size, np.float32) for size in sizes[1:]]
        self._mean = [np.zeros_like(each) for each in self._weights]
        self._square = [np.zeros_like(each) for each in self._weights]
        self._steps = 0

    def train(self, rows: Floats, inside: Floats, steps: int) -> None:
        """Take steps on random rows (count, features); `inside` is 1 for the object, 0 for the rest."""
        for _ in range(steps):
            picked = self._random.integers(0, len(rows), (self._blocks, _BLOCK))
            self._step(rows[picked], inside[picked])

    def ask(self, rows: Floats) -> Floats:
        """Return the log odds (count,) that each row belongs to the object."""
        count = len(rows)
        padded = np.zeros((-(-count // _BLOCK), _BLOCK, rows.shape[1]), np.float32)
        padded.reshape(-1, rows.shape[1])[:count] = rows
        # A few blocks at a time stay in the processor's own memory.
        parts = [
            self._layers(padded[at : at + _AT_ONCE])[2].ravel() for at in range(0, len(padded), _AT_ONCE)
        ]
        return np.concatenate(parts)[:count] if parts else np.zeros(0, np.float32)

    def _layers(self, rows: Floats) -> tuple[Floats, Floats, Floats]:
        first, second, last, bias, other, level = self._weights
        near = rows @ first
        near += bias
        far = np.maximum(near, 0, out=near) @ second
        far += other
        np.maximum(far, 0, out=far)
        return near, far, far @ last + level

    def _step(self, rows: Floats, inside: Floats) -> None:
        near, far, odds = self._layers(rows)
        error = (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - inside[..., None]) / inside.size
        error = error.astype(np.float32)
        at_far = (error @ self._weights[2].T) * (far > 0)
        at_near = (at_far @ self._weights[1].T) * (near > 0)
        pairs = ((rows, at_near), (near, at_far), (far, error))
        slopes = [(np.swapaxes(a, 1, 2) @ b).sum(0) for a, b in pairs]
        slopes += [each.sum((0, 1)) for each in (at_near, at_far, error)]
        self._steps += 1
        fair, fair_square = 1 - 0.9**self._steps, 1 - 0.99**self._steps
        for place, slope in enumerate(slopes):
            mean, square = self._mean[place], self._square[place]
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            step = (mean / fair) / (np.sqrt(square / fair_square) + 1e-8)
            self._weights[place] -= _RATE * (step + _DECAY * self._weights[place])
