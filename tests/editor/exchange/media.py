"""Facts of media for conform, made up or read from files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import OpenImageIO  # noqa: F401 - it sets an environment variable, which is not the doing of the test that probes first

from nodes.api import Rate, Time, WorkprintError
from nodes.api.formats import Format
from nodes.media.info import Kind, MediaInfo
from nodes.media.probe import probe
from nodes.media.refs import FileRef, MediaRef, SequenceRef

RATE = Rate(24)


def info(
    ref: MediaRef | None = None,
    *,
    start: int = 0,
    frames: int = 100,
    rate: Rate = RATE,
    timecode: str | None = None,
    kind: Kind = "movie",
    missing: tuple[int, ...] = (),
) -> MediaInfo:
    """Return made-up facts; a sequence starts at its first number unless it has a timecode."""
    ref = ref or FileRef("/media/a.mov")
    if isinstance(ref, SequenceRef):
        kind, frames, start = "sequence", ref.count, start if timecode else ref.first
    shape = None if kind == "sound" else Format(64, 36, rate)
    return MediaInfo(ref, kind, "x", Time(start, rate), frames, shape, timecode=timecode, missing=missing)


def answering(
    *facts: MediaInfo | WorkprintError,
) -> Callable[[Sequence[MediaRef]], list[MediaInfo | WorkprintError]]:
    """Return a probe that gives the same facts, one after another, for whatever is asked."""

    def answer(refs: Sequence[MediaRef]) -> list[MediaInfo | WorkprintError]:
        assert len(set(refs)) == len(refs)
        return [facts[min(index, len(facts) - 1)] for index in range(len(refs))]

    return answer


def looking(refs: Sequence[MediaRef]) -> list[MediaInfo | WorkprintError]:
    """Look into real files."""
    found: list[MediaInfo | WorkprintError] = []
    for ref in refs:
        try:
            found.append(probe(ref))
        except WorkprintError as error:
            found.append(error)
    return found
