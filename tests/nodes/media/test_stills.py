from __future__ import annotations

import os
import resource
import signal
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import Box, ColourTags, Frame, Native, Rate, Time
from nodes.api.errors import BadInput, from_json
from nodes.media.colour import to_working
from nodes.media.errors import DiskFull, MediaNotWritten, MissingMedia, UnreadableMedia
from nodes.media.refs import FileRef
from nodes.media.still_kinds import still_layout
from nodes.media.still_picture import Picture
from nodes.media.still_write import write_picture, write_still
from nodes.media.stills import open_still, probe_still, read_picture
from nodes.media.working import WorkingSpace

NOW = Time(0, Rate(24))
SPACE = WorkingSpace()
LINEAR = ColourTags("rgb", "full", "bt709", "linear")
SRGB = ColourTags("rgb", "full", "bt709", "iec61966-2-1")


def native_frame(layout: str, plane: np.ndarray, colour: ColourTags = SRGB) -> Frame:
    window = Box.of_size(plane.shape[1], plane.shape[0])
    return Frame(
        window, window, NOW, native=Native(layout, (plane,)), colour=colour, to_working=to_working(SPACE)
    )


def exrs(shared_data: Path) -> list[Path]:
    return sorted(path for path in (shared_data / "exr").rglob("*") if path.is_file())


def test_every_shared_exr_opens_as_openimageio_reads_it_or_is_refused(shared_data):
    refused = []
    for path in exrs(shared_data):
        try:
            header, native = read_picture(str(path))
        except UnreadableMedia as refusal:
            assert str(path) in refusal.attempted and refusal.why
            refused.append(path.name)
            continue
        plain = oiio.ImageBuf(str(path))
        spec = plain.spec()
        assert header.data == Box(spec.x, spec.y, spec.x + spec.width, spec.y + spec.height)
        assert header.display == Box(
            spec.full_x, spec.full_y, spec.full_x + spec.full_width, spec.full_y + spec.full_height
        )
        pixels = native.planes[0] if native.planes[0].ndim == 3 else native.planes[0][..., None]
        theirs = plain.get_pixels(oiio.FLOAT)[..., : pixels.shape[-1]]
        scale = 1 / 65535 if pixels.dtype == np.uint16 else 1
        np.testing.assert_allclose(pixels.astype(np.float32) * scale, theirs, rtol=1e-6, atol=1e-6)
    assert refused == ["Damaged_openexr_2.2.0_heap_buffer_overflow_exr"]


def test_a_plates_header_says_timecode_rate_and_windows(shared_data):
    path = shared_data / "exr/ayon/a01vfxd_sh010_plateP01_v002.1013.exr"
    info = probe_still(FileRef(str(path)))
    assert info.timecode == "01:00:06:03"
    assert info.rate == Rate(24000, 1001)
    assert (info.codec, info.layout, info.kind) == ("exr", "rgbf16le", "still")
    assert info.colour.transfer == "linear" and "primaries" in info.colour.guessed


def test_said_chromaticities_are_no_guess(shared_data):
    header, _ = read_picture(str(shared_data / "exr/openexr-images/TestImages_WideColorGamut.exr"))
    assert header.colour.primaries == "bt709" and "primaries" not in header.colour.guessed


def test_a_still_stands_at_any_time(shared_data):
    ref = FileRef(str(shared_data / "stills/photo/groceries.jpg"))
    with open_still(ref, to_working=to_working(SPACE)) as reader:
        first, later = reader.frame(0), reader.frame(250)
    assert later.time == Time(250, Rate(24)) and first.native is later.native
    assert later.rgb.shape == (534, 800, 3)
    assert later.colour.transfer == "iec61966-2-1" and reader.info.frame_count == 1


