"""Footage of many kinds, and its samples as other programs decode them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio

from nodes.api import Format, Range, Rate
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, MediaRef, SequenceRef
from nodes.process.slots import Loan
from tests.nodes.engine.kit import COLOUR, RATE, graph, made
from tests.support.movies import av_movie

Digest = str


@dataclass(frozen=True)
class Footage:
    """A piece of media and a function that gives the digest of each picture, decoded without our readers."""

    ref: MediaRef
    digests: Callable[[], list[Digest]]


def digest(planes: Sequence[np.ndarray]) -> Digest:
    """A digest of samples, plane by plane."""
    made = hashlib.blake2b(digest_size=16)
    for plane in planes:
        made.update(np.ascontiguousarray(plane).tobytes())
    return made.hexdigest()


def digest_of(loan: Loan) -> Digest:
    """The digest of a frame that the engine sent, in native planes."""
    arrays = loan.arrays
    assert "plane0" in arrays, f"the frame came in working pixels: {loan.meta}"
    return digest([arrays[f"plane{index}"] for index in range(len(arrays))])


def movie(path: Path) -> Footage:
    """A movie, decoded from the start to the end by FFmpeg."""

    def digests() -> list[Digest]:
        with av.open(str(path)) as file:
            return [digest(_planes(frame)) for frame in file.decode(video=0)]

    return Footage(FileRef(str(path)), digests)


def _planes(frame: av.VideoFrame) -> Iterator[np.ndarray]:
    packed = len(frame.planes) == 1 and len(frame.format.components) > 1
    depth = max(part.bits for part in frame.format.components)
    dtype = np.dtype("u1" if depth <= 8 else "<u2")
    for plane in frame.planes:
        rows = np.frombuffer(plane, dtype).reshape(plane.height, plane.line_size // dtype.itemsize)
        yield rows[:, : plane.width * (len(frame.format.components) if packed else 1)]


def sequence(folder: Path, prefix: str, suffix: str, padding: int, first: int, last: int) -> Footage:
    """Numbered pictures, each read by OpenImageIO in its own numbers."""
    ref = SequenceRef(str(folder), prefix, suffix, padding, first, last, rate=Rate(24))

    def digests() -> list[Digest]:
        return [digest([_pixels(Path(ref.file_for(index)))]) for index in range(ref.count)]

    return Footage(ref, digests)


def _pixels(path: Path) -> np.ndarray:
    picture = oiio.ImageBuf(str(path))
    spec = picture.spec()
    order = [spec.channelnames.index(name) for name in "RGBA" if name in spec.channelnames]
    return picture.get_pixels(spec.format)[..., order]


def generated(folder: Path) -> list[Footage]:
    """An H.264 movie with one keyframe in 250 pictures and B-frames, FFV1 in ten bits, and MJPEG."""
    long = {"preset": "fast", "g": "250", "bf": "3", "x264-params": "keyint=250:scenecut=0:b-adapt=2"}
    av_movie(folder / "long.mp4", "libx264", count=140, options=long, b_frames=3)
    av_movie(folder / "intra.mkv", "ffv1", count=30, layout="yuv422p10le", b_frames=None)
    av_movie(folder / "open.mkv", "libx264", count=80, options={"x264-params": "open-gop=1:keyint=12"})
    av_movie(folder / "proxy.mov", "mjpeg", count=30, layout="yuvj420p", b_frames=None)
    return [movie(folder / name) for name in ("long.mp4", "intra.mkv", "open.mkv", "proxy.mov")]


def floats(folder: Path, count: int = 8) -> Footage:
    """Half-float EXR pictures of noise, some of it far above 1 and below 0."""
    rng = np.random.default_rng(4)
    folder.mkdir()
    for number in range(1001, 1001 + count):
        pixels = (rng.normal(size=(36, 64, 3)) * 4).astype(np.float16)
        spec = oiio.ImageSpec(64, 36, 3, "half")
        file = oiio.ImageOutput.create("openexr")
        assert (
            file.open(str(folder / f"noise.{number}.exr"), spec) and file.write_image(pixels) and file.close()
        )
    return sequence(folder, "noise.", ".exr", 4, 1001, 1000 + count)


def pictures(folder: Path, ending: str, channels: int, kind: type, count: int = 3) -> SequenceRef:
    """Numbered pictures of noise."""
    rng = np.random.default_rng(8)
    for number in range(count):
        samples = rng.integers(0, np.iinfo(kind).max, (36, 64, channels), endpoint=True).astype(kind)
        file = oiio.ImageOutput.create(str(folder / f"p{number:03d}{ending}"))
        spec = oiio.ImageSpec(64, 36, channels, np.dtype(kind).name)
        assert file.open(str(folder / f"p{number:03d}{ending}"), spec)
        assert file.write_image(samples) and file.close()
    return SequenceRef(str(folder), "p", ending, 3, 0, count - 1, rate=RATE)


def shared_light(data: Path) -> list[Footage]:
    """Real footage that decodes quickly."""
    return [
        movie(data / "video/torchcodec/nasa_13013.mp4"),
        movie(data / "video/torchcodec/h264_10bits.mp4"),
        sequence(data / "video/davis480p/car-shadow/frames", "", ".jpg", 5, 0, 11),
        sequence(data / "exr/xstudio_seq", "test.", ".exr", 4, 31, 42),
    ]


def shared_heavy(data: Path) -> list[Footage]:
    """Real footage of 720p and more."""
    video = data / "video"
    return [
        movie(video / name)
        for name in (
            "sam2/01_dog.mp4",
            "sam2/03_blocks.mp4",
            "sam2/bedroom.mp4",
            "scope/white_square_moving.mp4",
            "torchcodec/bt709_full_range.mp4",
            "ayon/a01vfxd_sh010_plateP01_v002.mov",
        )
    ] + [
        movie(data / "timelines/tlrender" / name)
        for name in ("BART_2021-02-07.m4v", "Dinky_2015-06-11.m4v", "PSR63_2012-06-02.mov")
    ]


def bound(engine: Engine, ref: MediaRef) -> Bound:
    """The media as a job binds it. Raises what is wrong with it."""
    (info,), (print,) = engine.probe([ref]), engine.fingerprints([ref])
    assert isinstance(info, MediaInfo), info
    assert isinstance(print, str), print
    return Bound(info, print)


def source_job(media: Bound, *nodes: Mapping[str, Any], **rest: Any) -> Job:
    """A job that shows media (bound as "m") through further nodes; the media's node is called "s"."""
    source = made("s", "source.media", params={"file": "m"})
    assert media.info.format is not None
    given = {"format": media.info.format, "media": {"m": media}, "colour": COLOUR}
    return Job(graph=graph(source, *map(dict, nodes)), **given | rest)


def whole(media: Bound) -> Range:
    """All of the media, in its own time."""
    return media.info.range


@contextmanager
def engine_at(folder: Path, **options: Any) -> Iterator[Engine]:
    """An engine whose run folder is looked at afterwards: nothing but the lock may be left in it."""
    with Engine(folder / "run", **options) as engine:
        yield engine
    assert [path.name for path in (folder / "run").iterdir()] == ["lock"]


def target_json(form: Mapping[str, Any], path: Path, format: Format) -> dict[str, Any]:
    """A target in that form, as the client sends it."""
    return {
        "codec": form["codec"],
        "path": str(path),
        "format": format.to_json(),
        "layout": form["layout"],
        "colour": form["colour"],
        "timecode": None,
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }
