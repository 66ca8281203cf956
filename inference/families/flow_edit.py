"""An edit by words that keeps what moves how: FlowEdit, along the difference of two flows.

Source: Kulikov, Kleiner, Huberman-Spiegelglas and Michaeli 2024, "FlowEdit: Inversion-Free Text-Based
Editing Using Pre-Trained Flow Models", algorithm 1 with one noise a step and no last steps of plain
sampling. Nothing is turned back into noise: what is made starts at the source and moves by what the words
for it say other than the words for the source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .sampling import Course, Velocity, noised

if TYPE_CHECKING:
    import torch

    from .adapter import Tell
    from .pixels import Pictures


def flow_edited(
    source: torch.Tensor,
    along: Course,
    wanted: Velocity,
    there: Velocity,
    seed: int,
    tell: Tell,
    *,
    shown: Callable[[torch.Tensor], Pictures] | None = None,
    held: Callable[[torch.Tensor], torch.Tensor] | None = None,
) -> torch.Tensor:
    """Return latents edited: `wanted` is led by the words for what is to be, `there` by those for what is.

    A run that begins at less noise changes less. `held` puts back what is known after every step.
    """
    import torch

    generator = torch.Generator().manual_seed(seed)
    made, count = source, len(along.timesteps)
    tell.step(0, count, "editing")
    for done, (time, now, then) in enumerate(
        zip(along.timesteps, along.sigmas, along.sigmas[1:], strict=False), 1
    ):
        random = torch.randn(source.shape, generator=generator, dtype=torch.float32).to(source.device)
        before = noised(source, random, now)
        change = wanted(made + before - source, time) - there(before, time)
        made = made + (then - now) * change
        made = made if held is None else held(made)
        tell.step(done, count, "editing", None if shown is None else _glimpse(shown, made))
    return made


def _glimpse(shown: Callable[[torch.Tensor], Pictures], made: torch.Tensor) -> Callable[[], Pictures]:
    return lambda: shown(made)
