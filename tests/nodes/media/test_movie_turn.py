"""Movies that were shot lying down or mirrored come out as they are meant to be seen."""

from __future__ import annotations

import shutil
import struct
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nodes.api import ColourTags, Native
from nodes.media.colour import to_working
from nodes.media.layouts import layout_of
from nodes.media.movie_read import open_movie
from nodes.media.movie_turn import Turn, turned
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from nodes.media.working import WorkingSpace
from tests.support.movies import av_movie, numbered, write_movie

MATRICES = {
    "upright": (1, 0, 0, 1),
    "turned 90": (0, 1, -1, 0),
    "turned 180": (-1, 0, 0, -1),
    "turned 270": (0, -1, 1, 0),
    "mirrored": (-1, 0, 0, 1),
    "upside down": (1, 0, 0, -1),
    "transposed": (0, 1, 1, 0),
    "transposed back": (0, -1, -1, 0),
}


def with_matrix(path: Path, matrix: tuple[int, int, int, int]) -> None:
    """Write a display matrix over the one in a movie's track header (ISO/IEC 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    place = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (each << 16 for each in matrix)
    data[place : place + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def shown(plane: np.ndarray, matrix: tuple[int, int, int, int]) -> np.ndarray:
    """Place every sample by the standard's formula: (x, y) is shown at (a x + c y, b x + d y)."""
    a, b, c, d = matrix
    y, x = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]]
    across, down = a * x + c * y, b * x + d * y
    across, down = across - across.min(), down - down.min()
    made = np.empty((down.max() + 1, across.max() + 1), plane.dtype)
    made[down, across] = plane
    return made


def pictures(path: Path) -> Native:
    with open_movie(FileRef(str(path))) as reader:
        native = reader.frame(1).native
    assert native is not None
    return native


@pytest.mark.parametrize("name", MATRICES)
@pytest.mark.parametrize("layout", ["yuv420p", "yuv422p", "yuv444p10le"])
def test_every_sample_stands_where_the_file_says(name: str, layout: str, tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    write_movie(
        path, [numbered(layout, index) for index in range(3)], codec="h264", pixel_aspect=Fraction(4, 3)
    )
    lying = pictures(path)
    with_matrix(path, MATRICES[name])
    info = probe(FileRef(str(path)))
    upright = pictures(path)
    swapped = MATRICES[name][0] == 0
    assert info.format is not None
    assert (info.format.width, info.format.height) == ((96, 160) if swapped else (160, 96))
    assert info.format.pixel_aspect == (Fraction(3, 4) if swapped else Fraction(4, 3))
    assert info.layout == upright.layout
    assert layout_of(upright.layout).chroma == layout_of(layout).chroma[:: -1 if swapped else 1]
    for came, stored in zip(upright.planes, lying.planes, strict=True):
        np.testing.assert_array_equal(came, shown(stored, MATRICES[name]))


def test_layouts_without_a_lying_twin_are_read_as_444(tmp_path: Path) -> None:
    path = tmp_path / "old.mov"
    av_movie(path, "jpeg2000", layout="yuv422p16le", count=2, b_frames=None)
    with_matrix(path, MATRICES["turned 90"])
    assert probe(FileRef(str(path))).layout == pictures(path).layout == "yuv444p16le"


def test_packed_pictures_are_turned_whole() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    made = turned(Native("rgba", (pixels,)), Turn(1)).planes[0]
    assert made.shape == (3, 2, 4)
    np.testing.assert_array_equal(made[0, 0], pixels[0, 2])


def test_a_turned_picture_has_the_colours_of_the_lying_one() -> None:
    ramp = np.linspace(60, 200, 32)[None, :] * np.linspace(0.6, 1, 24)[:, None]
    chroma = 128 + (ramp[:, ::2] - 100) / 5
    native = Native("yuv422p", tuple(np.rint(plane).astype(np.uint8) for plane in (ramp, chroma, chroma)))
    colours = to_working(WorkingSpace())
    lying, _ = colours(native, ColourTags())
    upright, _ = colours(turned(native, Turn(1)), ColourTags())
    assert np.abs(np.rot90(lying) - upright).max() < 0.01


@pytest.mark.suite
@pytest.mark.parametrize("name", MATRICES)
def test_ffmpeg_stands_them_up_the_same_way(name: str, tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("needs the ffmpeg command")
    path = tmp_path / "phone.mp4"
    av_movie(path, "libx264", count=3)
    with_matrix(path, MATRICES[name])
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-vf", "select=eq(n\\,1)", "-vsync", "0"]
    made = subprocess.run([*command, "-f", "rawvideo", "-"], capture_output=True, check=True, timeout=60)
    ours = pictures(path)
    assert made.stdout == b"".join(plane.tobytes() for plane in ours.planes)
