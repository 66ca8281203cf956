"""Moving pictures that an installed model makes from words, or through given pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import tee
from typing import Any, TypeAlias

import numpy as np

from nodes.api import At, Audio, Filmed, Format, Frame, NodeError, Range, Rate, Time
from nodes.vision.seams import following

from .bound import BoundModel
from .line import Line
from .pictures import FloatArray, made_frame, to_display
from .sizes import working_size

Made: TypeAlias = Mapping[str, FloatArray]
"""What a family sends for a frame: its `picture`, and its `sound` at a `sound_rate`."""
_MOVING = 2
"""From so many given frames on, at the start, what is made goes on from a moving picture."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How many frames a model makes at once, and how many of them the next time begins with."""

    line: Line
    model: BoundModel

    @property
    def length(self) -> int:
        """The most frames that one window holds."""
        return int(self.model.card["lengths"]["most"])

    @property
    def overlap(self) -> int:
        """Frames of one window that the next is conditioned on; 0 where windows cannot be joined."""
        return int(self.model.card["lengths"]["overlap"])

    def _made(self, settings: Mapping[str, Any], arrays: Mapping[str, FloatArray]) -> Iterator[Made]:
        with closing(self.line.run(self.model, "generate", settings, arrays)) as answer:
            yield from answer


class WordsToVideo(Windows):
    """`TextToVideo` by a model: of any length, the model's windows joined where one is not enough."""

    def generate(
        self,
        prompt: str,
        format: Format,
        range: Range,
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Filmed]:
        """Yield a frame for each of the range; see `nodes.api.capabilities`."""
        settings = _settings(self.model, format, range.frame_count, prompt, seed, negative, steps, guidance)
        track = Track(range.start)
        for time, made in zip(range.frames(), self._made(settings, {}), strict=True):
            picture = made_frame(made["picture"], time, format, self.line.space)
            yield Filmed(picture, track.next(made))


class PicturesToVideo(Windows):
    """`ImageToVideo` by a model; what follows on a moving picture has its colour and exposure."""

    def generate(
        self,
        keyframes: Sequence[At[Frame]],
        prompt: str,
        format: Format,
        range: Range,
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Filmed]:
        """Yield a frame for each of the range; see `nodes.api.capabilities`.

        Raises NodeError without a keyframe, and for one that does not stand at a frame of the range.
        """
        settings = _settings(self.model, format, range.frame_count, prompt, seed, negative, steps, guidance)
        size = settings["width"], settings["height"]
        given = {_place(each, range): to_display(each.value, self.line.space, size) for each in keyframes}
        if not given:
            raise NodeError("Make a moving picture", "no picture is given", hint="Connect one.")
        places = sorted(given)
        known = np.stack([given[place] for place in places])
        ahead, made = tee(self._made(settings | {"known": places}, {"known": known}))
        pictures: Iterator[FloatArray] = (each["picture"] for each in ahead)
        past = sum(place == number for number, place in enumerate(places))
        if past >= _MOVING:
            pictures = following(list(known[:past]), pictures)
        track = Track(range.start)
        for time, picture, each in zip(range.frames(), pictures, made, strict=True):
            yield Filmed(made_frame(picture, time, format, self.line.space), track.next(each))


class Track:
    """Puts what a model makes of sound, frame after frame, end to end from a time on."""

    def __init__(self, start: Time) -> None:
        self._start, self._given = start, 0

    def next(self, made: Made) -> Audio | None:
        """Return the sound that came with the next frame, None where none did."""
        if "sound" not in made:
            return None
        rate = Rate(int(made["sound_rate"][0]))
        first = self._start.at(rate).ceil() + Time(self._given, rate)
        self._given += len(made["sound"])
        return Audio.of_samples(made["sound"], rate.num, first)


def _settings(
    model: BoundModel,
    format: Format,
    frames: int,
    prompt: str,
    seed: int,
    negative: str,
    steps: int,
    guidance: float,
) -> dict[str, Any]:
    width, height = working_size(model.card, format)
    said = {"steps": steps or None, "guidance": guidance or None}
    return {
        "prompt": prompt,
        "negative": negative,
        "width": width,
        "height": height,
        "frames": frames,
        "rate": str(format.rate),
        "with_sound": True,
        "seed": seed,
        **{name: value for name, value in said.items() if value is not None},
    }


def _place(keyframe: At[Frame], range: Range) -> int:
    time = keyframe.time.at(range.rate)
    if not time.is_whole or time not in range:
        last = range.frame_count - 1
        raise NodeError(
            "Make a moving picture",
            f"a picture stands at {float((time - range.start).value):g}",
            hint=f"It has frames 0 to {last}.",
        )
    return (time - range.start).frame


def words_to_video(line: Line, model: BoundModel) -> WordsToVideo:
    """Return a model as `TextToVideo`."""
    return WordsToVideo(line, model)


def pictures_to_video(line: Line, model: BoundModel) -> PicturesToVideo:
    """Return a model as `ImageToVideo`."""
    return PicturesToVideo(line, model)
