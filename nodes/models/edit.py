"""Moving pictures that an installed model changes by words, and holes in them that it fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import numpy as np

from nodes.api import Clip, Format, Frame, Matte, Range, Time

from .bound import BoundModel
from .line import Line
from .pictures import FloatArray, Size, from_display, to_display, to_numbers
from .sizes import working_size
from .stretches import Given, in_windows
from .video import Windows


class EditByWords(Windows):
    """`VideoEdit` by a model: its windows follow on from one another."""

    def edit(
        self,
        frames: Sequence[Frame],
        prompt: str,
        references: Sequence[Frame],
        strength: float,
        seed: int,
    ) -> list[Frame]:
        """Return as many frames as given; see `nodes.api.capabilities`."""
        times = [frame.time for frame in frames]
        by_time = dict(zip(times, frames, strict=True))
        settings = {"prompt": prompt, "strength": strength, "seed": seed}
        return list(self._through(times, by_time.__getitem__, settings, references))

    def edit_clip(
        self,
        shot: Clip[Frame],
        range: Range,
        prompt: str,
        references: Sequence[Frame],
        strength: float,
        seed: int,
        *,
        source: str = "",
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Frame]:
        """Yield a frame for each of the range, of any length; see `nodes.api.capabilities`."""
        settings = {"prompt": prompt, "strength": strength, "seed": seed, "source": source}
        settings |= {"negative": negative, "steps": steps or None, "guidance": guidance or None}
        return self._through(list(range.frames()), shot.frame, settings, references)

    def _through(
        self,
        times: Sequence[Time],
        frame: Callable[[Time], Frame],
        settings: Mapping[str, Any],
        references: Sequence[Frame],
    ) -> Iterator[Frame]:
        size = _size(self.model, frame(times[0]))
        liked = [to_display(each, self.line.space, size) for each in references]
        fixed = {"references": np.stack(liked)} if liked else {}

        def read(time: Time) -> Given:
            return {"frames": to_display(frame(time), self.line.space, size)}

        def make(given: Given) -> Iterator[FloatArray]:
            return _asked(self.line, self.model, "edit", settings, {**given, **fixed})

        made = in_windows(times, self.length, self.overlap, read, make)
        for time, picture in zip(times, made, strict=True):
            yield from_display(picture, frame(time), self.line.space)


class FillIn(Windows):
    """`Inpaint` by a model: its windows follow on from one another."""

    def fill(self, frames: Sequence[Frame], mattes: Sequence[Matte], prompt: str, seed: int) -> list[Frame]:
        """Return as many frames as given; see `nodes.api.capabilities`."""
        times = [frame.time for frame in frames]
        by_time = dict(zip(times, zip(frames, mattes, strict=True), strict=True))
        return list(self._through(times, by_time.__getitem__, prompt, seed))

    def fill_clip(
        self, shot: Clip[Frame], mattes: Clip[Matte], range: Range, prompt: str, seed: int
    ) -> Iterator[Frame]:
        """Yield a frame for each of the range, of any length; see `nodes.api.capabilities`."""
        return self._through(
            list(range.frames()), lambda time: (shot.frame(time), mattes.frame(time)), prompt, seed
        )

    def _through(
        self, times: Sequence[Time], pair: Callable[[Time], tuple[Frame, Matte]], prompt: str, seed: int
    ) -> Iterator[Frame]:
        size = _size(self.model, pair(times[0])[0])
        settings = {"prompt": prompt, "seed": seed}

        def read(time: Time) -> Given:
            frame, matte = pair(time)
            # A pixel of the model's that the matte touches at all is made anew.
            cover = np.ceil(to_numbers(matte, size) - 1e-3)
            return {"frames": to_display(frame, self.line.space, size), "mattes": cover}

        def make(given: Given) -> Iterator[FloatArray]:
            return _asked(self.line, self.model, "fill", settings, given)

        made = in_windows(times, self.length, self.overlap, read, make)
        for time, picture in zip(times, made, strict=True):
            yield from_display(picture, pair(time)[0], self.line.space)


def _size(model: BoundModel, frame: Frame) -> Size:
    window = frame.display_window
    format = Format(window.width, window.height, frame.time.rate, frame.pixel_aspect)
    return working_size(model.card, format)


def _asked(
    line: Line, model: BoundModel, method: str, settings: Mapping[str, Any], arrays: Given
) -> Iterator[FloatArray]:
    said = {name: value for name, value in settings.items() if value is not None}
    with closing(line.run(model, method, said, arrays)) as answer:
        for made in answer:
            yield made["picture"]


def edit_by_words(line: Line, model: BoundModel) -> EditByWords:
    """Return a model as `VideoEdit`."""
    return EditByWords(line, model)


def fill_in(line: Line, model: BoundModel) -> FillIn:
    """Return a model as `Inpaint`."""
    return FillIn(line, model)
