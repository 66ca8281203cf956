"""Two stretches of a picture joined: the later one in the colour and exposure of the earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

Pictures = npt.NDArray[np.float32]

_MOST = 1.25
"""How much contrast is changed at most: beyond that the stretches differ in more than exposure."""


def matching(theirs: Pictures, ours: Pictures) -> Callable[[Pictures], Pictures]:
    """Return what brings pictures of `theirs` to the look of `ours`; both show the same frames, 0 to 1.

    Each channel is given the mean and, within limits, the deviation that it has in `ours` (after Reinhard
    et al. 2001, "Color transfer between images").
    """
    axes = tuple(range(theirs.ndim - 1))
    spread, wanted = theirs.std(axes), ours.std(axes)
    gain = np.divide(wanted, spread, out=np.ones_like(spread), where=spread > 1e-4)
    gain = gain.clip(1 / _MOST, _MOST).astype(np.float32)
    offset = (ours.mean(axes) - gain * theirs.mean(axes)).astype(np.float32)

    def changed(picture: Pictures) -> Pictures:
        return np.asarray(np.clip(picture * gain + offset, 0, 1), np.float32)

    return changed


def blended(before: Pictures, after: Pictures, share: float) -> Pictures:
    """Return the mix of two pictures, `share` of it the later one."""
    return before + np.float32(share) * (after - before)


def following(past: Sequence[Pictures], pictures: Iterator[Pictures]) -> Iterator[Pictures]:
    """Yield pictures as they follow on `past`, which shows what their first ones show.

    They are brought to its colour and exposure; the first ones are blended, more of the later ones with each.
    """
    again = list(islice(pictures, len(past)))
    if not past or len(again) < len(past):
        yield from again
        yield from pictures
        return
    change = matching(np.stack(again), np.stack(past))
    for place, (before, after) in enumerate(zip(past, again, strict=True), 1):
        yield blended(before, change(after), place / (len(past) + 1))
    yield from map(change, pictures)
