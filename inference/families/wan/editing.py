"""Changing a moving picture with Wan: by the words alone, by noise, or led through VACE's layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import numpy as np

from inference.families.asked import Asked
from inference.families.flow_edit import flow_edited
from inference.families.pixels import Pictures, to_planes
from inference.families.sampling import Course, course, denoised, noise, noised
from nodes.api.errors import BadInput

from .known import Given, known_latents
from .latents import encoded
from .vace import control, laid_on

if TYPE_CHECKING:
    import numpy.typing as npt
    import torch

    from inference.families.adapter import Tell

    from .adapter import Wan

Way: TypeAlias = Literal["flow", "noise", "control"]


@dataclass(frozen=True, slots=True)
class Edit:
    """How a moving picture is to be changed.

    `way`: "flow" along what the words say other than `source`, the words for what is there (FlowEdit);
    "noise" by making it anew from under some noise (Meng et al. 2022, SDEdit); "control" by making it anew
    led by its tones (VACE). `strength` 0 changes nothing. `references` are pictures to be like (VACE).
    """

    way: Way
    source: str
    strength: float
    references: Pictures


def edit_of(settings: Mapping[str, Any], references: npt.NDArray[Any] | None, wan: Wan) -> Edit:
    """Return the edit that settings ask for. Raises BadInput for what this form of Wan cannot do."""
    form = wan.parts.form
    usual = "control" if form == "vace" else "flow"
    way = settings.get("way") or usual
    known = ("control",) if form == "vace" else ("flow", "noise")
    if form == "image" or way not in known:
        raise BadInput(f"Edit by '{way}'", f"this model edits by {' or '.join(known)}")
    strength = float(settings.get("strength", 1.0))
    if not 0 <= strength <= 1:
        raise BadInput(f"Edit by {strength:g}", "the strength lies between 0 and 1")
    given = np.zeros((0, 1, 1, 3), np.float32) if references is None else np.asarray(references, np.float32)
    if len(given) and way != "control":
        raise BadInput("Edit by references", "this model takes none", hint="Use a VACE model.")
    return Edit(cast("Way", way), str(settings.get("source", "")), strength, given)


def edited(wan: Wan, wish: Asked, frames: Pictures, past: Pictures, how: Edit, tell: Tell) -> torch.Tensor:
    """Return the latents of `frames` (as many as the model makes) changed; the first ones stay `past`."""
    parts = wan.parts
    along = course(parts.scheduler, wish.steps, wish.sigmas, parts.plan.device, how.strength)
    if how.way == "control":
        return _controlled(wan, wish, frames, past, how, tell)
    source = encoded(parts, to_planes(frames))
    if not len(along.timesteps):
        return source
    there = replace(wish, known=tuple(range(len(past))))
    known, places = known_latents(parts, there, past, source)
    random = noise(source.shape, wish.seed, parts.plan.device)
    given = Given(clean=random.new_ones((1, 1, *random.shape[2:])) if parts.form == "expand" else None)
    if how.way == "flow":

        def kept(made: torch.Tensor) -> torch.Tensor:
            return made * (1 - places) + known * places

        return _along_the_flow(wan, wish, given, how, along, source, kept if len(past) else None, tell)

    def held(made: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        return made * (1 - places) + noised(known, random, sigma) * places

    start = noised(source, random, along.sigmas[0])
    with wan.velocity(wish, given, along) as velocity:
        return denoised(start, along, velocity, tell, shown=wan.glimpse, held=held if len(past) else None)


def _along_the_flow(
    wan: Wan,
    wish: Asked,
    given: Given,
    how: Edit,
    along: Course,
    source: torch.Tensor,
    held: Any,
    tell: Tell,
) -> torch.Tensor:
    guidance = float(wan.card.options.get("guidance_source", 1.5))
    before = replace(wish, prompt=how.source, guidance=guidance, guidance_low=guidance)
    with wan.velocity(wish, given, along) as wanted:
        there = wan.led(before, given, wanted.turns, "source ")
        return flow_edited(source, along, wanted, there, wish.seed, tell, shown=wan.glimpse, held=held)


def _controlled(
    wan: Wan, wish: Asked, frames: Pictures, past: Pictures, how: Edit, tell: Tell
) -> torch.Tensor:
    """Make a picture anew that is led by the tones of what was there; weaker, it starts from that too."""
    video = tones(frames)
    cover = np.ones(video.shape[:3], np.float32)
    video[: len(past)], cover[: len(past)] = past, 0
    references = [laid_on(each, wish.width, wish.height) for each in how.references]
    return through_vace(wan, wish, video, cover, np.array(references), tell, frames, how.strength)


def through_vace(
    wan: Wan,
    wish: Asked,
    video: Pictures,
    cover: npt.NDArray[np.float32],
    references: Pictures,
    tell: Tell,
    start: Pictures | None = None,
    strength: float = 1.0,
) -> torch.Tensor:
    """Return latents that VACE makes of its conditions, see `vace.control`; below 1 from `start` on."""
    parts = wan.parts
    count = len(references)
    along = course(parts.scheduler, wish.steps, wish.sigmas, parts.plan.device, strength)
    latents = random = noise(wan.shape(wish, count), wish.seed, parts.plan.device)
    if along.begin and start is not None:
        first = [encoded(parts, to_planes(each[None])) for each in references]
        import torch

        under = torch.cat((*first, encoded(parts, to_planes(start))), 2)
        if not len(along.timesteps):
            return under[:, :, count:]
        latents = noised(under, random, along.sigmas[0])
    given = Given(more=control(parts, video, cover, references, wan.card.options.get("control", 1.0)))
    with wan.velocity(wish, given, along) as velocity:
        made = denoised(latents, along, velocity, tell, shown=wan.glimpse)
    return made[:, :, count:]


def tones(frames: Pictures) -> Pictures:
    """Return pictures without colour: their luma (ITU-R BT.709) in all channels."""
    luma = frames @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return np.repeat(luma[..., None], 3, -1)
