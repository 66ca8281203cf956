"""What several verbs need: an engine, progress in their own words, the shots that a person names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from editor.engine import start_engine
from nodes.api.errors import BadInput
from nodes.api.times import Range, Rate, Time
from nodes.engine.client import Engine
from nodes.media.timecode import frame_of_timecode

Progress = Callable[[int, int, str], None]
"""Told (done, total, what)."""


def untold(done: int, total: int, what: str) -> None:
    """Tell nobody."""


@contextmanager
def an_engine(engine: Engine | None) -> Iterator[Engine]:
    """Give the engine that a caller brought, or one of our own for as long as it is needed."""
    if engine is not None:
        yield engine
        return
    with start_engine() as own:
        yield own


def telling(progress: Progress, what: str) -> Callable[[int, int], None]:
    """Return a reporter of (done, total) that says what it is about."""
    return lambda done, total: progress(done, total, what)


def moment(text: str, rate: Rate, start: Time, attempted: str) -> Time:
    """Return the time a person wrote: a 0-based frame, or a timecode of what begins at `start`.

    Raises BadInput.
    """
    if text.lstrip("-").isdigit():
        return Time(int(text), rate)
    try:
        frame = frame_of_timecode(text, rate)
    except BadInput as error:
        raise BadInput(
            attempted, f"'{text}' is no frame and no timecode", hint="Write 48 or 01:00:02:00."
        ) from error
    return Time(frame, rate) - start


def stretch(text: str, rate: Rate, start: Time, attempted: str) -> Range:
    """Return the range a person wrote as `A-B`, inclusive, in frames or timecodes. Raises BadInput."""
    first, sign, last = text.strip().partition("-")
    if not sign or not first or not last:
        raise BadInput(
            attempted, f"'{text}' is no range", hint="Write A-B, both inclusive: 0-47, or timecodes."
        )
    begin, end = (moment(part.strip(), rate, start, attempted) for part in (first, last))
    if end < begin:
        raise BadInput(attempted, f"'{text}' ends before it begins", hint="Write the earlier time first.")
    return Range.between(begin, end + Time(1, rate))


def output_path(path: Path, attempted: str) -> Path:
    """Return where a result goes, absolute. Raises BadInput where its folder does not exist."""
    place = path.expanduser().absolute()
    if not place.parent.is_dir():
        raise BadInput(attempted, f"there is no folder '{place.parent}'", hint="Make that folder first.")
    return place
