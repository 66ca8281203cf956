"""Fetching what a turn plays from the engine, a little ahead of its time."""

from __future__ import annotations

import math
import time
from fractions import Fraction

import numpy as np

from nodes.api.errors import Cancelled, WorkprintError
from nodes.api.times import Range, Rate, Time
from nodes.process.slots import Loan

from .course import Stretch
from .pace import Pace
from .ring import Picture
from .source import Source
from .turn import Turn

AHEAD, PATIENCE = 4, 0.25
"""Playing begins with so many pictures, or with the first that comes after so many seconds."""
_SCOPE = "scope "
TRIES = 3
"""Deaths of the engine without a picture in between, after which playing gives up."""


def picture_of(loan: Loan, beat: int = 0, beats: int = 1) -> Picture:
    """Return an engine's frame as a picture of our own, and release it."""
    made = loan.copy()
    beside = tuple(made[name] for name in sorted(made) if name.startswith("beside"))
    scopes = {name.removeprefix(_SCOPE): each for name, each in made.items() if name.startswith(_SCOPE)}
    time = Time.from_json(loan.meta["time"])
    light = made.get("light")
    return Picture(made["plane0"], time, loan.meta, beat, beats, beside, scopes, light)


def fetch_pictures(source: Source, turn: Turn) -> None:
    """Put the pictures of a turn into its ring until it is over.

    An engine that dies goes on where it was. Raises what the engine raises, ChildDied where it keeps dying.
    """
    rate = float(turn.course.rate)
    pace = Pace(abs(turn.course.speed), rate * abs(turn.course.speed))
    beat, tries, newest = 0, 0, -1
    while not turn.is_over():
        stretch = turn.course.stretch(beat)
        if stretch is None:
            turn.fetched = True
            return turn.hold(False)
        deaths = source.deaths
        try:
            beat = _fetch(source, turn, pace, beat, stretch)
        except Cancelled:
            return None
        except WorkprintError:
            tries = 1 if turn.ring.newest > newest else tries + 1
            newest = turn.ring.newest
            if turn.is_over() or source.deaths == deaths or tries > TRIES:
                raise
            turn.hold(True)
            beat = max(turn.ring.newest + 1, turn.beat)
    return None


def _fetch(source: Source, turn: Turn, pace: Pace, beat: int, stretch: Stretch) -> int:
    """Fetch a stretch, or what of it can be had in time; return the beat to go on with."""
    course, stride = turn.course, pace.stride
    call = turn.cancels(source.pictures(turn.screening, course.frames(stretch), stride * course.direction))
    with call:
        began = since = time.monotonic()
        for loan in call.frames():
            frame = Time.from_json(loan.meta["time"]).frame
            at = beat + (frame - stretch.first) * course.direction
            picture = picture_of(loan, at, min(stride, beat + stretch.count - at))
            # The first frame's cost is that of opening files and of finding the place.
            cost = 0.0 if frame == stretch.first else time.monotonic() - since
            if turn.position > at + picture.beats:
                if pace.is_lost(cost):
                    return _in_step(turn.beat + pace.adapt(), abs(course.speed))
            else:
                pace.note(cost, turn.ring.is_full)
                if at > turn.ring.newest and not turn.ring.put(picture):
                    break
                if turn.held and (len(turn.ring) >= AHEAD or time.monotonic() > began + PATIENCE):
                    turn.hold(False)
                if pace.can_relax():
                    pace.adapt()
                    return at + picture.beats
            since = time.monotonic()
    return beat + stretch.count


def _in_step(beat: int, speed: int) -> int:
    """Return the beat, or the next one that a shuttle at `speed` stops at: its frames stay the same."""
    return -(-beat // speed) * speed


def fetch_sound(source: Source, turn: Turn, rate: int) -> None:
    """Put the sound of a turn into its buffer until it is over. Raises what the engine raises."""
    buffer, course = turn.buffer, turn.course
    assert buffer is not None
    each = Fraction(rate) / course.rate.fraction
    written = tries = 0
    while not turn.is_over():
        beat = math.floor(written / each)
        stretch = course.stretch(beat)
        if stretch is None:
            return buffer.finish()
        end = math.ceil((beat + stretch.count) * each)
        start = Time(stretch.first + written / each - beat, course.rate)
        wanted = Range(start, Time(end - written, Rate(rate)))
        deaths, before = source.deaths, written
        try:
            with turn.cancels(source.sound(turn.screening.jobs[0], wanted, rate, buffer.channels)) as call:
                for loan in call.frames():
                    with loan:
                        block, meta = np.array(loan.array), loan.meta
                    if source.deaths != deaths:
                        break  # a new engine begins at the first block again: ask for the rest instead
                    turn.levels.add(written, meta["levels"], meta["tracks"])
                    if not buffer.write(block):
                        return None
                    written += len(block)
        except Cancelled:
            return None
        except WorkprintError:
            tries = 1 if written > before else tries + 1
            if turn.is_over() or source.deaths == deaths or tries > TRIES:
                raise
    return None
