"""What models can be asked to do. A node names a capability, the host leases a model that has it.

Pictures are `Frame`s in the project's working space unless said otherwise; the host converts to what the
model was trained on and back. Every long call yields as it goes, so that progress shows and a cancel
arrives between two steps. Lengths and sizes are full-resolution; a model states its own as properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

from .streams import At, Clip
from .times import Range, Time

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from .filmed import Filmed
    from .formats import Format
    from .frames import Frame, Matte
    from .prompts import Prompts
    from .sound import Audio

Direction: TypeAlias = Literal["forward", "backward", "both"]


class SegmentSession(Protocol):
    """Objects being followed through one clip; what the model remembers lives and dies with it.

    Corrections win in all of them: what is painted, drawn or locked at a time is kept exactly, and what is
    pointed at in one frame changes no frame on the far side of other prompted frames.
    """

    def add(self, prompts: Prompts) -> None:
        """Point at objects: clicks, boxes, mattes, shapes, strokes, locks, in source pixels, at their times.

        What is added later corrects what was followed from the prompts before.
        """

    def at(self, time: Time, obj: int = 1) -> tuple[Matte, float]:
        """Return matte and confidence (0 to 1) at once for one time, from the prompts there alone."""

    def propagate(
        self, range: Range, direction: Direction = "both", obj: int = 1
    ) -> Iterator[tuple[Time, Matte, float]]:
        """Yield time, matte and confidence (0 to 1) once for each frame of the range.

        In rising time; confidence says how well what was followed looks like what was pointed at.
        """


@runtime_checkable
class PixelConfidence(Protocol):
    """What a `SegmentSession` may tell besides: how sure it is of each pixel. Nobody has to.

    Where a session has no such method the host takes it that a pixel is the surer the farther its matte is
    from one half.
    """

    def pixel_confidence(self, time: Time, obj: int = 1) -> Matte:
        """Return how likely each pixel's matte is right (0 to 1), for the frame of `obj` yielded last.

        Raises NodeError for any other time.
        """


@runtime_checkable
class MatteCorrection(Protocol):
    """What a `SegmentSession` may do besides: correct a matte that somebody has already. Nobody has to.

    It is what the prompts of one frame make of what was followed there, without following it anew.
    """

    def correct(self, time: Time, before: Matte, obj: int = 1) -> Matte:
        """Return a matte of one time as its prompts there change it; without any there, as it was."""


class VideoSegmenter(Protocol):
    """Follows pointed-at objects through a clip."""

    def open(self, clip: Clip[Frame]) -> AbstractContextManager[SegmentSession]:
        """Start a session over the clip; leaving it frees what the model remembered."""


class TextSegmenter(Protocol):
    """Finds what words name."""

    def find(
        self, clip: Clip[Frame], words: str, range: Range, *, threshold: float = 0.5
    ) -> Iterator[tuple[Time, Matte, float]]:
        """Yield time, matte and confidence (0 to 1) for each frame of the range in rising time.

        Everything that the words name belongs to the matte, where it is at least as likely as `threshold`.
        """


class Matting(Protocol):
    """Turns a hard matte into a soft one: hair, motion blur, glass."""

    def refine(
        self, clip: Clip[Frame], matte: Clip[Matte], range: Range, *, edge: float = 12.0
    ) -> Iterator[tuple[Time, Matte]]:
        """Yield a soft matte (0 to 1) for each frame of the range in rising time.

        What is farther than `edge` pixels from the hard matte's edge stays as it is.
        """


class PaintedFrame(NamedTuple):
    """A frame of a shot, what somebody made of it, and where that counts (None for everywhere)."""

    picture: Frame
    painted: Frame
    cover: Matte | None = None


class PaintedLook(Protocol):
    """What was learned of painted frames."""

    def apply(self, frame: Frame, weights: Sequence[float]) -> Frame:
        """Return any frame of the shot painted; `weights` say how much each painted frame counts there."""


class KeyframeStyle(Protocol):
    """Learns what was done to a few frames of a shot, and does it to the others."""

    def learn(
        self, examples: Sequence[PaintedFrame], *, seconds: float, steps: int, height: int, seed: int
    ) -> AbstractContextManager[PaintedLook]:
        """Learn for `seconds` in all, or exactly `steps` where that is above 0, at so many rows at most.

        What was learned before of the same examples, height and seed counts, and is gone on from.
        """


class TextToVideo(Protocol):
    """Makes a moving picture from a description."""

    @property
    def length(self) -> int:
        """The most frames that one window holds."""

    @property
    def overlap(self) -> int:
        """Frames of one window that the next is conditioned on; 0 where windows cannot be joined."""

    def generate(
        self,
        prompt: str,
        format: Format,
        range: Range,
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Filmed]:
        """Yield a frame of the format for each of the range, also where that is more than one window.

        `negative` says what is not wanted. Without `steps` and `guidance` the model has its own.
        """


class ImageToVideo(Protocol):
    """Makes a moving picture that starts from, or passes through, given pictures."""

    @property
    def length(self) -> int:
        """The most frames that one window holds."""

    @property
    def overlap(self) -> int:
        """Frames of one window that the next is conditioned on; 0 where windows cannot be joined."""

    def generate(
        self,
        keyframes: Sequence[At[Frame]],
        prompt: str,
        format: Format,
        range: Range,
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Filmed]:
        """Yield a frame for each of the range; each keyframe (at least one) stands at its own time.

        Several from the start on are a moving picture that is gone on from. `negative` says what is not
        wanted. Without `steps` and `guidance` the model has its own.
        """


class VideoEdit(Protocol):
    """Changes a moving picture by words or by reference, keeping its movement."""

    @property
    def length(self) -> int:
        """The most frames that one window holds."""

    @property
    def overlap(self) -> int:
        """Frames that two windows share."""

    def edit(
        self, frames: Sequence[Frame], prompt: str, references: Sequence[Frame], strength: float, seed: int
    ) -> Sequence[Frame]:
        """Return as many frames as given; `strength` 0 leaves them alone, 1 keeps only the movement."""

    def edit_clip(
        self,
        shot: Clip[Frame],
        range: Range,
        prompt: str,
        references: Sequence[Frame],
        strength: float,
        seed: int,
        *,
        source: str = "",
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Iterator[Frame]:
        """Yield a frame for each of the range, window after window, each following on from the last.

        `source` says what is seen now, `negative` what is not wanted. Without `steps` and `guidance` the
        model has its own.
        """


class Inpaint(Protocol):
    """Fills what a matte covers, steadily over time."""

    @property
    def length(self) -> int:
        """The most frames that one window holds."""

    @property
    def overlap(self) -> int:
        """Frames that two windows share."""

    def fill(
        self, frames: Sequence[Frame], mattes: Sequence[Matte], prompt: str, seed: int
    ) -> Sequence[Frame]:
        """Return as many frames as given, new where the matte is 1; an empty prompt continues the picture."""

    def fill_clip(
        self, shot: Clip[Frame], mattes: Clip[Matte], range: Range, prompt: str, seed: int
    ) -> Iterator[Frame]:
        """Yield a frame for each of the range, as `fill`, window after window that follow on one another.

        Outside the mattes frames are close to what they were, not the same: lay them in by the matte.
        """


class AudioToVideo(Protocol):
    """Makes a picture move to sound: lips, performance, rhythm."""

    def generate(self, audio: Audio, picture: Frame, prompt: str, range: Range, seed: int) -> Iterator[Frame]:
        """Yield a frame for each of the range, led by the sound at the same time."""


class TextToImage(Protocol):
    """Makes a still from a description."""

    def generate(
        self,
        prompt: str,
        format: Format,
        references: Sequence[Frame],
        seed: int,
        *,
        negative: str = "",
        steps: int = 0,
        guidance: float = 0.0,
    ) -> Frame:
        """Return one picture of the format at time 0; `references` may be empty.

        `negative` says what is not wanted. Without `steps` and `guidance` the model has its own.
        """


class Interpolation(Protocol):
    """Makes the pictures between two pictures."""

    def between(self, before: Frame, after: Frame, parts: Sequence[float]) -> Sequence[Frame]:
        """Return one frame for each part, 0 at `before` to 1 at `after`, both exclusive."""


class Upscale(Protocol):
    """Makes pictures larger with detail that was not there."""

    @property
    def factor(self) -> int:
        """How many times wider and higher the result is."""

    def enlarge(self, frames: Sequence[Frame]) -> Sequence[Frame]:
        """Return as many frames as given, `factor` times the size."""


class Depth(Protocol):
    """Estimates how far away everything is."""

    def estimate(self, frames: Sequence[Frame]) -> Sequence[Matte]:
        """Return relative inverse depth for each frame: 1 nearest, 0 farthest, one scale for all of them."""


class Flow(Protocol):
    """Estimates where every pixel went."""

    def between(self, before: Frame, after: Frame) -> npt.NDArray[np.float32]:
        """Return (rows, columns, 2): pixels right and down from `before` to the same point in `after`."""


class LanguagePlanner(Protocol):
    """Turns what a person asks for in words into steps that the host checks before it takes any."""

    def plan(self, request: str, offered: str) -> str:
        """Return a JSON document of steps; `offered` describes in JSON what may be asked for."""


NAMES = (
    "AudioToVideo",
    "Depth",
    "Flow",
    "ImageToVideo",
    "Inpaint",
    "Interpolation",
    "KeyframeStyle",
    "LanguagePlanner",
    "Matting",
    "TextSegmenter",
    "TextToImage",
    "TextToVideo",
    "Upscale",
    "VideoEdit",
    "VideoSegmenter",
)
"""Every capability a node can ask for."""