@pytest.mark.parametrize(
    ("name", "layout", "dtype", "channels"),
    [
        ("a.png", "gray", np.uint8, 1),
        ("a.png", "ya8", np.uint8, 2),
        ("a.png", "rgb24", np.uint8, 3),
        ("a.png", "rgba", np.uint8, 4),
        ("a.png", "gray16le", np.uint16, 1),
        ("a.png", "rgb48le", np.uint16, 3),
        ("a.png", "rgba64le", np.uint16, 4),
        ("a.exr", "grayf16le", np.float16, 1),
        ("a.exr", "yaf16le", np.float16, 2),
        ("a.exr", "rgbf16le", np.float16, 3),
        ("a.exr", "rgbaf16le", np.float16, 4),
        ("a.exr", "grayf32le", np.float32, 1),
        ("a.exr", "rgbaf32le", np.float32, 4),
    ],
)
def test_native_planes_are_written_and_read_bit_by_bit(tmp_path, name, layout, dtype, channels):
    rng = np.random.default_rng(8)
    plane = rng.integers(0, 65536, (13, 17, channels)).astype(np.uint16)
    if dtype is np.uint8:
        plane = plane >> 8
    if np.dtype(dtype).kind == "f":
        plane = rng.normal(0, 100, plane.shape)
    plane = np.ascontiguousarray(plane.astype(dtype)[..., 0] if channels == 1 else plane.astype(dtype))
    tags = LINEAR if name.endswith("exr") else SRGB
    path = str(tmp_path / name)
    write_still(path, native_frame(layout, plane, tags), SPACE)
    header, native = read_picture(path)
    assert native.layout == layout
    np.testing.assert_array_equal(native.planes[0], plane)
    assert (header.colour.primaries, header.colour.transfer) == (tags.primaries, tags.transfer)
    assert sorted(os.listdir(tmp_path)) == [name]


def test_an_exr_keeps_windows_aspect_timecode_rate_and_primaries(tmp_path):
    pixels = np.random.default_rng(0).random((4, 6, 3)).astype(np.float16)
    picture = Picture(
        Native("rgbf16le", (pixels,)),
        ColourTags("rgb", "full", "ap1", "linear"),
        Box(-2, 3, 4, 7),
        Box(0, -5, 10, 9),
        Fraction(2),
        timecode="23:59:59;29",
        rate=Rate(30000, 1001),
    )
    path = str(tmp_path / "a.exr")
    write_picture(path, picture)
    header, native = read_picture(path)
    assert (header.data, header.display) == (picture.data_window, picture.display_window)
    assert (header.pixel_aspect, header.timecode) == (Fraction(2), "23:59:59;29")
    assert (header.rate, header.colour.primaries) == (Rate(30000, 1001), "ap1")
    np.testing.assert_array_equal(native.planes[0], pixels)


@pytest.mark.parametrize("name", ["a.exr", "a.png", "a.jpg"])
def test_the_same_picture_makes_the_same_file_whenever_it_is_written(tmp_path, name):
    frame = native_frame("rgb24", np.full((3, 3, 3), 77, np.uint8))
    write_still(str(tmp_path / name), frame, SPACE)
    first = (tmp_path / name).read_bytes()
    time.sleep(1.1)
    write_still(str(tmp_path / name), frame, SPACE)
    assert (tmp_path / name).read_bytes() == first


def test_primaries_of_no_name_are_kept_as_numbers(tmp_path):
    tags = ColourTags("rgb", "full", "xy:0.7,0.3,0.2,0.75,0.14,0.05,0.3127,0.329", "linear")
    path = str(tmp_path / "a.exr")
    write_still(path, native_frame("rgbf16le", np.ones((2, 2, 3), np.float16), tags), SPACE)
    header, _ = read_picture(path)
    assert header.colour.primaries == tags.primaries


@pytest.mark.parametrize(
    "tags",
    [
        SRGB,
        ColourTags("rgb", "full", "bt709", "bt709"),
        ColourTags("rgb", "full", "smpte432", "iec61966-2-1"),
    ],
)
def test_a_png_says_how_its_codes_are_to_be_read(tmp_path, tags):
    path = str(tmp_path / "a.png")
    write_still(path, native_frame("rgb24", np.full((2, 2, 3), 90, np.uint8), tags), SPACE)
    header, _ = read_picture(path)
    said = header.colour
    assert (said.primaries, said.transfer, said.guessed) == (tags.primaries, tags.transfer, ())


def test_working_pixels_become_a_picture_and_come_back(tmp_path):
    rgb = np.random.default_rng(3).uniform(0, 0.9, (20, 30, 3)).astype(np.float32)
    frame = Frame.of_pixels(rgb, NOW)
    for name, within in (("a.exr", 2e-3), ("a.png", 0.02)):
        path = str(tmp_path / name)
        write_still(
            path, frame, SPACE, colour=ColourTags("rgb", "full", "ap1", "linear") if "exr" in name else None
        )
        with open_still(FileRef(path), to_working=to_working(SPACE)) as reader:
            shown = reader.frame(0)
        assert shown.native is not None
        assert shown.native.layout == ("rgbf16le" if "exr" in name else "rgb24")
        inside = (rgb > 0.02).all(axis=-1) if "png" in name else np.ones(rgb.shape[:2], bool)
        codable = inside & (np.ptp(rgb, axis=-1) < 0.2)
        np.testing.assert_allclose(shown.rgb[codable], rgb[codable], atol=within)


