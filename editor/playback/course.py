"""The way that playing takes through a cut: which frame comes when, forwards, backwards, round and round."""

from __future__ import annotations

from dataclasses import dataclass

from nodes.api.times import Range, Rate, Time

FASTEST = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive frames in playing order: `count` of them from frame `first`, rising or falling."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Course:
    """Beats are counted from 0 where playing begins; each is one frame of the cut, whatever the speed.

    `speed` is -8 to 8, not 0; `start` a frame within `span`, whose frames are played, again and again
    with `loop`. A start outside is brought to the nearest frame of the span. Raises ValueError for an
    empty span or a speed out of range.
    """

    start: int
    speed: int
    span: Range
    loop: bool = False

    def __post_init__(self) -> None:
        if not self.speed or abs(self.speed) > FASTEST:
            raise ValueError(f"speed is -{FASTEST} to {FASTEST} and not 0, got {self.speed}")
        if not self.span.frame_count:
            raise ValueError("a span to be played holds frames")
        object.__setattr__(self, "start", max(self.first, min(self.start, self.last)))

    @property
    def rate(self) -> Rate:
        """Frames a second at speed 1."""
        return self.span.rate

    @property
    def first(self) -> int:
        """The span's first frame."""
        return self.span.start.ceil().frame

    @property
    def last(self) -> int:
        """The span's last frame."""
        return self.first + self.span.frame_count - 1

    @property
    def direction(self) -> int:
        """1 forwards, -1 backwards."""
        return 1 if self.speed > 0 else -1

    @property
    def beats(self) -> int | None:
        """How many there are, None where there is no end."""
        return None if self.loop else self._opening

    @property
    def _opening(self) -> int:
        return (self.last - self.start if self.speed > 0 else self.start - self.first) + 1

    def stretch(self, beat: int) -> Stretch | None:
        """Return the frames from a beat on up to the next jump or the end; None where it is over.

        >>> Course(2, 1, Range.frames_of(0, 5, Rate(24)), loop=True).stretch(4)
        Stretch(first=1, count=4)
        """
        if beat < self._opening:
            return Stretch(self.start + self.direction * beat, self._opening - beat)
        if not self.loop:
            return None
        done = (beat - self._opening) % self.span.frame_count
        begin = self.first if self.speed > 0 else self.last
        return Stretch(begin + self.direction * done, self.span.frame_count - done)

    def frame(self, beat: int) -> int:
        """Return the frame of a beat, the last one's past the end."""
        found = self.stretch(beat)
        return self.start + self.direction * (self._opening - 1) if found is None else found.first

    def frames(self, stretch: Stretch) -> Range:
        """Return a stretch as a range of the cut."""
        lowest = stretch.first if self.speed > 0 else stretch.first - stretch.count + 1
        return Range.frames_of(lowest, stretch.count, self.rate)

    def time(self, beat: int) -> Time:
        """Return the frame of a beat as cut time."""
        return Time(self.frame(beat), self.rate)
