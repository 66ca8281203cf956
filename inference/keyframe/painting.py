"""What was learned from painted frames, applied to any frame of the shot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from .encoding import decoded, encoded
from .network import MARGIN, STEP, Painter
from .sizes import enlarged, guided, reduced
from .training import Lesson, Progress, train

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Painted:
    """A frame of the shot and what somebody made of it: (rows, columns, 3) float32 in the working space.

    `cover` (rows, columns), 0 to 1, says where the painting counts; None for everywhere.
    """

    picture: FloatArray
    painted: FloatArray
    cover: FloatArray | None = None


@dataclass(eq=False)
class Painting:
    """A network with how it is used: the `height` it works at, and how much of the source's detail returns.

    `detail` is 0 for a plain enlargement, 1 for one guided by the source; what the painted frames say.
    `steps` and `seconds` count all training so far.
    """

    painter: Painter
    height: int
    detail: float = 0.0
    steps: int = 0
    seconds: float = 0.0

    def apply(self, picture: FloatArray, weights: Sequence[float] = ()) -> FloatArray:
        """Return what the painter would make of a frame; light in and out, (rows, columns, 3) float32.

        `weights` say how much each painted frame counts, where there is more than one.
        """
        source = encoded(picture)
        small = reduced(source, self.height)
        made = self._small(small, weights)
        rows, columns = picture.shape[:2]
        large = enlarged(made, rows, columns)
        if self.detail and made.shape != source.shape:
            large = large + np.float32(self.detail) * (guided(source, small, made) - large)
        return decoded(large)

    def _small(self, small: FloatArray, weights: Sequence[float]) -> FloatArray:
        rows, columns = small.shape[:2]
        planes = torch.from_numpy(np.ascontiguousarray(small.transpose(2, 0, 1)))[None]
        beyond = (MARGIN, MARGIN + -columns % STEP, MARGIN, MARGIN + -rows % STEP)
        planes = functional.pad(planes, beyond, mode="replicate")
        if self.painter.keys:
            share = torch.tensor(list(weights), dtype=torch.float32).view(1, -1, 1, 1)
            planes = torch.cat((planes, share.expand(1, -1, *planes.shape[2:])), 1)
        self.painter.eval()
        with torch.inference_mode():
            made = self.painter(planes.contiguous(memory_format=torch.channels_last))
        inner = made[0, :, MARGIN : MARGIN + rows, MARGIN : MARGIN + columns]
        return np.ascontiguousarray(inner.permute(1, 2, 0).numpy())


def new_painting(keys: int, height: int, seed: int) -> Painting:
    """Return a painting that changes nothing yet; `keys` painted frames are to be told apart from two on."""
    torch.manual_seed(seed)
    return Painting(Painter(keys if keys > 1 else 0), height)


def teach(
    painting: Painting, examples: Sequence[Painted], *, seconds: float, steps: int, seed: int
) -> Iterator[Progress]:
    """Go on training `painting` for so many `seconds` or `steps`; it can be applied after each step."""
    lessons = [_lesson(example, painting.height) for example in examples]
    before, spent = painting.steps, painting.seconds
    for progress in train(painting.painter, lessons, seconds=seconds, steps=steps, seed=seed + before):
        painting.steps, painting.seconds = before + progress.steps, spent + progress.seconds
        yield progress
    painting.detail = _detail(painting, examples)


def _lesson(example: Painted, height: int) -> Lesson:
    cover = np.ones(example.picture.shape[:2], np.float32) if example.cover is None else example.cover
    return Lesson(
        reduced(encoded(example.picture), height),
        reduced(encoded(example.painted), height),
        reduced(cover, height),
    )


def _detail(painting: Painting, examples: Sequence[Painted]) -> float:
    """Return the share of guided detail that comes nearest to the painted frames, by least squares."""
    above = below = 0.0
    for index, example in enumerate(examples):
        source, painted = encoded(example.picture), encoded(example.painted)
        if source.shape[0] <= painting.height:
            return 0.0
        small = reduced(source, painting.height)
        made = painting._small(small, _only(index, len(examples)))
        large = enlarged(made, *source.shape[:2])
        gain = guided(source, small, made) - large
        if example.cover is not None:
            gain = gain * example.cover[..., None]
        above += float(np.vdot(gain, painted - large))
        below += float(np.vdot(gain, gain))
    return min(1.0, max(0.0, above / below)) if below else 0.0


def _only(index: int, count: int) -> list[float]:
    return [float(place == index) for place in range(count)]
