"""Movies read picture by picture in native planes, beside PyAV and FFmpeg that decode to nothing."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import av
import numpy as np

from nodes.media.info import MediaInfo
from nodes.media.movie_read import open_movie
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.bench.rows import Row, side_by_side

WIDTH, HEIGHT = 1920, 1080
COUNT = 120
TIMES = 5
SEEKS = 30
PYAV_GOAL = 1 / 0.9
COMMAND_GOAL = 1 / 0.8
SEEK_GOAL = 1.25

_SOURCES = {
    "h264": ("libx264", "yuv420p", {"preset": "veryfast", "crf": "20", "g": "48"}, ".mp4"),
    "prores": ("prores_aw", "yuv422p10le", {"profile": "2"}, ".mov"),
    "dnxhr": ("dnxhd", "yuv422p", {"profile": "dnxhr_hq"}, ".mov"),
}


@contextmanager
def _movie(name: str) -> Iterator[tuple[Path, MediaInfo]]:
    """Give a 1080p movie of drifting shapes and some grain, and its facts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{_SOURCES[name][3]}"
        made_movie(name, path)
        yield path, probe(FileRef(str(path)))


def made_movie(name: str, path: Path, seed: int = 7) -> None:
    """Write a 1080p movie of drifting shapes and some grain, 24 frames a second."""
    encoder, layout, options, _ = _SOURCES[name]
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    base = ((np.sin(x / (61 + seed)) + np.cos(y / 43)) * 50 + 110).astype(np.int16)
    with av.open(str(path), "w") as file:
        stream = file.add_stream(encoder, rate=24, options=dict(options))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, layout
        stream.codec_context.thread_count = len(os.sched_getaffinity(0))
        grain = rng.integers(-6, 7, base.shape, np.int16)
        for index in range(COUNT):
            drawn = np.roll(base, index * 5, axis=1) + np.roll(grain, index * 131)
            frame = av.VideoFrame.from_ndarray(drawn.astype(np.uint8), "gray").reformat(format=layout)
            frame.pts = index
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _read(path: Path, info: MediaInfo) -> None:
    with open_movie(FileRef(str(path)), info) as reader:
        for index in range(info.frame_count):
            assert reader.frame(index).native is not None


def _decode(path: Path) -> None:
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        stream.codec_context.thread_type = "AUTO"
        stream.codec_context.thread_count = len(os.sched_getaffinity(0))
        for _ in file.decode(stream):
            pass


def _command(path: Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", "-f", "null", "-"], check=True)


def reading(name: str) -> Row:
    """Read every picture, and let PyAV decode them to nothing with as many threads."""
    with _movie(name) as (path, info):
        ours, peer = _fastest(partial(_read, path, info), partial(_decode, path))
    told = f"a 1080p frame of {name}, native planes in hand; peer: PyAV decoding to nothing"
    return Row(f"movies-{name}", ours * 1000 / COUNT, peer * 1000 / COUNT, PYAV_GOAL, "ms", told)


def commanding(name: str) -> Row:
    """Read every picture, and let `ffmpeg -f null` decode them; without that command it only informs."""
    label, told = f"movies-{name}-command", f"a 1080p frame of {name}; peer: ffmpeg -f null"
    with _movie(name) as (path, info):
        if shutil.which("ffmpeg") is None:
            ours, _ = _fastest(partial(_read, path, info), lambda: None)
            return Row(label, ours * 1000 / COUNT, None, None, "ms", f"{told}, which is not here")
        ours, peer = _fastest(partial(_read, path, info), partial(_command, path))
    return Row(label, ours * 1000 / COUNT, peer * 1000 / COUNT, COMMAND_GOAL, "ms", told)


def seeking() -> Row:
    """Read pictures here and there, and decode to each from the keyframe before it with PyAV."""
    rng = random.Random(3)
    with _movie("h264") as (path, info):
        wanted = [rng.randrange(info.frame_count) for _ in range(SEEKS)]
        with open_movie(FileRef(str(path)), info, ring_bytes=1) as reader, av.open(str(path)) as file:
            stream = file.streams.video[0]
            stream.codec_context.thread_type = "AUTO"
            stream.codec_context.thread_count = len(os.sched_getaffinity(0))
            assert stream.time_base is not None
            tick = 1 / (info.rate.fraction * stream.time_base)

            def decode_to(index: int) -> None:
                file.seek(round(index * tick), stream=stream)
                for frame in file.decode(stream):
                    if frame.pts is not None and frame.pts >= round(index * tick):
                        return

            ours, peer = _in_turns(wanted, reader.frame, decode_to)
    told = f"95 in 100 of {SEEKS} frames anywhere in 1080p H.264; peer: PyAV from the keyframe before"
    return Row("movies-seek", ours * 1000, peer * 1000, SEEK_GOAL, "ms", told)


def _in_turns(
    wanted: list[int], ours: Callable[[int], object], peer: Callable[[int], object]
) -> tuple[float, float]:
    """Return the seconds within which 95 in 100 are there, one each in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for index in wanted:
        for get, into in zip((ours, peer), taken, strict=True):
            start = time.perf_counter()
            get(index)
            into.append(time.perf_counter() - start)
    return statistics.quantiles(taken[0], n=20)[-1], statistics.quantiles(taken[1], n=20)[-1]


def _fastest(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Return the least seconds of both, taken in turns: what else the machine does only ever adds."""
    found = [side_by_side(ours, peer, 1) for _ in range(TIMES)]
    return min(one for one, _ in found), min(other for _, other in found)


BENCHES = {
    **{f"movies-{name}": partial(reading, name) for name in _SOURCES},
    **{f"movies-{name}-command": partial(commanding, name) for name in ("h264", "prores")},
    "movies-seek": seeking,
}
