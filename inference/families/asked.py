"""What a video model is asked to make: read from the settings and arrays of a call, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nodes.api.errors import BadInput

if TYPE_CHECKING:
    import numpy.typing as npt

    from inference.cards.card import Card
    from inference.families.pixels import Pictures
    from inference.families.windows import Window


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: words, size in pixels, frames, how long and how firmly to work, where randomness comes from.

    `known` are the frames (by number) that are given as `pictures`, in that order.
    """

    prompt: str
    negative: str
    width: int
    height: int
    frames: int
    steps: int
    sigmas: tuple[float, ...]
    guidance: float
    guidance_low: float
    seed: int
    known: tuple[int, ...] = ()


def asked(settings: Mapping[str, Any], card: Card, multiple: int) -> Asked:
    """Return the request that settings make, what they leave out as the card says.

    Width and height have to divide by `multiple`. Raises BadInput for what the model cannot make.
    """
    steps = settings.get("steps")
    guidance = settings.get("guidance")
    guidance = float(card.guidance if guidance is None else guidance)
    made = Asked(
        prompt=str(settings.get("prompt", "")),
        negative=str(settings.get("negative", "")),
        width=int(settings["width"]),
        height=int(settings["height"]),
        frames=int(settings["frames"]),
        steps=int(steps or card.steps),
        sigmas=() if steps else tuple(card.sigmas),
        guidance=guidance,
        guidance_low=float(card.options.get("guidance_low", guidance)),
        seed=int(settings.get("seed", 1)),
        known=tuple(int(each) for each in settings.get("known", ())),
    )
    _check(made, multiple)
    return made


def _check(made: Asked, multiple: int) -> None:
    attempted = f"Make {made.frames} frames of {made.width}x{made.height}"
    if made.width < 1 or made.height < 1 or made.width % multiple or made.height % multiple:
        raise BadInput(attempted, f"the model makes sizes that are multiples of {multiple}")
    if made.frames < 1:
        raise BadInput(attempted, "a moving picture has at least one frame")
    if made.steps < 1:
        raise BadInput(attempted, f"it cannot be made in {made.steps} steps")
    if any(not 0 <= each < made.frames for each in made.known) or list(made.known) != sorted(set(made.known)):
        raise BadInput(attempted, f"pictures are given for {made.known}, which are not frames of it in order")


def pictures(arrays: Mapping[str, npt.NDArray[Any]], name: str, count: int, made: Asked) -> Pictures:
    """Return the pictures that came under a name, (count, rows, columns, 3). Raises BadInput for others."""
    found = arrays.get(name, np.zeros((0, made.height, made.width, 3), np.float32))
    if found.shape != (count, made.height, made.width, 3):
        wanted = f"{count} of {made.width}x{made.height}"
        raise BadInput(f"Read '{name}'", f"it is of the shape {found.shape}, {wanted} are wanted")
    return np.asarray(found, np.float32)


def within(window: Window, whole: Asked, past: Pictures, stills: Pictures) -> tuple[Asked, Pictures]:
    """Return the request for one window of a whole one, and the pictures known there: past ones, stills."""
    inside = [
        (number - window.first, still)
        for number, still in zip(whole.known, stills, strict=True)
        if window.first + len(past) <= number < window.first + window.count
    ]
    known = (*range(len(past)), *(number for number, _ in inside))
    given = np.array([*past, *(still for _, still in inside)], np.float32)
    part = replace(whole, frames=window.count, seed=window.seed(whole.seed), known=known)
    return part, given.reshape(-1, whole.height, whole.width, 3)


def stretch(frames: npt.NDArray[np.float32], window: Window) -> npt.NDArray[np.float32]:
    """Return the frames of a window, a copy; beyond the end the last one is held."""
    places = np.minimum(np.arange(window.first, window.first + window.count), len(frames) - 1)
    return frames[places]
