"""Showing the pictures of a turn when their time comes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .ring import Picture
from .turn import Turn

_LONGEST = 0.01
"""Seconds without a look at the clock, which may have been held up or have caught up."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What was shown last, and how many frames were dropped in this turn."""

    beat: int = -1
    beats: int = 1
    dropped: int = 0

    def parting(self, position: Fraction) -> Fraction:
        """Return by how many frames `position` lies outside the span that the picture stands for."""
        return max(Fraction(0), self.beat - position, position - (self.beat + self.beats))


class Presenter:
    """Runs a turn's clock and hands each picture to `show` in its time.

    A picture that comes more than half a frame after its span is dropped. So is, and is counted, what was
    skipped because the engine could not make it in time; what a speed above 1 leaves out is not. When the
    engine has died the clock stands until pictures come again.
    """

    def __init__(
        self,
        turn: Turn,
        show: Callable[[Picture], None],
        deaths: Callable[[], int],
        restarted: Callable[[], None],
    ) -> None:
        self.turn, self._show = turn, show
        self._deaths, self._restarted = deaths, restarted
        self._known = deaths()
        self._runs = self._starving = False
        self.on_screen = OnScreen()

    def run(self) -> bool:
        """Show the turn until it is over; return whether it came to its end by itself."""
        turn = self.turn
        try:
            while not turn.is_over():
                if turn.held:
                    self._rest()
                elif self._runs or self._begin():
                    wait = self._step()
                    if wait is None:
                        return True
                    with turn.changed:
                        if not turn.is_over() and not turn.held:
                            turn.changed.wait(wait)
            return False
        finally:
            turn.clock.stop()

    def _rest(self) -> None:
        if self._runs:
            self.turn.clock.stop()
            self._runs = False
        with self.turn.changed:
            self.turn.changed.wait_for(lambda: self.turn.is_over() or not self.turn.held)

    def _begin(self) -> bool:
        turn = self.turn
        if turn.buffer is not None and not turn.buffer.primed:
            with turn.changed:
                turn.changed.wait(_LONGEST / 2)
            return False
        at = turn.clock.position
        turn.clock.start(at if at.value else turn.origin, abs(turn.course.speed))
        self._runs = True
        return True

    def _step(self) -> float | None:
        """Show what is due; return the seconds until something may be, None at the end."""
        turn, course = self.turn, self.turn.course
        position = turn.position
        picture = turn.ring.take(math.floor(position))
        if picture is not None and position <= picture.beat + picture.beats + HALF:
            self._put_up(picture)
        head = turn.ring.head
        if self._known != self._deaths():
            self._known = self._deaths()
            self._starving = True
            self._restarted()
        if self._starving and head is None and not turn.fetched:
            self._starving = False
            turn.hold(True)
        if head is None and turn.fetched and course.beats is not None and position >= course.beats:
            self._count(course.beats)
            return None
        due = Fraction(1) if head is None else head.beat - position
        seconds = float(due / (course.rate.fraction * abs(course.speed)))
        return min(_LONGEST, max(0.0005, seconds))

    def _put_up(self, picture: Picture) -> None:
        self._count(picture.beat)
        self.on_screen = OnScreen(picture.beat, picture.beats, self.on_screen.dropped)
        self._show(picture)

    def _count(self, beat: int) -> None:
        """Count the frames that should have been seen between the last picture and `beat`."""
        seen, least = self.on_screen, abs(self.turn.course.speed)
        missed = max(0, beat - (seen.beat + least)) // least if seen.beat >= 0 else 0
        if missed:
            self.on_screen = OnScreen(seen.beat, seen.beats, seen.dropped + missed)
