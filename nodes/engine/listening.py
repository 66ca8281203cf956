"""What is heard in a sound and how much moves in pictures, on request: what a film is planned from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Rate, Time
from nodes.hearing.bars import bars
from nodes.hearing.beats import beats
from nodes.hearing.flux import flux
from nodes.hearing.loudness import loudness
from nodes.hearing.onsets import onsets
from nodes.media.colour import to_working
from nodes.media.info import info_from_json
from nodes.media.working import WorkingSpace
from nodes.process.child import Call

from .job import Bound
from .readers import Readers
from .sounds import Sounds

_SMALL = (64, 36)
_MOST = 600


def answer_listen(call: Call) -> object:
    """Return what is heard in a bound sound: beats, bars, onsets, loudness (`fps` values a second)."""
    bound = _bound(call.args["bound"])
    with Sounds() as sounds:
        audio = sounds.audio(bound)
        total = int(audio.range.duration.value)

        def blocks(turn: int) -> Iterator[npt.NDArray[np.float32]]:
            done = 0
            for block in audio.read(audio.range):
                call.check()
                done += len(block.samples)
                call.progress(turn * total + done, 2 * total)
                yield block.samples

        novelty = flux(blocks(0), audio.rate)
        found = beats(novelty)
        level = loudness(blocks(1), audio.rate, fps=call.args["fps"])
    return {
        "rate": audio.rate,
        "samples": total,
        "beats": found.at.tolist(),
        "firsts": bars(novelty, found).first.tolist(),
        "onsets": onsets(novelty).at.tolist(),
        "loud": [round(float(each), 2) for each in level.momentary],
    }


def answer_watch(call: Call) -> object:
    """Return how much moves in bound pictures, `fps` values a second: the mean change from frame to frame."""
    bound = _bound(call.args["bound"])
    info = bound.info
    pace = Fraction(call.args["fps"])
    steps = max(1, math.floor(info.range.duration.seconds * pace))
    # A long clip is looked into here and there; what lies between is as what was seen before it.
    stride = max(1, steps // _MOST)
    found: list[float] = []
    with Readers(to_working(WorkingSpace.from_json(call.args["colour"]))) as readers:
        clip = readers.clip(bound)
        for step in range(0, steps, stride):
            call.check()
            call.progress(step, steps)
            time = (info.start + Time(step / pace, Rate(1))).at(info.rate).floor()
            one, other = (_seen(clip.frame(each)) for each in (time, time + Time(1, info.rate)))
            found += [float(np.abs(one - other).mean())] * min(stride, steps - step)
    return found


def _bound(data: Mapping[str, Any]) -> Bound:
    return Bound(info_from_json(data["info"]), data["fingerprint"])


def _seen(frame: Frame) -> npt.NDArray[np.float32]:
    """Return a small grey picture of about 0 to 1: the first plane as it was decoded."""
    plane: Any = frame.native.planes[0] if frame.native is not None else frame.rgb
    made = cv2.resize(np.asarray(plane, np.float32), _SMALL, interpolation=cv2.INTER_AREA)
    grey = made if made.ndim == 2 else made[..., :3].mean(axis=2)
    top = float(np.iinfo(plane.dtype).max) if np.issubdtype(plane.dtype, np.integer) else 1.0
    scaled: npt.NDArray[np.float32] = (grey / top).astype(np.float32)
    return scaled


ANSWERS: dict[str, Callable[[Call], object]] = {"listen": answer_listen, "watch": answer_watch}
