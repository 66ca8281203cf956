"""TIFF, DPX and layered EXR files are written as others read them, and come back as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import Box, ColourTags, Frame, Native, Rate, Time
from nodes.api.errors import BadInput
from nodes.media.colour import to_working
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from nodes.media.sequence import open_sequence
from nodes.media.sequence_write import open_sequence_writer
from nodes.media.still_kinds import still_kind, still_layout
from nodes.media.still_write import write_still
from nodes.media.stills import open_still, read_picture
from nodes.media.working import WorkingSpace

NOW = Time(0, Rate(24))
SPACE = WorkingSpace()
SRGB = ColourTags("rgb", "full", "bt709", "iec61966-2-1")
LINEAR = ColourTags("rgb", "full", "bt709", "linear")
RNG = np.random.default_rng(6)


def frame_of(layout: str, plane: np.ndarray, colour: ColourTags, **rest: object) -> Frame:
    window = Box.of_size(plane.shape[1], plane.shape[0])
    native = Native(layout, (plane,))
    return Frame(window, window, NOW, native=native, colour=colour, to_working=to_working(SPACE), **rest)


def reopened(path: Path) -> Frame:
    return open_still(FileRef(str(path)), to_working=to_working(SPACE)).frame(0)


INTEGERS = [("gray", "u1", 1), ("rgb24", "u1", 3), ("rgba", "u1", 4), ("gray16le", "u2", 1)]
DEEP = [("rgb48le", "u2", 3), ("rgba64le", "u2", 4)]
FLOATS = [("rgbf32le", "f4", 3), ("rgbaf32le", "f4", 4), ("grayf32le", "f4", 1)]


@pytest.mark.parametrize(("layout", "kind", "channels"), [*INTEGERS, *DEEP, *FLOATS])
def test_a_tiff_holds_every_sample(tmp_path, layout, kind, channels):
    shape = (4, 6, channels) if channels > 1 else (4, 6)
    if kind == "f4":
        plane = RNG.normal(size=shape).astype(np.float32)
    else:
        plane = RNG.integers(0, 256 if kind == "u1" else 65536, shape).astype(kind)
    colour = LINEAR if kind == "f4" else SRGB
    path = tmp_path / "a.tif"
    write_still(str(path), frame_of(layout, plane, colour), SPACE)
    header, native = read_picture(str(path))
    assert (header.codec, header.layout) == ("tiff", layout)
    assert np.array_equal(native.planes[0], plane)
    assert (header.colour.primaries, header.colour.transfer) == ("bt709", colour.transfer)


@pytest.mark.parametrize("transfer", ["cineon", "linear", "bt709", "iec61966-2-1"])
def test_a_dpx_holds_ten_bits_and_says_how_they_are_meant(tmp_path, transfer):
    codes = RNG.integers(0, 1024, (4, 6, 3))
    plane = (codes << 6 | codes >> 4).astype(np.uint16)
    path = tmp_path / "a.dpx"
    frame = frame_of("rgb48le", plane, replace(SRGB, transfer=transfer))
    write_still(str(path), frame, SPACE, timecode="01:02:03:04", rate=Rate(24))
    info = probe(FileRef(str(path)))
    assert (info.codec, info.colour.transfer, info.timecode) == ("dpx", transfer, "01:02:03:04")
    assert info.rate == Rate(24)
    assert np.array_equal(read_picture(str(path))[1].planes[0], plane)
    spec = oiio.ImageBuf(str(path)).spec()
    assert spec.get_int_attribute("oiio:BitsPerSample") == 10
    assert spec.get_string_attribute("dpx:Packing") == "Filled, method A"
    assert path.stat().st_size == 8192 + 4 * 6 * 4


def test_eight_bits_stay_eight_in_a_dpx_and_alpha_stays(tmp_path):
    plane = RNG.integers(0, 256, (4, 6, 4)).astype(np.uint8)
    write_still(str(tmp_path / "a.dpx"), frame_of("rgba", plane, SRGB), SPACE)
    assert np.array_equal(read_picture(str(tmp_path / "a.dpx"))[1].planes[0], plane)


def test_what_a_kind_cannot_say_is_converted(tmp_path):
    plane = np.full((4, 6, 3), 188, np.uint8)
    frame = frame_of("rgb24", plane, replace(SRGB, transfer="gamma22"))
    write_still(str(tmp_path / "a.tif"), frame, SPACE)
    assert abs(reopened(tmp_path / "a.tif").rgb - frame.rgb).max() < 0.006


def test_layers_go_into_an_exr_bit_by_bit_and_come_back(tmp_path):
    half = RNG.normal(size=(4, 6, 4)).astype(np.float16)
    ids = RNG.integers(0, 2**32, (4, 6), np.uint32).view(np.float32)
    layers = {"crypto00.R": ids, "depth.Z": RNG.uniform(0, 9, (4, 6)).astype(np.float32)}
    path = tmp_path / "a.exr"
    write_still(str(path), frame_of("rgbaf16le", half, LINEAR, layers=layers), SPACE)
    back = reopened(path)
    assert back.native.layout == "rgbaf16le" and np.array_equal(back.native.planes[0], half)
    assert np.array_equal(back.layers["crypto00.R"].view(np.uint32), ids.view(np.uint32))
    assert np.array_equal(back.layers["depth.Z"], layers["depth.Z"])
    graded = back.with_rgb(back.rgb * 0.5)
    write_still(str(tmp_path / "b.exr"), graded, SPACE)
    again = reopened(tmp_path / "b.exr")
    assert np.array_equal(again.layers["crypto00.R"].view(np.uint32), ids.view(np.uint32))


def test_channels_that_a_node_made_are_layers_of_the_file(tmp_path):
    pixels = RNG.uniform(size=(4, 6, 5)).astype(np.float32)
    frame = Frame.of_pixels(pixels, NOW, channels=("R", "G", "B", "A", "mask.fg"))
    write_still(str(tmp_path / "a.exr"), frame, SPACE)
    assert np.array_equal(reopened(tmp_path / "a.exr").layers["mask.fg"], pixels[..., 4])


def test_what_a_header_said_is_written_again(tmp_path):
    spec = oiio.ImageSpec(6, 4, 3, "half")
    said = {"cryptomatte/1/name": "objects", "cryptomatte/1/manifest": '{"a": "00ff"}', "isoSpeed": 800.0}
    for name, value in said.items():
        spec.attribute(name, value)
    spec.attribute("worldToCamera", "matrix", tuple(float(each) for each in range(16)))
    spec.attribute("reelName", "A001C002")
    spec.attribute("Copyright", "Ada")
    out = oiio.ImageOutput.create("a.exr")
    assert out.open(str(tmp_path / "a.exr"), spec) and out.write_image(np.zeros((4, 6, 3), np.float16))
    assert out.close()
    frame = reopened(tmp_path / "a.exr")
    assert probe(FileRef(str(tmp_path / "a.exr"))).reel == "A001C002"
    for ending in (".exr", ".png"):
        write_still(str(tmp_path / f"b{ending}"), frame.with_rgb(frame.rgb + 0.1), SPACE)
    made = oiio.ImageBuf(str(tmp_path / "b.exr")).spec()
    assert {name: made.getattribute(name) for name in said} == said
    assert made.getattribute("worldToCamera") == tuple(range(16))
    assert made.getattribute("reelName") == "A001C002"
    other = oiio.ImageBuf(str(tmp_path / "b.png")).spec()
    assert other.getattribute("Copyright") == "Ada" and other.getattribute("isoSpeed") is None


def test_metadata_of_another_program_under_our_key_does_no_harm(tmp_path):
    for text in (
        "",
        "[1]",
        '{"kind": "openexr", "said": {"x": 3}}',
        '{"said": {"Artist": ["string", [[]]]}}',
    ):
        frame = frame_of("rgbf16le", np.zeros((4, 6, 3), np.float16), LINEAR, metadata={"header": text})
        write_still(str(tmp_path / "a.exr"), frame, SPACE)


@pytest.mark.parametrize("ending", [".exr", ".dpx", ".tif", ".png", ".jpg"])
def test_a_sequence_of_any_kind_is_written_and_read_with_its_timecodes(tmp_path, ending):
    ramp = np.linspace(0, 255, 4 * 6 * 3).reshape(4, 6, 3).astype(np.uint8)
    with open_sequence_writer(
        str(tmp_path), "a.", ending, SPACE, first=-1, rate=Rate(25), timecode="10:00:00:24"
    ) as writer:
        for _ in range(3):
            writer.write(frame_of("rgb24", ramp, SRGB))
        ref = writer.close()
    assert ref.first == -1 and ref.count == 3
    reader = open_sequence(ref, to_working=to_working(SPACE))
    assert reader.info.timecode == ("10:00:00:24" if ending in (".exr", ".dpx") else None)
    light = frame_of("rgb24", ramp, SRGB).rgb
    assert np.abs(reader.frame(2).rgb - light).max() < (0.03 if ending == ".jpg" else 0.002)


def test_kinds_go_by_their_endings():
    assert [still_kind(f"a{ending}") for ending in (".TIF", ".tiff", ".dpx")] == ["tiff", "tiff", "dpx"]
    with pytest.raises(BadInput, match="kind is not known"):
        still_kind("a.cin")


def test_the_layout_keeps_most_of_a_frame():
    def layout(kind: str, native: str) -> str:
        shape = (2, 2, 4) if "a" in native.removeprefix("gray") else (2, 2, 3)
        return still_layout(kind, frame_of(native, np.zeros(shape, np.uint8), SRGB))

    assert layout("tiff", "rgbaf16le") == "rgbaf32le" and layout("tiff", "rgb48le") == "rgb48le"
    assert layout("dpx", "rgb48le") == "rgb48le" and layout("dpx", "gray") == "rgb24"
    assert layout("jpeg", "rgba64le") == "rgb24"