def test_alpha_is_straight_in_png_and_premultiplied_in_exr(tmp_path):
    frame = Frame.of_pixels(np.array([[[0.25, 0.25, 0.25, 0.5]]], np.float32), NOW)
    write_still(str(tmp_path / "a.exr"), frame, SPACE)
    write_still(str(tmp_path / "a.png"), frame, SPACE, colour=SRGB)
    exr = read_picture(str(tmp_path / "a.exr"))[1].planes[0]
    png = read_picture(str(tmp_path / "a.png"))[1].planes[0]
    np.testing.assert_allclose(exr[0, 0], [0.25, 0.25, 0.25, 0.5], rtol=2e-3)
    assert png[0, 0].tolist() == [188, 188, 188, 128]


def test_a_jpeg_is_near_what_went_in(tmp_path):
    ramp = np.tile(np.arange(64, dtype=np.uint8)[:, None, None] * 3, (1, 64, 3))
    path = str(tmp_path / "a.jpg")
    write_still(path, native_frame("rgb24", np.ascontiguousarray(ramp)), SPACE)
    _, native = read_picture(path)
    assert np.abs(native.planes[0].astype(int) - ramp).max() <= 4


def test_a_png_covers_the_display_window(tmp_path):
    window, data = Box.of_size(8, 6), Box(2, 1, 12, 4)
    frame = Frame.of_pixels(
        np.full((3, 10, 3), 0.5, np.float32), NOW, display_window=window, data_window=data
    )
    path = str(tmp_path / "a.png")
    write_still(path, frame, SPACE)
    plane = read_picture(path)[1].planes[0]
    assert plane.shape == (6, 8, 3)
    assert plane[:1].max() == 0 and plane[1:4, 2:].min() > 0 and plane[4:].max() == 0


