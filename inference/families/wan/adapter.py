"""A Wan that is loaded, and what it can be asked."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from inference.families.asked import Asked, asked, pictures, stretch, within
from inference.families.glimpses import Glimpse
from inference.families.pixels import Pictures
from inference.families.placing import Turns
from inference.families.sampling import Course, course, denoised, noise
from inference.families.several import own_last, seeds_of
from inference.families.tricks import cached
from inference.families.windows import Window, joined, windows_over
from inference.families.words import words_of
from nodes.api.errors import BadInput

from .editing import edit_of, edited, through_vace
from .known import Given, given
from .latents import decoded, encoded
from .velocity import Velocity

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.families.adapter import Method, Tell

    from .parts import Parts

Arrays = Mapping[str, npt.NDArray[Any]]


class Wan:
    """One Wan model. Its weights are shared by all calls."""

    def __init__(self, card: Card, parts: Parts) -> None:
        self.card, self.parts = card, parts
        said, pace = card.lengths, parts.pace
        self.lengths = replace(said, step=-(-said.step // pace) * pace)
        self.glimpse = Glimpse(lambda planes: encoded(parts, planes), parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        found: dict[str, Method] = {"generate": self.generate}
        if self.parts.form != "image":
            found["edit"] = self.edit
        if self.parts.form == "vace":
            found["fill"] = self.fill
        return found

    def generate(
        self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell
    ) -> Generator[Arrays, None, Any]:
        """Yield a moving picture frame by frame, each as `picture`; of any length, window by window.

        Settings: prompt, negative, width, height, frames, steps, guidance, seed, and `known`: the numbers
        of the frames that come as the array `known`, through which it is to pass. What is one window is made
        for all `seeds` at once, except where pictures are laid beside the noise or led through VACE.
        """
        wish = asked(settings, self.card, self.parts.multiple)
        stills = pictures(arrays, "known", len(wish.known), wish)
        windows = windows_over(wish.frames, self.lengths, self.parts.plan.window)
        seeds = seeds_of(settings, wish.seed)
        if len(seeds) > 1 and len(windows) == 1 and self.parts.form in ("text", "expand"):
            part, known = within(windows[0], wish, stills[:0], stills)
            made = self._latents(part, known, seeds, tell)
            yield from own_last(seeds, made, lambda each: islice(self.shown(each, tell), wish.frames))
            return {"windows": 1}

        def make(window: Window, past: Pictures, tell: Tell) -> Iterator[Pictures]:
            return self._window(*within(window, wish, past, stills), tell)

        for picture in joined(windows, wish.frames, make, tell):
            yield {"picture": picture}
        return {"windows": len(windows)}

    def _window(self, wish: Asked, stills: Pictures, tell: Tell) -> Iterator[Pictures]:
        yield from self.shown(self._latents(wish, stills, (wish.seed,), tell), tell)

    def _latents(self, wish: Asked, stills: Pictures, seeds: Sequence[int], tell: Tell) -> torch.Tensor:
        """Return latents (seeds, channels, frames, rows, columns)."""
        import torch

        device = self.parts.plan.device
        random = torch.cat([noise(self.shape(wish), seed, device) for seed in seeds])
        told = given(self.parts, wish, stills, random)
        along = course(self.parts.scheduler, wish.steps, wish.sigmas, device)
        with self.velocity(wish, told, along) as velocity:
            return denoised(random, along, velocity, tell, shown=self.glimpse, held=told.held)

    def edit(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield each of the array `frames` changed by words, as `picture`.

        Settings as for `generate`, and `strength`, `way`, `source` as `editing.Edit` says them. Arrays:
        `references`, and `past`: what the first frames have become already.
        """
        how = edit_of(settings, arrays.get("references"), self)
        wish, frames, before = self._given(settings, arrays)

        def make(window: Window, past: Pictures, tell: Tell) -> Iterator[Pictures]:
            part = replace(wish, frames=window.count, seed=window.seed(wish.seed))
            past = past if window.index else before
            latents = edited(self, part, stretch(frames, window), past, how, tell)
            return self.shown(latents, tell)

        windows = windows_over(wish.frames, self.lengths, self.parts.plan.window)
        for picture in joined(windows, wish.frames, make, tell):
            yield {"picture": picture}
        return {"windows": len(windows), "way": how.way}

    def fill(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield each of the array `frames`, made anew where `mattes` (frames, rows, columns) are above 0.5.

        Settings and `past` as for `edit`; pictures come as `picture`, whole: what lies outside is close to
        what was there, not the same.
        """
        wish, frames, before = self._given(settings, arrays)
        mattes = np.asarray(arrays["mattes"], np.float32)
        if mattes.shape != frames.shape[:3]:
            raise BadInput("Fill what mattes cover", f"they are {mattes.shape}, frames {frames.shape}")

        def make(window: Window, past: Pictures, tell: Tell) -> Iterator[Pictures]:
            part = replace(wish, frames=window.count, seed=window.seed(wish.seed))
            past = past if window.index else before
            video, cover = stretch(frames, window), stretch(mattes, window)
            video = np.where(cover[..., None] > 0.5, np.float32(0.5), video)
            video[: len(past)], cover[: len(past)] = past, 0
            latents = through_vace(self, part, video, cover, frames[:0], tell)
            return self.shown(latents, tell)

        windows = windows_over(wish.frames, self.lengths, self.parts.plan.window)
        for picture in joined(windows, wish.frames, make, tell):
            yield {"picture": picture}
        return {"windows": len(windows)}

    def _given(self, settings: Mapping[str, Any], arrays: Arrays) -> tuple[Asked, Pictures, Pictures]:
        """Return the request, the frames and what the first of them have become."""
        frames = arrays.get("frames")
        if frames is None or frames.ndim != 4 or not len(frames):
            raise BadInput("Change a moving picture", "it has no frames")
        count, height, width = frames.shape[:3]
        size = {"frames": count, "width": width, "height": height}
        wish = asked({**settings, **size}, self.card, self.parts.multiple)
        past = arrays.get("past")
        return (
            wish,
            pictures(arrays, "frames", count, wish),
            pictures(arrays, "past", 0 if past is None else len(past), wish),
        )

    def shown(self, latents: torch.Tensor, tell: Tell) -> Iterator[Pictures]:
        """Yield each frame that latents show, telling now and then, so that a cancel arrives."""
        for some in decoded(self.parts, latents):
            tell.step(1, 1, "decoding")
            yield from some

    def shape(self, wish: Asked, references: int = 0) -> tuple[int, ...]:
        """Return the shape of the latents of a request."""
        parts = self.parts
        frames = (wish.frames - 1) // parts.pace + 1 + references
        channels = int(parts.vae.config.z_dim)
        return (1, channels, frames, wish.height // parts.scale, wish.width // parts.scale)

    @contextmanager
    def velocity(self, wish: Asked, told: Given, along: Course) -> Iterator[Velocity]:
        """Give the network as a request leads it along a course; it is let go of when the block ends."""
        words = self.led(wish, told, Turns(self.parts.plan))
        with words.turns, cached(self.parts.networks(), self.card, len(along.timesteps)):
            yield words

    def led(self, wish: Asked, told: Given, turns: Turns, name: str = "") -> Velocity:
        """Return the network as a request leads it, on the device in its turn."""
        against = self.words(wish.negative) if max(wish.guidance, wish.guidance_low) > 1 else None
        scale = wish.guidance, wish.guidance_low
        words = self.words(wish.prompt)
        return Velocity(self.parts, turns, words, against, *scale, told.beside, told.clean, told.more, name)

    def words(self, text: str) -> torch.Tensor:
        """Return (1, tokens, channels) of a text."""
        return words_of(self.card, self.parts, text)

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse
