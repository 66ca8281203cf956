"""Which media lies under the clips of a row, and how its time runs there: enough to draw it.

Seconds are floats here: they choose pixels and small pictures, no frame of a take or an export.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.compile.plate import media_start, plate_of
from editor.compile.showing import begun
from editor.document.model import Clip, Item
from editor.document.opened import Project
from editor.document.retimes import Retime, retime_of
from editor.takes.circled import shown_plate
from nodes.api.errors import WorkprintError
from nodes.engine.job import Bound

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A clip's media: `first` seconds after its first picture stand at the clip's head, `pace` as fast.

    `heard` is where its sound begins there: going backwards a frame later than the picture.
    """

    bound: Bound
    first: float
    heard: float
    pace: float


@dataclass(frozen=True, slots=True, eq=False)
class Footage:
    """A row's media: `which` gives for each item the place in `media`, -1 for none; the rest as in `Run`."""

    media: tuple[Bound, ...]
    which: NDArray[np.int32]
    first: NDArray[np.float64]
    heard: NDArray[np.float64]
    pace: NDArray[np.float64]


def key_of(clip: Clip) -> Key:
    """Return what a clip's media and its pace depend on; the clip is to be held for as long as the key is."""
    return (id(clip.references), clip.active, clip.source, clip.circled, id(clip.effects))


def run_of(project: Project, clip: Clip) -> Run | None:
    """Return the media that a clip shows: its circled take's, else its source's; None where there is none.

    Looks into the takes' folders.
    """
    retime = retime_of(clip.effects) or Retime()
    try:
        plate = shown_plate(project, clip) or plate_of(project, clip)
    except WorkprintError:
        return None
    info = plate.info
    start = media_start(clip, plate)
    length = info.range.duration if clip.source is None else clip.source.duration
    first = (begun(start, length, retime) - info.start).seconds
    heard = (start - info.start).seconds
    if retime.speed < 0:
        heard += length.seconds * -retime.speed
    return Run(plate.bound, float(first), float(heard), float(retime.speed))


def laid_out(items: Sequence[Item], runs: Sequence[Run | None]) -> Footage:
    """Return a row's media from what each of its items shows."""
    media: dict[str, tuple[int, Bound]] = {}
    which = np.full(len(items), -1, np.int32)
    numbers = np.zeros((3, len(items)))
    numbers[2] = 1
    for index, run in enumerate(runs):
        if run is not None:
            key = f"{run.bound.fingerprint} {run.bound.info.ref}"
            which[index] = media.setdefault(key, (len(media), run.bound))[0]
            numbers[:, index] = run.first, run.heard, run.pace
    return Footage(tuple(bound for _, bound in media.values()), which, *numbers)
