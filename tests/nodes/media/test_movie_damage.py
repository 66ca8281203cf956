"""Damaged files end in media errors: never a crash, a hang or anything unnamed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nodes.media.errors import MediaError
from nodes.media.fingerprint import fingerprint
from nodes.media.movie_read import open_movie
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from nodes.media.sound import open_sound
from tests.support.movies import JPEG, SoundSpec, av_movie, numbered, write_movie

SLOWEST = 10.0


def cut(data: bytearray, rng: random.Random) -> bytearray:
    return data[: rng.randrange(len(data))]


def scattered(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randrange(1, 40)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data


def blanked(data: bytearray, rng: random.Random) -> bytearray:
    first = rng.randrange(len(data))
    end = min(len(data), first + rng.randrange(1, 4000))
    data[first:end] = bytes(end - first)
    return data


def beheaded(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(min(3000, len(data)))] = rng.randrange(256)
    return data


WAYS: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (cut, scattered, blanked, beheaded)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("whole")
    pictures = [numbered("yuv420p", index) for index in range(24)]
    sound = SoundSpec(48000, 2)
    write_movie(folder / "take.mkv", pictures, timecode="01:00:00:00")
    write_movie(folder / "cut.mp4", pictures, codec="h264", sound=sound, timecode="01:00:00:00")
    write_movie(folder / "cut.mov", pictures, codec="h264", sound=sound)
    write_movie(folder / "cut.mkv", pictures, codec="h264", sound=sound)
    write_movie(
        folder / "proxy.mov", [numbered("yuvj420p", index) for index in range(24)], codec="mjpeg", colour=JPEG
    )
    av_movie(folder / "a.avi", "mpeg4", count=24)
    av_movie(folder / "a.ts", "libx264", count=24)
    av_movie(folder / "a.webm", "libvpx-vp9", count=24, options={"deadline": "realtime", "cpu-used": "8"})
    return sorted(folder.iterdir())


def use(path: Path, rng: random.Random) -> int:
    """Do with the file what a cut does, and return how many steps were refused."""
    ref = FileRef(str(path))
    refused = 0
    try:
        info = probe(ref)
    except MediaError as error:
        assert path.name in str(error)
        return 1
    if info.kind == "movie":
        try:
            with open_movie(ref, info) as reader:
                for _ in range(4):
                    try:
                        reader.frame(rng.randrange(info.picture_count))
                    except MediaError:
                        refused += 1
        except MediaError:
            refused += 1
    if info.sound is not None:
        try:
            with open_sound(ref, info) as sound:
                for block, _ in zip(sound.audio.read(sound.audio.range), range(8), strict=False):
                    assert block.samples.shape[1] == info.sound.channels
        except MediaError:
            refused += 1
    return refused


def campaign(sources: list[Path], folder: Path, tries: int, seed: int) -> int:
    rng = random.Random(seed)
    refused = 0
    for attempt in range(tries):
        source, way = rng.choice(sources), rng.choice(WAYS)
        path = folder / f"{way.__name__}-{source.name}"
        path.write_bytes(way(bytearray(source.read_bytes()), rng))
        began = time.monotonic()
        refused += use(path, rng) > 0
        assert time.monotonic() - began < SLOWEST, f"{path.name} at try {attempt} of seed {seed}"
        if path.stat().st_size:
            assert len(fingerprint(FileRef(str(path)))) == 64
    return refused


def test_damaged_media_end_in_media_errors(sources: list[Path], tmp_path: Path) -> None:
    assert 10 < campaign(sources, tmp_path, 80, 1) < 80


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 6))
def test_much_damaged_media_end_in_media_errors(seed: int, sources: list[Path], tmp_path: Path) -> None:
    assert campaign(sources, tmp_path, 1000, seed) > 100
