"""A player model with its session, without a window; and pictures to be drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from editor.engine import start_engine
from editor.playback.ring import Picture
from editor.playback.sink import PacedNull, Sink
from editor.ui.session import Session
from editor.ui.viewer.model import PlayerModel
from nodes.api.times import Rate, Time
from tests.editor.ui.posted import Posted

RATE = Rate(24)


def silent(rate: int, channels: int) -> tuple[Sink, str]:
    return PacedNull(rate, channels), ""


class Viewing:
    """A session and its player; what is posted runs while the test waits."""

    def __init__(self) -> None:
        self.posted = Posted()
        self.session = Session(self.posted)
        self.player = PlayerModel(self.session, start_engine, self.posted, silent)

    def open(self, project: Path) -> None:
        self.session.open(project)
        self.posted.until(lambda: self.player.picture.value is not None)

    @property
    def frame(self) -> int:
        picture = self.player.picture.value
        return -1 if picture is None else picture.time.frame

    def seek(self, frame: int) -> np.ndarray:
        """Go to a frame and return its pixels."""
        self.player.seek(Time(frame, RATE))
        self.posted.until(lambda: self.frame == frame)
        picture = self.player.picture.value
        assert picture is not None
        return picture.pixels

    def close(self) -> None:
        self.player.close()
        self.session.close()


def noise(columns: int = 64, rows: int = 36, seed: int = 1) -> Picture:
    """A picture of which no two pixels are likely to be the same."""
    pixels = np.random.default_rng(seed).integers(0, 256, (rows, columns, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return Picture(pixels, Time(0, RATE), {"pixel_aspect": "1"})


def waves(columns: int = 320, rows: int = 180) -> Picture:
    """A smooth picture, on which two ways to interpolate hardly differ."""
    y, x = np.mgrid[0:rows, 0:columns]
    planes = [128 + 100 * np.sin(x / 23 + y / 31 + place) for place in range(3)]
    pixels = np.dstack([*planes, np.full((rows, columns), 255)]).astype(np.uint8)
    return Picture(pixels, Time(0, RATE), {"pixel_aspect": "1"})
