"""Takes that differ in their seed only, made at once: which, and in which order they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nodes.models.together import SEED

if TYPE_CHECKING:
    import torch

    from .adapter import Arrays
    from .pixels import Pictures


def seeds_of(settings: Mapping[str, Any], seed: int) -> tuple[int, ...]:
    """Return the seeds that a call is to make, its own first."""
    listed = [int(each) for each in settings.get("seeds", ())]
    return (seed, *(each for each in dict.fromkeys(listed) if each != seed))


def own_last(
    seeds: Sequence[int], latents: torch.Tensor, shown: Callable[[torch.Tensor], Iterable[Pictures]]
) -> Iterator[Arrays]:
    """Yield the pictures of latents (seeds, …) as `picture`, the others' with their `seed`, the own last."""
    import torch

    for seed, each in reversed(list(zip(seeds, torch.split(latents, 1), strict=True))):
        whose = {} if seed == seeds[0] else {SEED: np.array(seed, np.int64)}
        for picture in shown(each):
            yield {"picture": picture, **whose}
