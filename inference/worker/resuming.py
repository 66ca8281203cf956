"""Going on with a long picture in whose middle memory ran out: from the last frames that were sent."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.worker.asked import Asked
from nodes.vision.seams import Pictures, following

if TYPE_CHECKING:
    from inference.families.adapter import Arrays, Method, Tell

_THROUGH = ("edit", "fill")
_BESIDE = ("sound", "with_sound")
"""What goes along with the picture and would have to be cut where it is."""


def kept_of(asked: Asked) -> int:
    """Return how many of the last frames have to be kept so that a call can go on, 0 where it cannot."""
    lengths, said = asked.card.lengths, {**asked.settings, **asked.arrays}
    if asked.method not in ("generate", *_THROUGH) or any(_asks(said.get(name)) for name in _BESIDE):
        return 0
    return (lengths.overlap - 1) // lengths.step * lengths.step + 1 if lengths.overlap else 0


def _asks(said: Any) -> bool:
    return said is not None and said is not False


def rest_of(asked: Asked, sent: int, past: Sequence[Pictures]) -> Asked:
    """Return what is still to be asked after so many frames: it begins with the `past`, the last of them."""
    first = sent - len(past)
    shown = np.stack(past)
    if asked.method in _THROUGH:
        cut = {name: array[first:] for name, array in asked.arrays.items() if name in ("frames", "mattes")}
        return replace(asked, arrays={**asked.arrays, **cut, "past": shown})
    known = list(asked.settings.get("known", ()))
    later = [place for place, number in enumerate(known) if number >= sent]
    stills = [asked.arrays["known"][place] for place in later]
    settings = {
        **asked.settings,
        "frames": int(asked.settings["frames"]) - first,
        "known": [*range(len(past)), *(known[place] - first for place in later)],
    }
    return replace(asked, settings=settings, arrays={**asked.arrays, "known": np.stack([*shown, *stills])})


def onward(method: Method, past: Sequence[Pictures]) -> Method:
    """Return a method whose first pictures show the `past`: they are left out, the rest follows on."""

    def go_on(settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        answer = method(settings, arrays, tell)
        said: list[Any] = []

        def pictures() -> Iterator[Pictures]:
            said.append((yield from _shown(answer)))

        try:
            for picture in islice(following(past, pictures()), len(past), None):
                yield {"picture": picture}
            return said[0]
        finally:
            answer.close()

    return go_on


def _shown(answer: Generator[Arrays, None, Any]) -> Generator[Pictures, None, Any]:
    while True:
        try:
            made = next(answer)
        except StopIteration as done:
            return done.value
        yield made["picture"]
