"""Material to be played, and an ear and an eye that watch how it is played."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from editor.playback.player import News, Player
from editor.playback.ring import Picture
from editor.playback.sink import PacedNull, Sink
from editor.playback.turn import Turn
from nodes.api import ColourTags, Native, Range, Rate
from nodes.engine.job import Job, SoundPiece
from nodes.media.colour import from_working, to_working
from nodes.media.movie_codecs import SoundSpec
from nodes.media.refs import FileRef
from nodes.media.working import WorkingSpace
from tests.nodes.engine.footage import bound, engine_at, source_job
from tests.support.movies import BT709, numbered, write_movie

RATE = Rate(24)
WIDTH, HEIGHT = 320, 180
DISPLAY = ColourTags("rgb", "full", "bt709", "bt709")


@dataclass(frozen=True)
class Material:
    """A movie with sound, as a job and as what FFmpeg decodes."""

    path: Path
    job: Job
    range: Range

    def pictures(self, wanted: set[int]) -> dict[int, np.ndarray]:
        """Decode frames with PyAV and take the long way through the working space to the display."""
        found = {}
        with av.open(str(self.path)) as file:
            for index, frame in enumerate(file.decode(video=0)):
                if index in wanted:
                    found[index] = shown(frame.to_ndarray())
        return found


def shown(planes: np.ndarray) -> np.ndarray:
    """The display's RGBA of FFmpeg's stacked yuv420p planes."""
    luma, rest = planes[:HEIGHT], planes[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
    space = WorkingSpace()
    light, alpha = to_working(space)(Native("yuv420p", (luma, rest[0], rest[1])), BT709)
    return from_working(space, "rgba", DISPLAY)(light, alpha).planes[0]


def make_material(folder: Path, seconds: int) -> Material:
    """Write a numbered H.264 movie with a tone."""
    path = folder / f"{seconds}s.mp4"
    count = seconds * 24
    pictures = [numbered("yuv420p", index, WIDTH, HEIGHT) for index in range(count)]
    write_movie(path, pictures, codec="h264", rate=RATE, sound=SoundSpec(48000, 2))
    with engine_at(folder) as engine:
        media = bound(engine, FileRef(str(path)))
    span = Range.frames_of(0, count, RATE)
    job = source_job(media, sound=(SoundPiece("m", media.info.start, span),))
    return Material(path, replace(job, domains={"s": span}), span)


@dataclass
class Watched:
    """What was shown and told, in order; `sink` is the one that the player opened."""

    pictures: list[tuple[float, Picture]] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    sink: PacedNull | None = None
    last: Picture | None = None

    def show(self, picture: Picture) -> None:
        # Pixels of the newest alone: who watches a long time must not be what memory is used for.
        self.last = picture
        self.pictures.append((time.monotonic(), replace(picture, pixels=np.zeros((0, 0, 4), np.uint8))))

    def open_sink(self, rate: int, channels: int) -> tuple[Sink, str]:
        self.sink = PacedNull(rate, channels)
        return self.sink, ""

    @property
    def frames(self) -> list[int]:
        return [picture.time.frame for _, picture in self.pictures]

    def kinds(self) -> list[str]:
        return [news.kind for news in self.news]


def wait(until: Callable[[], object], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.005)


class Parting:
    """Looks, some hundred times a second, how far picture and samples taken are apart, in frames.

    What is shown stands for its span of frames. `held` counts the looks at which a frame was missing (it
    was dropped, or nothing newer was there to show): those are judged by the count of dropped frames.
    """

    def __init__(self, player: Player) -> None:
        self._player = player
        self.looks: list[float] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Parting:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ending.wait(0.002):
            turn = self._player.turn
            if turn is not None and self._player.on_screen.beat >= 0:
                self.looks.append(self._look(turn))

    def _look(self, turn: Turn) -> float:
        # Samples first: a picture that is put up between the two looks is not held against it.
        sink, course = self._player.sink, turn.course
        assert sink is not None
        position = Fraction(sink.taken, sink.rate) * course.rate.fraction
        return float(self._player.on_screen.parting(position))
