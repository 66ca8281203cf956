"""A red disc that crosses a textured ground, as a movie and a project of it; every matte is known."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from editor.document.model import SOURCE, Clip, Cut, MediaReference, Stack, Track
from editor.exchange.write import write_cut
from editor.verbs import new
from nodes.api import Native, Range, Rate, Time
from tests.support.movies import write_movie

RATE = Rate(24)
COLUMNS, ROWS, COUNT = 160, 96, 12
CLIP = "disc"
FIRST = 2
"""The media frame that the cut shows first."""


def middle(frame: int) -> tuple[int, int]:
    """Where the disc's middle is in a frame of the media."""
    return 40 + 6 * frame, 48


def true(frame: int) -> np.ndarray:
    made = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.circle(made, middle(frame), 18, 1, -1)
    return made > 0


def picture(frame: int) -> Native:
    ground = cv2.GaussianBlur(np.random.default_rng(3).random((ROWS, COLUMNS)).astype(np.float32), (0, 0), 3)
    ground = (ground - ground.min()) / np.ptp(ground)
    rgb = np.stack([40 + 40 * ground, 90 + 70 * ground, 60 + 50 * ground], -1)
    rgb[true(frame)] = (205, 60, 40)
    yuv = cv2.cvtColor(rgb.astype(np.uint8), cv2.COLOR_RGB2YUV_I420)
    luma, rest = yuv[:ROWS], yuv[ROWS:].reshape(2, ROWS // 2, COLUMNS // 2)
    return Native("yuv420p", (np.ascontiguousarray(luma), rest[0].copy(), rest[1].copy()))


def make_project(folder: Path) -> Path:
    """Write the movie and a project whose cut shows eight frames of it; return the project's folder."""
    folder.mkdir()
    write_movie(folder / "disc.mkv", [picture(frame) for frame in range(COUNT)])
    reference = MediaReference("file", "disc.mkv", "disc.mkv", Range(Time.zero(RATE), Time(COUNT, RATE)))
    clip = Clip(CLIP, CLIP, Range(Time(FIRST, RATE), Time(8, RATE)), {SOURCE: reference})
    cut = Cut("disc", RATE, Stack("all", "all", (Track("V1", "V1", "Video", (clip,)),)))
    (folder / "disc.otio").write_text(write_cut(cut, portable=True), "utf-8")
    with new(folder / "project", cut=folder / "disc.otio", handles=1).project as made:
        return made.folder
