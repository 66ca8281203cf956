"""How loud the tracks of a job are over a range, on request, and their mix: numbers for a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.api import Range
from nodes.hearing.loudness import loudness
from nodes.media.movie_codecs import SoundSpec
from nodes.process.child import Call

from .job import Job, job_from_json
from .mix import Mix


def answer_levels(call: Call) -> object:
    """Return how loud each track of a job is over a range, by the track's id, and "" for the mix.

    `peaks` are the greatest magnitudes of its samples and `squares` their mean squares, by channel, of full
    scale and never clipped; `loudness` is integrated, in LUFS. One track after another is heard.
    """
    job, range = job_from_json(call.args["job"]), Range.from_json(call.args["range"])
    spec = SoundSpec(call.args["rate"], call.args["channels"])
    tracks = list(dict.fromkeys(piece.track for piece in job.sound if piece.track))
    found = {}
    for turn, track in enumerate(["", *tracks]):
        pieces = tuple(piece for piece in job.sound if track in ("", piece.track))

        def told(done: int, total: int, turn: int = turn) -> None:
            call.check()
            call.progress(turn * total + done, (len(tracks) + 1) * total)

        found[track] = _level(replace(job, sound=pieces), range, spec, told)
    return found


def _level(
    job: Job, range: Range, spec: SoundSpec, told: Callable[[int, int], None]
) -> dict[str, list[float] | float]:
    peaks, squares, count = np.zeros(spec.channels), np.zeros(spec.channels), 0
    total = int(range.duration.seconds * spec.rate)

    def heard() -> Iterator[npt.NDArray[np.float32]]:
        nonlocal peaks, squares, count
        with Mix(job, range.start, spec) as mix:
            for block in mix.blocks(range.duration):
                peaks = np.maximum(peaks, np.abs(block).max(axis=0, initial=0.0))
                squares = squares + np.square(block, dtype=np.float64).sum(axis=0)
                count += len(block)
                told(count, total)
                yield block

    integrated = loudness(heard(), spec.rate).integrated
    mean = squares / max(count, 1)
    return {"peaks": peaks.tolist(), "squares": mean.tolist(), "loudness": integrated}
