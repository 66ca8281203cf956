"""How frames reach a node and leave it when one at a time is not enough, and what the engine hands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeAlias, TypeVar

from .formats import Format
from .frames import Frame, Matte
from .times import Range, Time

T_co = TypeVar("T_co", covariant=True)

Frames: TypeAlias = Sequence[Frame]
"""Consecutive frames: the window that `Around` or `Chunks` describes."""

Mattes: TypeAlias = Sequence[Matte]
"""Consecutive mattes: the window that `Around` or `Chunks` describes."""


class Stream(Protocol[T_co]):
    """Frames or mattes in rising time, once; what a causal node reads. A list is one too."""

    def __iter__(self) -> Iterator[T_co]:
        """Yield each in turn."""


class Clip(Protocol[T_co]):
    """A lazy, seekable, bounded reader of frames or mattes: nothing is decoded until asked for."""

    @property
    def range(self) -> Range:
        """The stretch that can be read, in the source's frames and rate."""

    @property
    def format(self) -> Format:
        """Display window, pixel aspect and rate of every frame."""

    def frame(self, time: Time) -> T_co:
        """Return the one on screen at `time`; outside the range the nearest edge is held."""

    def frames(self, range: Range) -> Iterator[T_co]:
        """Yield each in the range in rising time, decoding ahead."""


@dataclass(frozen=True)
class At(Generic[T_co]):
    """A value that stands at a time; what a node over a clip yields.

    >>> from workprint import At, Rate, Time
    >>> At(Time(3, Rate(24)), 0.5).value
    0.5
    """

    # No slots: until Python 3.12, `At[float](…)` fails on a frozen class with slots.
    time: Time
    value: T_co


class Context(Protocol):
    """A node's line to the engine: progress, cancelling, a folder for scratch files."""

    @property
    def scratch(self) -> Path:
        """An empty folder that is the node's alone and is removed after the call."""

    def progress(self, done: float, total: float, preview: Frame | None = None) -> None:
        """Say how much of the work is done, with a picture of the state if there is one."""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the person asked to stop; call it between costly steps."""
