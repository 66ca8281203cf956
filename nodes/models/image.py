"""Stills that an installed model makes from words and, where it can, from pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nodes.api import Format, Frame, NodeError, Time

from .bound import BoundModel
from .following import asked
from .line import Line
from .pictures import FloatArray, made_frame, to_display
from .sizes import working_size

_LED: Mapping[str, int] = {"flux2": 4}
"""By how many pictures a family can be led, where the card says nothing."""


class WordsToStill:
    """`TextToImage` by a model."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def generate(
        self,
        prompt: str,
        format: Format,
        references: Sequence[Frame],
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Frame:
        """Return one picture of the format at time 0; see `nodes.api.capabilities`.

        Raises NodeError for pictures that it cannot be led by.
        """
        width, height = working_size(self._model.card, format)
        settings: dict[str, Any] = {
            "prompt": prompt,
            "negative": negative,
            "width": width,
            "height": height,
            "seed": seed,
        }
        settings |= {"steps": steps} if steps else {}
        settings |= {"guidance": guidance} if guidance else {}
        given = self._given(references, format)
        made, _ = asked(self._line, self._model, "image", settings, given)
        return made_frame(made["picture"], Time.zero(format.rate), format, self._line.space)

    def _given(self, references: Sequence[Frame], format: Format) -> dict[str, FloatArray]:
        card = self._model.card
        most = int(card["options"].get("references", _LED.get(card["family"], 0)))
        if len(references) > most:
            can = f"it can be led by {most}" if most else "it is led by words alone"
            why = f"{len(references)} pictures are given, and {can}"
            hint = "Connect fewer, or choose another model."
            raise NodeError(f"Make a still with '{self._model.name}'", why, hint=hint)
        given = {}
        for number, frame in enumerate(references):
            window = frame.display_window
            like = Format(window.width, window.height, format.rate, frame.pixel_aspect)
            size = working_size(card, like)
            given[f"reference{number}"] = np.asarray(to_display(frame, self._line.space, size), np.float32)
        return given


def words_to_still(line: Line, model: BoundModel) -> WordsToStill:
    """Return a model as `TextToImage`."""
    return WordsToStill(line, model)
