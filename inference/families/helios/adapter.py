"""A Helios that is loaded, and what it can be asked."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from inference.families.asked import Asked, asked, pictures
from inference.families.beside import pictured
from inference.families.glimpses import Glimpse
from inference.families.pixels import Pictures
from inference.families.placing import Turns
from inference.families.wan.latents import decoded, encoded
from inference.families.words import words_of
from nodes.api.errors import BadInput

from .past import CHUNK, Past, going_on_from, nothing
from .stretch import Stretch, Words, steps_of

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.families.adapter import Method, Tell

    from .parts import Parts

Arrays = Mapping[str, npt.NDArray[Any]]


class Helios:
    """One Helios model. Its weights are shared by all calls."""

    def __init__(self, card: Card, parts: Parts) -> None:
        if parts.stages and card.sigmas:
            raise BadInput("Take the card's sigmas", "this form of Helios has its own for each size")
        self.card, self.parts = card, parts
        self.glimpse = Glimpse(lambda planes: encoded(parts, planes), parts.scale)

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"generate": self.generate}

    def generate(
        self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell
    ) -> Generator[Arrays, None, Any]:
        """Yield a moving picture frame by frame, each as `picture`; of any length, stretch by stretch.

        Settings: prompt, negative, width, height, frames, steps, guidance, seed, and `known`: the numbers
        of the frames that come as the array `known`. One, the first, is the still from which the picture
        sets out, close to it; more, the first ones, are what it goes on from, and come out as they are.
        """
        wish = asked(settings, self.card, self.parts.multiple)
        if wish.known != tuple(range(len(wish.known))):
            why = f"this model goes on from its first frames, not through the frames {wish.known}"
            raise BadInput("Make a moving picture", why, hint="Ask another model to pass through pictures.")
        given = pictures(arrays, "known", len(wish.known), wish)
        passed = given if len(given) > 1 else given[:0]
        for picture in passed:
            yield {"picture": picture}
        left = wish.frames - len(passed)
        length = (CHUNK - 1) * self.parts.pace + 1
        count = -(-left // length)
        for picture in self._new(wish, given, count, tell):
            if not left:
                break
            left -= 1
            yield {"picture": picture}
        return {"windows": count}

    def _new(self, wish: Asked, given: Pictures, count: int, tell: Tell) -> Iterator[Pictures]:
        """Yield each frame of so many stretches; what is held of those before does not grow."""
        import torch

        parts = self.parts
        if not count:
            return
        random = torch.Generator().manual_seed(wish.seed)
        against = self._words(wish.negative) if wish.guidance > 1 else None
        words = Words(self._words(wish.prompt), against)
        pace = _Pace(tell, steps_of(parts, wish, True) + (count - 1) * steps_of(parts, wish, False))
        pace.tell("making")

        def made() -> Iterator[torch.Tensor | None]:
            past = self._before(wish, given, random)
            for index in range(count):
                latents = yield from self._made(Stretch(parts, wish, words, not index, random), past, pace)
                past = past.after(latents)
                yield latents

        for some in pictured(made(), lambda latents: decoded(parts, latents), parts.plan):
            pace.tell("decoding")
            yield from some

    def _before(self, wish: Asked, given: Pictures, random: torch.Generator) -> Past:
        parts = self.parts
        rows, columns = wish.height // parts.scale, wish.width // parts.scale
        none = nothing(int(parts.network.config.in_channels), rows, columns, parts.plan.device)
        return going_on_from(parts, given, none, random) if len(given) else none

    def _made(self, stretch: Stretch, past: Past, pace: _Pace) -> Generator[None, None, torch.Tensor]:
        def step(ahead: torch.Tensor) -> None:
            pace.done += 1
            pace.tell("making", lambda: self.glimpse(ahead))

        with Turns(self.parts.plan) as turns:
            return (yield from stretch.made(past, turns, step))

    def _words(self, text: str) -> torch.Tensor:
        return words_of(self.card, self.parts, text)

    def unload(self) -> None:
        """Let go of the weights."""
        del self.parts, self.glimpse


class _Pace:
    """Tells how far the whole has come."""

    def __init__(self, tell: Tell, of: int) -> None:
        self.done, self._tell, self._of = 0, tell, of

    def tell(self, text: str, preview: Any = None) -> None:
        self._tell.step(self.done, self._of, text, preview)
