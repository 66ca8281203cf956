"""Moving pictures that an installed model makes to a sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from nodes.api import Audio, Format, Frame, Range

from .bound import BoundModel
from .line import Line
from .pictures import FloatArray, made_frame, to_display
from .sizes import working_size


@dataclass(frozen=True, slots=True)
class SoundToVideo:
    """`AudioToVideo` by a model: the sound stays as it is, the picture is made to it."""

    line: Line
    model: BoundModel

    def generate(self, audio: Audio, picture: Frame, prompt: str, range: Range, seed: int) -> Iterator[Frame]:
        """Yield a frame for each of the range, from `picture` on; see `nodes.api.capabilities`."""
        window = picture.display_window
        format = Format(window.width, window.height, range.rate, picture.pixel_aspect)
        width, height = working_size(self.model.card, format)
        settings: dict[str, Any] = {
            "prompt": prompt,
            "width": width,
            "height": height,
            "frames": range.frame_count,
            "rate": str(range.rate),
            "seed": seed,
            "known": [0],
            "sound_rate": audio.rate,
        }
        still = to_display(picture, self.line.space, (width, height))[None]
        arrays = {"known": still, "sound": _heard(audio, range)}
        with closing(self.line.run(self.model, "generate", settings, arrays)) as answer:
            for time, made in zip(range.frames(), answer, strict=True):
                yield made_frame(made["picture"], time, format, self.line.space)


def _heard(audio: Audio, range: Range) -> FloatArray:
    """Return the sound of a range, (samples, channels)."""
    blocks = [block.samples for block in audio.read(range)]
    return np.concatenate(blocks) if blocks else np.zeros((0, audio.channels), np.float32)


def sound_to_video(line: Line, model: BoundModel) -> SoundToVideo:
    """Return a model as `AudioToVideo`."""
    return SoundToVideo(line, model)