def test_planar_rgb_and_yuv_go_into_pictures(tmp_path):
    rng = np.random.default_rng(2)
    planes = tuple(rng.integers(0, 1024, (6, 8)).astype(np.uint16) for _ in range(3))
    window = Box.of_size(8, 6)
    frame = Frame(
        window, window, NOW, native=Native("gbrp10le", planes), colour=SRGB, to_working=to_working(SPACE)
    )
    assert still_layout("png", frame) == "rgb48le"
    path = str(tmp_path / "a.png")
    write_still(path, frame, SPACE)
    stored = read_picture(path)[1].planes[0]
    wanted = np.stack((planes[2], planes[0], planes[1]), axis=-1) * (65535 / 1023)
    np.testing.assert_allclose(stored, wanted, atol=1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright_as_their_header_tells(tmp_path, orientation):
    """Written by OpenImageIO in each orientation; its own reorientation is the oracle."""
    pixels = np.random.default_rng(7).integers(0, 256, (3, 5, 3), np.uint8)
    path = str(tmp_path / "a.tif")
    spec = oiio.ImageSpec(5, 3, 3, "uint8")
    spec.attribute("Orientation", orientation)
    output = oiio.ImageOutput.create(path)
    assert output.open(path, spec) and output.write_image(pixels) and output.close()
    upright = oiio.ImageBufAlgo.reorient(oiio.ImageBuf(path)).get_pixels(oiio.UINT8)
    _, native = read_picture(path)
    np.testing.assert_array_equal(native.planes[0], upright)
    info = probe_still(FileRef(path))
    assert info.format is not None
    assert (info.format.height, info.format.width) == upright.shape[:2]


def test_a_tiff_that_holds_premultiplied_codes_is_made_straight(tmp_path):
    path = str(tmp_path / "a.tif")
    output = oiio.ImageOutput.create(path)
    spec = oiio.ImageSpec(1, 1, 4, "uint8")
    assert output.open(path, spec) and output.write_image(np.array([[[50, 25, 0, 128]]], np.uint8))
    output.close()
    assert read_picture(path)[1].planes[0][0, 0].tolist() == [100, 50, 0, 128]


@pytest.mark.parametrize("kept", [0, 3, 40, 400])
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.exr"])
def test_a_truncated_picture_is_refused_by_name(tmp_path, name, kept, capfd):
    plane = np.random.default_rng(1).integers(0, 256, (40, 40, 3), np.uint8)
    whole = str(tmp_path / name)
    write_still(whole, native_frame("rgb24", plane), SPACE)
    cut = tmp_path / f"cut-{name}"
    cut.write_bytes(Path(whole).read_bytes()[:kept])
    with pytest.raises(UnreadableMedia) as refusal:
        probe_still(FileRef(str(cut)))
    assert str(cut) in refusal.value.attempted and refusal.value.exit_code == 2


def test_what_is_not_there_or_no_picture_is_refused_by_name(tmp_path):
    with pytest.raises(MissingMedia):
        read_picture(str(tmp_path / "none.png"))
    with pytest.raises(UnreadableMedia, match="folder"):
        read_picture(str(tmp_path))
    (tmp_path / "text.png").write_text("no picture at all\n" * 50)
    with pytest.raises(UnreadableMedia):
        read_picture(str(tmp_path / "text.png"))
    mislabelled = tmp_path / "really-a-png.exr"
    write_still(str(tmp_path / "a.png"), native_frame("rgb24", np.zeros((2, 2, 3), np.uint8)), SPACE)
    mislabelled.write_bytes((tmp_path / "a.png").read_bytes())
    assert read_picture(str(mislabelled))[0].codec == "png"


def png_of_size(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(100_000, 10), (10, 100_000), (40_000, 40_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_says_to_be_huge_is_refused_before_memory_is_taken(tmp_path, size):
    path = tmp_path / "huge.png"
    path.write_bytes(png_of_size(*size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableMedia):
        read_picture(str(path))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_channels_that_are_no_picture_are_refused_by_name(tmp_path):
    path = str(tmp_path / "depth.exr")
    spec = oiio.ImageSpec(2, 2, 2, "float")
    spec.channelnames = ("Z", "ZBack")
    output = oiio.ImageOutput.create(path)
    assert output.open(path, spec) and output.write_image(np.zeros((2, 2, 2), np.float32)) and output.close()
    with pytest.raises(UnreadableMedia, match="Z, ZBack"):
        read_picture(path)


def test_the_first_layer_is_read_where_no_plain_channels_are(tmp_path):
    path = str(tmp_path / "layers.exr")
    spec = oiio.ImageSpec(1, 1, 4, "half")
    spec.channelnames = ("id", "beauty.B", "beauty.G", "beauty.R")
    output = oiio.ImageOutput.create(path)
    values = np.array([[[9, 3, 2, 1]]], np.float16)
    assert output.open(path, spec) and output.write_image(values) and output.close()
    assert read_picture(path)[1].planes[0][0, 0].tolist() == [1, 2, 3]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    frame = native_frame("rgb24", np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(MediaNotWritten, match="No such file") as failure:
        write_still(str(tmp_path / "none" / "a.png"), frame, SPACE)
    assert from_json(failure.value.to_json()).exit_code == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 KiB, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.exr"])
def test_a_full_disk_leaves_the_file_that_was_there(small_disk, name):
    path = small_disk / name
    path.write_bytes(b"the one before")
    noise = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    with pytest.raises(DiskFull, match="disk is full") as failure:
        write_still(str(path), native_frame("rgb24", noise), SPACE)
    assert str(path) in failure.value.attempted and failure.value.exit_code == 1
    assert path.read_bytes() == b"the one before"
    assert os.listdir(small_disk) == [name]


def test_a_folder_that_may_not_be_written_is_named():
    """As another user, in a process of its own: root may write anywhere."""
    if os.getuid() != 0:
        pytest.skip("needs root, to become somebody else")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            os.setuid(65534)
            try:
                write_still(f"{folder}/a.png", Frame.of_pixels(np.zeros((2, 2, 3)), NOW), SPACE)
            except MediaNotWritten as failure:
                os._exit(3 if "Permission denied" in str(failure) else 4)
            os._exit(5)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
        assert os.listdir(folder) == []


def test_a_name_of_no_known_kind_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"a\.gif"):
        write_still(str(tmp_path / "a.gif"), native_frame("rgb24", np.zeros((2, 2, 3), np.uint8)), SPACE)
    with pytest.raises(BadInput, match="rgbf16le"):
        write_still(
            str(tmp_path / "a.png"),
            native_frame("rgb24", np.zeros((2, 2, 3), np.uint8)),
            SPACE,
            layout="rgbf16le",
        )
