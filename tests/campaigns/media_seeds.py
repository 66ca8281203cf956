"""Small media of every kind that is read, to be damaged: made here, the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio

WIDTH, HEIGHT, PICTURES, RATE = 64, 36, 12, 25


@dataclass(frozen=True, slots=True)
class Made:
    """How a movie or a sound is made: encoders with their formats, "" for none."""

    name: str
    picture: str = ""
    layout: str = "yuv420p"
    sound: str = ""
    options: tuple[tuple[str, str], ...] = ()


MOVIES = (
    Made("h264.mov", "libx264", sound="aac"),
    Made("prores.mov", "prores_ks", "yuv422p10le", "pcm_s24le"),
    Made("alpha.mov", "prores_ks", "yuva444p10le", options=(("profile", "4444"),)),
    Made("h264.mp4", "libx264", sound="aac", options=(("bf", "2"),)),
    Made("hevc.mp4", "libx265", options=(("x265-params", "log-level=none:pools=none:frame-threads=1"),)),
    Made("mpeg4.mp4", "mpeg4", sound="aac"),
    Made("ffv1.mkv", "ffv1", "yuv422p10le", "flac"),
    Made("vp9.mkv", "libvpx-vp9", sound="libopus"),
    Made("h264.mkv", "libx264", sound="libmp3lame"),
    Made("mpeg2.mxf", "mpeg2video", "yuv422p", "pcm_s16le"),
    Made("mpeg2long.mxf", "mpeg2video"),
    Made("mjpeg.avi", "mjpeg", "yuvj420p", "pcm_s16le"),
    Made("mpeg4.avi", "mpeg4", sound="libmp3lame"),
    Made("vp8.webm", "libvpx", sound="libopus"),
    Made("vp9.webm", "libvpx-vp9", sound="libopus"),
    Made("h264.ts", "libx264", sound="aac"),
    Made("mpeg2.ts", "mpeg2video", sound="mp2"),
    Made("pcm.wav", sound="pcm_s16le"),
    Made("float.wav", sound="pcm_f32le"),
    Made("a.flac", sound="flac"),
    Made("a.mp3", sound="libmp3lame"),
    Made("a.opus", sound="libopus"),
)


def make_seeds(folder: Path) -> dict[str, Path]:
    """Write every seed into a folder, but those that are there, and return them by name."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = {}
    for made in MOVIES:
        seeds[made.name] = folder / made.name
        if not seeds[made.name].exists():
            _movie(seeds[made.name], made)
    for name, write in STILLS.items():
        seeds[name] = folder / name
        if not seeds[name].exists():
            write(seeds[name])
    return seeds


def _movie(path: Path, made: Made) -> None:
    aside = path.with_name(f"aside.{path.name}")
    with av.open(str(aside), "w") as file:
        picture = sound = None
        if made.picture:
            picture = file.add_stream(made.picture, rate=RATE, options=dict(made.options))
            picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, made.layout
            picture.codec_context.thread_count = 1
            picture.codec_context.gop_size = 5
        if made.sound:
            sound = file.add_stream(made.sound, rate=48000, layout="stereo")
        for index in range(PICTURES if made.picture else 0):
            frame = av.VideoFrame.from_ndarray(texture(index), "gray").reformat(format=made.layout)
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            file.mux(picture.encode(frame))
        for first in range(0, PICTURES * 1920 if sound is not None else 0, 960):
            part = np.sin(np.arange(first, first + 960) / 20).astype(np.float32).repeat(2)[None]
            block = av.AudioFrame.from_ndarray(part, "flt", "stereo")
            block.sample_rate, block.pts, block.time_base = 48000, first, Fraction(1, 48000)
            file.mux(sound.encode(block))
        for stream in (picture, sound):
            if stream is not None:
                file.mux(stream.encode(None))
    aside.rename(path)


def texture(index: int) -> np.ndarray:
    """A grey picture that moves."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return ((x * 3 + y * 5 + index * 7) % 256).astype(np.uint8)


def _still(path: Path, channels: int, kind: str, **said: object) -> None:
    top = {"uint8": 255, "uint16": 65535}.get(kind, 1)
    pixels = (texture(3).astype(np.float32)[..., None] / 255 * top).repeat(channels, -1)
    spec = oiio.ImageSpec(WIDTH, HEIGHT, channels, kind)
    for name, value in said.items():
        spec.attribute(name.replace("__", ":"), value)
    if said.get("tiles"):
        spec.tile_width = spec.tile_height = 16
    out = oiio.ImageOutput.create(str(path))
    assert out.open(str(path), spec) and out.write_image(pixels.astype(_TYPES[kind])) and out.close()


def _layered(path: Path) -> None:
    specs = []
    for name, channels in (("beauty", ("R", "G", "B", "A", "id.R")), ("far", ("Z",))):
        spec = oiio.ImageSpec(WIDTH, HEIGHT, len(channels), "float")
        spec.channelnames = channels
        spec.attribute("name", name)
        spec.attribute("cryptomatte/1/manifest", '{"a": "01"}')
        specs.append(spec)
    out = oiio.ImageOutput.create(str(path))
    assert out.open(str(path), tuple(specs))
    for index, spec in enumerate(specs):
        assert not index or out.open(str(path), spec, "AppendSubimage")
        assert out.write_image(np.full((HEIGHT, WIDTH, spec.nchannels), 0.5, np.float32))
    assert out.close()


def _deep(path: Path) -> None:
    spec = oiio.ImageSpec(WIDTH, HEIGHT, 5, "float")
    spec.channelnames, spec.deep = ("R", "G", "B", "A", "Z"), True
    deep = oiio.DeepData()
    deep.init(spec)
    for pixel in range(WIDTH * HEIGHT):
        deep.set_samples(pixel, pixel % 3)
        for sample in range(pixel % 3):
            for channel in range(5):
                deep.set_deep_value(pixel, channel, sample, 0.5 + sample)
    out = oiio.ImageOutput.create(str(path))
    assert out.open(str(path), spec) and out.write_deep_image(deep) and out.close()


_TYPES: Mapping[str, type] = {
    "uint8": np.uint8,
    "uint16": np.uint16,
    "half": np.float16,
    "float": np.float32,
}
STILLS = {
    "zip.exr": lambda path: _still(path, 3, "half", compression="zip"),
    "piz.exr": lambda path: _still(path, 4, "float", compression="piz"),
    "dwa.exr": lambda path: _still(path, 3, "half", compression="dwaa"),
    "tiles.exr": lambda path: _still(path, 3, "half", tiles=1, compression="pxr24"),
    "layers.exr": _layered,
    "deep.exr": _deep,
    "8.png": lambda path: _still(path, 3, "uint8"),
    "16.png": lambda path: _still(path, 4, "uint16"),
    "10.dpx": lambda path: _still(path, 3, "uint16", oiio__BitsPerSample=10),
    "8.dpx": lambda path: _still(path, 4, "uint8"),
    "lzw.tiff": lambda path: _still(path, 3, "uint8", compression="lzw"),
    "float.tiff": lambda path: _still(path, 4, "float", compression="zip"),
    "tiles.tiff": lambda path: _still(path, 3, "uint16", tiles=1),
    "a.jpeg": lambda path: _still(path, 3, "uint8"),
    "grey.jpeg": lambda path: _still(path, 1, "uint8"),
}
