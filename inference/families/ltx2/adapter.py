"""An LTX-2 that is loaded, and what it can be asked."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from inference.families.asked import Asked, asked, pictures, within
from inference.families.glimpses import Glimpse
from inference.families.pixels import Pictures
from inference.families.placing import Turns
from inference.families.standing import standing
from inference.families.windows import Window, joined, windows_over
from nodes.api.errors import BadInput

from .coding import decoded, encoded, heard, pictured, sounding, tokens
from .guidance import guidance_of
from .soundtrack import Soundtrack
from .streams import Streams, both, levels, words

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Method, Tell

    from .parts import Parts

Arrays = Mapping[str, npt.NDArray[Any]]


class Ltx2:
    """One LTX-2 model. Its weights are shared by all calls."""

    def __init__(self, card: Card, parts: Parts) -> None:
        self.card, self.parts = card, parts
        said, pace = card.lengths, parts.pace
        self.lengths = replace(said, step=-(-said.step // pace) * pace)
        self.glimpse = Glimpse(lambda planes: encoded(parts, planes), parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"generate": self.generate}

    def generate(
        self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell
    ) -> Generator[Arrays, None, Any]:
        """Yield a moving picture frame by frame, each as `picture`; with its `sound`, if it is wanted.

        Settings: prompt, negative, width, height, frames, rate (text, its own by default), steps, guidance,
        seed, `known` as for other families. With `with_sound` each frame comes with its own, (samples,
        channels) at `sound_rate`. An array `sound` (samples, channels) at `sound_rate` is one that the
        picture is to follow; it stays as it is. Raises BadInput for sound of another shape.
        """
        wish = asked(settings, self.card, self.parts.scale)
        stills = pictures(arrays, "known", len(wish.known), wish)
        rate = Fraction(str(settings.get("rate") or self.card.rate or 24))
        windows = windows_over(wish.frames, self.lengths, self.parts.plan.window)
        wanted = bool(settings.get("with_sound"))
        hertz = int(self.parts.vocoder.config.output_sampling_rate)
        track = Soundtrack(rate, hertz)

        def make(window: Window, past: Pictures, tell: Tell) -> Iterator[Pictures]:
            part, given = within(window, wish, past, stills)
            sound = _stretch(settings, arrays, window, rate)
            latents, row = self._window(part, given, sound, rate, tell)
            if wanted:
                track.add(window, sounding(self.parts, row))
            for some in decoded(self.parts, latents):
                tell.step(1, 1, "decoding")
                yield from some

        for number, picture in enumerate(joined(windows, wish.frames, make, tell)):
            own = {"sound": track.of(number), "sound_rate": np.array([hertz])} if wanted else {}
            yield {"picture": picture, **own}
        return {"windows": len(windows)}

    def _window(
        self,
        wish: Asked,
        stills: Pictures,
        sound: tuple[npt.NDArray[Any], int] | None,
        rate: Fraction,
        tell: Tell,
    ) -> tuple[Any, Any]:
        """Return the latents of a window's picture, and the tokens of its sound."""
        parts = self.parts
        device, hearing = parts.plan.device, parts.hearing
        frames = (wish.frames - 1) // parts.pace + 1
        size = (wish.height // parts.scale, wish.width // parts.scale)
        shape = (1, int(parts.network.config.in_channels), frames, *size)
        bands = hearing.config.mel_bins // hearing.mel_compression_ratio
        each = hearing.config.sample_rate / hearing.config.mel_hop_length / hearing.temporal_compression_ratio
        length = round(wish.frames / float(rate) * each)
        drawn = noise_of(shape, (1, hearing.config.latent_channels, length, bands), wish.seed)
        random, hiss = (one.to(device) for one in drawn)
        known, there = standing(lambda planes: encoded(parts, planes), parts.pace, wish.known, stills, random)
        streams = Streams(
            shape,
            length,
            float(rate),
            tokens(known),
            tokens(there.expand(1, 1, *shape[2:]))[..., 0],
            sound is not None,
        )
        row = hiss.transpose(1, 2).flatten(2, 3) if sound is None else heard(parts, *sound, length)
        against = words(parts, wish.negative, self.card) if wish.guidance > 1 else None
        said = words(parts, wish.prompt, self.card)
        start = tokens(random * (1 - there) + known * there)
        along = levels(parts.scheduler, wish, start.shape[1])
        with Turns(parts.plan) as turns:
            latents, row = both(
                parts,
                turns,
                streams,
                (start, row),
                (said, against),
                guidance_of(self.card, wish.guidance),
                along,
                tell,
                lambda ahead: self.glimpse(pictured(ahead, random.shape)),
            )
        return pictured(latents, random.shape), row

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse


def noise_of(shape: tuple[int, ...], sound: tuple[int, ...], seed: int) -> tuple[Any, Any]:
    """Return the noise of picture and sound, drawn one after the other from one seed, on the CPU."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator), torch.randn(sound, generator=generator)


def _stretch(
    settings: Mapping[str, Any], arrays: Arrays, window: Window, rate: Fraction
) -> tuple[npt.NDArray[Any], int] | None:
    """Return the sound of a window with its rate, None where none is given."""
    sound = arrays.get("sound")
    if sound is None:
        return None
    if sound.ndim != 2 or not len(sound) or "sound_rate" not in settings:
        raise BadInput("Follow a sound", f"it is {sound.shape}, (samples, channels) at a rate are wanted")
    hertz = int(settings["sound_rate"])
    first, count = (int(frames / rate * hertz) for frames in (window.first, window.count))
    return sound[first : first + count], hertz
