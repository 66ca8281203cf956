"""Parts, views, layers and deep samples of EXR files, numbers that are none, and film scans."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import ColourTags, NodeError, Rate, Time
from nodes.media.colour import to_working
from nodes.media.colour_curves import decode, encode
from nodes.media.errors import UnreadableMedia
from nodes.media.fingerprint import fingerprint
from nodes.media.probe import probe
from nodes.media.refs import FileRef, Pick, ref_from_json
from nodes.media.stills import open_still, read_header, read_picture
from nodes.media.working import WorkingSpace

SPACE = WorkingSpace()
RNG = np.random.default_rng(2)


def part(
    names: tuple[str, ...], kind: str = "half", size: tuple[int, int] = (8, 4), **said: object
) -> oiio.ImageSpec:
    spec = oiio.ImageSpec(*size, len(names), kind)
    spec.channelnames = names
    for name, value in said.items():
        spec.attribute(name.replace("__", ":"), value)
    return spec


def write(path: Path, *parts: tuple[oiio.ImageSpec, np.ndarray]) -> FileRef:
    out = oiio.ImageOutput.create(str(path))
    specs = [spec for spec, _ in parts]
    assert out.open(str(path), tuple(specs)) if len(specs) > 1 else out.open(str(path), specs[0]), (
        out.geterror()
    )
    for index, (spec, pixels) in enumerate(parts):
        assert not index or out.open(str(path), spec, "AppendSubimage"), out.geterror()
        assert out.write_image(pixels), out.geterror()
    assert out.close()
    return FileRef(str(path))


def shown(ref: FileRef, frame: int = 0):
    return open_still(ref, to_working=to_working(SPACE)).frame(frame)


def test_further_channels_are_layers_read_as_they_are(tmp_path):
    names = ("R", "G", "B", "A", "id.R", "id.G", "depth.Z")
    spec = part(names, "float")
    spec.channelformats = tuple(oiio.TypeDesc(kind) for kind in ("half",) * 4 + ("float",) * 3)
    pixels = RNG.normal(size=(4, 8, 7)).astype(np.float32)
    # Ids of Cryptomatte are bit patterns: some are no numbers to colour.
    ids = RNG.integers(0, 2**32, (4, 8), np.uint32)
    pixels[..., 4] = ids.view(np.float32)
    ref = write(tmp_path / "a.exr", (spec, pixels))
    info, frame = probe(ref), shown(ref)
    assert info.layout == "rgbaf16le" and sorted(info.layers) == ["depth.Z", "id.G", "id.R"]
    assert np.array_equal(frame.channel("id.R").pixels.view(np.uint32), ids)
    assert np.array_equal(frame.channel("depth.Z").pixels, pixels[..., 6])
    assert not frame.layers["id.G"].flags.writeable
    graded = frame.with_rgb(frame.rgb * 2)
    assert np.array_equal(graded.channel("id.R").pixels.view(np.uint32), ids)
    with pytest.raises(NodeError, match="no such channel") as refused:
        frame.channel("nope")
    assert "depth.Z" in refused.value.hint


def test_parts_are_layers_by_their_names_in_the_window_of_the_picture(tmp_path):
    colour = part(("R", "G", "B"), "half", (6, 4), name="beauty")
    colour.x, colour.y, colour.full_width, colour.full_height = 1, 2, 10, 8
    depth = part(("Z",), "float", (4, 4), name="far")
    depth.x, depth.y, depth.full_width, depth.full_height = 4, 3, 10, 8
    far = RNG.uniform(1, 2, (4, 4, 1)).astype(np.float32)
    ref = write(tmp_path / "a.exr", (colour, np.ones((4, 6, 3), np.float16)), (depth, far))
    frame = shown(ref)
    assert tuple(frame.layers) == ("far.Z",)
    came = frame.channel("far.Z").pixels
    assert np.array_equal(came[1:, 3:], far[:3, :3, 0]) and not came[:1].any() and not came[:, :3].any()
    info = probe(FileRef(ref.path, pick=Pick("far")))
    assert info.layout == "grayf32le" and info.layers == ("beauty.R", "beauty.G", "beauty.B")


def test_a_view_a_part_or_a_layer_may_be_wished(shared_data):
    folder = shared_data / "exr"
    views = str(folder / "gaffer/channelTestMultiViewPartPerView.exr")
    assert read_header(views, "right").data.x0 == -10 and read_header(views, "left").data.x0 == 0
    assert "left.Z" in read_header(views, "right").layers
    inside = read_header(views, "character")
    assert inside.channels == (7, 8, 9, 10) and inside.part == 0
    nuke = str(folder / "gaffer/channelTestNukePartPerLayer.exr")
    assert read_header(nuke, "character").layout == "rgbaf16le"
    assert read_header(nuke, "depth.main").layout == "grayf16le"
    ball = str(folder / "openexr-images/Beachball_multipart.0001.exr")
    assert read_header(ball).part == 0 and read_header(ball, "left").part == 4
    with pytest.raises(UnreadableMedia, match="no picture 'nope'") as refused:
        read_header(ball, "nope")
    assert "rgba_left" in refused.value.hint


def test_what_is_wished_changes_fingerprint_and_outlives_json(tmp_path):
    plain = write(tmp_path / "a.exr", (part(("R", "G", "B")), np.zeros((4, 8, 3), np.float16)))
    wished = FileRef(plain.path, pick=Pick("left", keeps_nan=True))
    assert fingerprint(plain) != fingerprint(wished)
    assert ref_from_json(wished.to_json()) == wished
    assert "layer" not in plain.to_json()


def test_deep_samples_are_composited_in_depth(tmp_path):
    path = str(tmp_path / "deep.exr")
    spec = oiio.ImageSpec(2, 1, 5, "float")
    spec.channelnames, spec.deep = ("R", "G", "B", "A", "Z"), True
    deep = oiio.DeepData()
    deep.init(spec)
    samples = [[(0.25, 0.5, 0.0, 0.5, 2.0), (0.6, 0.0, 0.2, 1.0, 5.0)], [(0.1, 0.2, 0.3, 0.4, 1.0)]]
    for pixel, found in enumerate(samples):
        deep.set_samples(pixel, len(found))
        for sample, values in enumerate(found):
            for channel, value in enumerate(values):
                deep.set_deep_value(pixel, channel, sample, value)
    out = oiio.ImageOutput.create(path)
    assert out.open(path, spec) and out.write_deep_image(deep) and out.close()
    header, native = read_picture(path)
    assert header.deep and header.layout == "rgbaf32le" and not header.layers
    first = np.array([0.25, 0.5, 0.0, 0.5]) + 0.5 * np.array([0.6, 0.0, 0.2, 1.0])
    assert native.planes[0][0] == pytest.approx(np.array([first, [0.1, 0.2, 0.3, 0.4]]), abs=1e-6)


@pytest.mark.parametrize(
    "compression", ["none", "rle", "zips", "zip", "piz", "pxr24", "b44", "b44a", "dwaa", "dwab"]
)
def test_every_compression_is_read(tmp_path, compression):
    ramp = np.linspace(0, 1, 64 * 48 * 3, dtype=np.float32).reshape(48, 64, 3).astype(np.float16)
    write(tmp_path / "a.exr", (part(("R", "G", "B"), "half", (64, 48), compression=compression), ramp))
    _, native = read_picture(str(tmp_path / "a.exr"))
    lossless = compression in ("none", "rle", "zips", "zip", "piz", "pxr24")
    assert np.abs(native.planes[0].astype(np.float32) - ramp).max() <= (0 if lossless else 0.01)


def test_numbers_that_are_none_stay_in_the_planes_and_not_in_colour(tmp_path):
    pixels = np.full((4, 8, 3), 0.5, np.float32)
    pixels[0, 0], pixels[1, 1], pixels[2, 2] = np.nan, np.inf, -np.inf
    ref = write(tmp_path / "a.exr", (part(("R", "G", "B"), "float"), pixels))
    frame = shown(ref)
    assert np.isnan(frame.native.planes[0][0, 0]).all()
    assert np.isfinite(frame.rgb).all() and not frame.rgb[0, 0].any()
    assert frame.rgb[1, 1].max() == 65504 and frame.rgb[2, 2].min() == -65504
    assert np.array_equal(frame.rgb[3], shown(FileRef(ref.path, pick=Pick(keeps_nan=True))).rgb[3])
    assert np.isnan(shown(FileRef(ref.path, pick=Pick(keeps_nan=True))).rgb[0, 0]).all()


def dpx(path: Path, pixels: np.ndarray, **said: object) -> FileRef:
    return write(
        path, (part(("R", "G", "B"), "uint16", pixels.shape[1::-1], oiio__BitsPerSample=10, **said), pixels)
    )


def test_a_film_scan_tells_transfer_timecode_and_rate(tmp_path):
    codes = RNG.integers(0, 1024, (4, 8, 3))
    samples = (codes << 6 | codes >> 4).astype(np.uint16)
    ref = dpx(tmp_path / "a.dpx", samples, dpx__Transfer="Printing density", dpx__TimeCode="01:00:00:05")
    info = probe(ref)
    assert (info.codec, info.layout, info.timecode) == ("dpx", "rgb48le", "01:00:00:05")
    assert info.colour.transfer == "cineon" and "transfer" not in info.colour.guessed
    _, native = read_picture(ref.path)
    assert np.array_equal(native.planes[0], samples)


def test_printing_density_is_black_at_95_and_white_at_685():
    light = decode(np.array([95, 685, 0, 1023], np.float32) / 1023, "cineon")
    assert light[:2] == pytest.approx([0, 1], abs=1e-6)
    assert light[2] < 0 and 13 < light[3] < 14
    assert encode(light, "cineon") * 1023 == pytest.approx([95, 685, 0, 1023], abs=0.05)
    tags = ColourTags("rgb", "full", "bt709", "cineon")
    white = np.full((1, 1, 3), round(685 / 1023 * 65535), np.uint16)
    from nodes.api import Native

    rgb, _ = to_working(SPACE)(Native("rgb48le", (white,)), tags)
    assert rgb[0, 0] == pytest.approx([1, 1, 1], abs=2e-3)


def test_a_still_stands_at_its_own_time(tmp_path):
    ref = write(tmp_path / "a.exr", (part(("R", "G", "B")), np.zeros((4, 8, 3), np.float16)))
    assert shown(ref, 7).time == Time(7, Rate(24))
