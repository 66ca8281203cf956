"""Mattes and pictures from the engine, as what is laid over the picture; runs off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from editor.compile.roto import Roto, alone, corrected, followed, led, looked_at
from editor.playback.source import DISPLAY
from nodes.api.errors import Cancelled
from nodes.api.prompts import Prompts
from nodes.api.times import Time
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.vision.anchors import wishes

Levels = npt.NDArray[np.uint8]
Planes: TypeAlias = Mapping[str, npt.NDArray[Any]]
EDGE = 255
"""The level of a matte's edge; others run from 0, outside, to 254, inside."""

How: TypeAlias = Literal["kept", "alone", "corrected", "led"]
"""Where a frame's matte comes from: followed before and kept; what is pointed at there alone; what was
followed before it, corrected; followed from other frames."""
_TRIES = 4

Wanted: TypeAlias = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask, where results are kept, and whether the answer is wanted still."""

    engine: Engine
    kept: Path | None
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Wish:
    """A matte that is wanted: of one object at one time; `before` are the prompts it was followed by."""

    roto: Roto
    time: Time
    how: How
    before: Prompts | None = None

    @property
    def same(self) -> tuple[object, ...]:
        """What tells it from wishes that have another answer."""
        roto = self.roto
        here = roto.prompts.where(lambda each: each.time == self.time)
        prompts = roto.prompts if self.how in ("kept", "led") else here
        return (roto.clip.id, roto.node, roto.obj, self.time, self.how, prompts, self.before)


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """A matte, (rows, columns) from 0, outside, to 254, inside; the same with its edge marked (`EDGE`)."""

    levels: Levels
    edged: Levels


def matte_of(engine: Engine, wish: Wish, kept: Path | None, wanted: Wanted) -> Matte:
    """Return a matte as it is laid over the picture; `wanted` tells whether it still is.

    Raises what the engine raises; Cancelled where somebody else's frames came before.
    """
    folder = None if wish.how == "alone" else kept
    levels = _asked(Asking(engine, folder, wanted), _job(wish), wish.time, None, _levels)
    return Matte(levels, edged(levels))


def picture_of(engine: Engine, roto: Roto, time: Time, wanted: Wanted) -> Levels | None:
    """Return the picture a node looks at as the display shows it, (rows, columns, 4); None for no picture."""
    job = looked_at(roto)
    if job is None:
        return None
    asking = Asking(engine, None, wanted)
    return _asked(asking, job, time, DISPLAY, lambda planes: planes["plane0"].copy())


def _job(wish: Wish) -> Job:
    if wish.how == "kept":
        return followed(wish.roto).job
    if wish.how == "led":
        return led(wish.roto, wish.time)
    if wish.how == "corrected" and wish.before is not None:
        return corrected(wish.roto, wish.before, wish.time)
    return alone(wish.roto, wish.time)


def _asked(
    asking: Asking,
    job: Job,
    time: Time,
    layout: Mapping[str, Any] | None,
    read: Callable[[Planes], Levels],
) -> Levels:
    name = asking.engine.load(job, asking.kept)
    for left in reversed(range(_TRIES)):
        try:
            with asking.engine.frame(name, time, layout) as loan:
                return read(loan.arrays)
        except Cancelled:
            # Somebody else asked for a frame of this engine just then: ours may be wanted all the same.
            if not left or not asking.wanted():
                raise
    raise Cancelled("Show a matte", "other frames came before it")


def _levels(planes: Planes) -> Levels:
    values = planes["pixels"][..., 0]
    return np.asarray(np.clip(values, 0, 1) * (EDGE - 1) + 0.5, np.uint8)


def edged(levels: Levels) -> Levels:
    """Return a matte with the pixels of its edge marked: those inside that touch one outside.

    >>> edged(np.array([[0, 254, 254, 254, 0]], np.uint8)).tolist()
    [[0, 255, 254, 255, 0]]
    """
    inside = levels > EDGE // 2
    wide = np.pad(inside, 1, mode="edge")
    within = wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]
    made = np.minimum(levels, EDGE - 1)
    made[inside & ~within] = EDGE
    return np.asarray(made, np.uint8)


def how_to(prompts: Prompts, time: Time, obj: int, kept: bool, before: Prompts | None) -> tuple[How, ...]:
    """Return where an object's matte at a time comes from: what can be had at once, then what is better.

    `kept` tells that it was followed by these very prompts, `before` are others that it was followed by.
    Nothing is returned for a frame of which nothing is known.
    """
    if kept:
        return ("kept",)
    objects = (obj,) if obj else prompts.objects
    here = [wish for each in objects for wish in wishes(prompts, each) if wish.time == time]
    if not here:
        return ()
    if not any(wish.is_correction for wish in here):
        return ("alone",)
    return ("corrected",) if before is not None else ("alone", "led")
