from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import ColourTags, Frame, Rate, Time
from nodes.api.errors import BadInput
from nodes.media.colour import to_working
from nodes.media.errors import MediaError, MediaNotWritten, MissingMedia, UnreadableMedia
from nodes.media.refs import SequenceRef
from nodes.media.sequence import MissingPicture, UnlikePicture, open_sequence, probe_sequence
from nodes.media.sequence_names import find_sequence, holes, sequences_in, spelling_of
from nodes.media.sequence_write import open_sequence_writer
from nodes.media.still_write import write_still
from nodes.media.stills import read_picture
from nodes.media.working import WorkingSpace

SPACE = WorkingSpace()
SRGB = ColourTags("rgb", "full", "bt709", "iec61966-2-1")


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).touch()


def picture(value: float, size: tuple[int, int] = (4, 3), channels: int = 3) -> Frame:
    pixels = np.full((size[1], size[0], channels), value, np.float32)
    if channels == 4:
        pixels[..., 3] = 1
    return Frame.of_pixels(pixels, Time(0, Rate(24)))


def write_pictures(folder: Path, numbers: range, pattern: str = "plate.{:04d}.png", **more: object) -> None:
    for number in numbers:
        write_still(str(folder / pattern.format(number)), picture(number / 100), SPACE, colour=SRGB, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spelling",
    [
        "name.%04d.exr",
        "name.####.exr",
        "name.#.exr",
        "name.@@@@.exr",
        "name.@.exr",
        "name.$F4.exr",
        "name.[0998-1002].exr",
        "name.[998-1002].exr",
        "name.0998.exr",
        "name.1001.exr",
        "",
    ],
)
def test_every_spelling_finds_the_same_sequence(tmp_path, spelling):
    touch(tmp_path, *(f"name.{number:04d}.exr" for number in range(998, 1003)), "notes.txt", "name.exr")
    found = find_sequence(str(tmp_path / spelling) if spelling else str(tmp_path), rate=Rate(25))
    assert found == SequenceRef(str(tmp_path), "name.", ".exr", 4, 998, 1002, 1, Rate(25))


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["a8.png", "a9.png", "a10.png"], "a9.png", ("a", ".png", 0, 8, 10)),
        (["a8.png", "a9.png", "a10.png"], "a%d.png", ("a", ".png", 0, 8, 10)),
        (["00000.jpg", "00001.jpg"], "00000.jpg", ("", ".jpg", 5, 0, 1)),
        (
            ["sh010_v002-0001.exr", "sh010_v002-0002.exr"],
            "sh010_v002-0001.exr",
            ("sh010_v002-", ".exr", 4, 1, 2),
        ),
        (["x.-0002.exr", "x.-0001.exr", "x.0000.exr"], "x.####.exr", ("x.", ".exr", 4, -2, 0)),
        (["x.-2.exr", "x.-1.exr", "x.0.exr", "x.1.exr"], "x.-1.exr", ("x.", ".exr", 0, -2, 1)),
        (["9999.dpx", "10000.dpx", "0001.dpx"], "%04d.dpx", ("", ".dpx", 4, 1, 10000)),
        (["f86399999998.exr", "f86399999999.exr"], "f#.exr", ("f", ".exr", 11, 86399999998, 86399999999)),
        (["t.[1].0001.exr", "t.[1].0002.exr"], "t.[1].%04d.exr", ("t.[1].", ".exr", 4, 1, 2)),
        (["take #2.0001.exr", "take #2.0002.exr"], "take #2.0001.exr", ("take #2.", ".exr", 4, 1, 2)),
        (["a.1.EXR", "a.2.EXR"], "", ("a.", ".EXR", 0, 1, 2)),
    ],
)
def test_numbers_of_every_kind_are_understood(tmp_path, names, text, expected):
    touch(tmp_path, *names)
    found = find_sequence(str(tmp_path / text) if text else str(tmp_path))
    assert (found.prefix, found.suffix, found.padding, found.first, found.last) == expected
    assert {Path(found.file_for(index)).name for index in (0, found.count - 1)} <= set(names)


def test_a_written_range_wins_over_the_files(tmp_path):
    touch(tmp_path, "a.0003.exr", "a.0005.exr")
    found = find_sequence(str(tmp_path / "a.[0001-0007].exr"))
    assert (found.first, found.last) == (1, 7)
    assert holes(found) == (0, 1, 3, 5, 6)
    assert holes(find_sequence(str(tmp_path / "a.[0001-0007x2].exr"))) == (0, 3)


def test_two_paddings_of_one_name_are_two_sequences(tmp_path):
    touch(tmp_path, "a01.png", "a02.png", "a001.png", "a002.png", "a003.png")
    assert [(ref.padding, ref.count) for ref in sequences_in(str(tmp_path))] == [(2, 2), (3, 3)]
    with pytest.raises(MediaError, match="holds 2"):
        find_sequence(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("nothing.%04d.exr", MissingMedia),
        ("no/such/folder.%04d.exr", MissingMedia),
        ("name.exr", MediaError),
        ("name.[10-1].exr", MediaError),
        ("name.[1-999999999999].exr", MediaError),
        ("name." + "9" * 200 + ".exr", MediaError),
        ("", MissingMedia),
    ],
)
def test_what_is_no_sequence_is_refused_by_name(tmp_path, text, error):
    with pytest.raises(error) as refusal:
        find_sequence(str(tmp_path / text) if text else str(tmp_path))
    assert refusal.value.why and refusal.value.exit_code == 2


def test_numbers_too_far_apart_are_not_one_sequence(tmp_path):
    touch(tmp_path, "a1.png", "a20261121120000.png")
    with pytest.raises(MediaError, match="most that is read"):
        find_sequence(str(tmp_path / "a#.png"))


@pytest.mark.parametrize("padding", [-1, 10**9])
def test_a_padding_that_cannot_be_is_refused(tmp_path, padding):
    with pytest.raises(MediaError, match="padding"):
        probe_sequence(SequenceRef(str(tmp_path), "a", ".png", padding, 1, 2))


def test_a_plain_name_is_no_pattern():
    assert spelling_of("/a/plate.exr") is None
    assert spelling_of("/a/100%.exr") is None


@pytest.mark.parametrize(
    ("place", "count", "size", "layout", "first"),
    [
        ("video/davis480p/dog/frames", 60, (854, 480), "rgb24", 0),
        ("video/davis480p/dog/masks", 60, (854, 480), "gray", 0),
        ("exr/xstudio_seq/test.####.exr", 12, (64, 64), "rgbf16le", 31),
        ("timelines/tlrender/Seq/BART_2021-02-07.0001.jpg", 90, None, "rgb24", 1),
        ("timelines/tlrender/Seq/Counter.%d.png", 10, None, None, 0),
    ],
)
def test_shared_sequences_are_probed_and_read(shared_data, place, count, size, layout, first):
    ref = find_sequence(str(shared_data / place))
    info = probe_sequence(ref)
    assert (info.kind, info.frame_count, info.missing) == ("sequence", count, ())
    assert info.start == Time(first, Rate(24))
    assert info.format is not None
    assert size is None or (info.format.width, info.format.height) == size
    assert layout is None or info.layout == layout
    with open_sequence(ref, info, to_working=to_working(SPACE)) as reader:
        for index in (count - 1, 0):
            frame = reader.frame(index)
            assert frame.time == Time(first + index, Rate(24))
            assert frame.native is not None
            theirs = oiio.ImageBuf(ref.file_for(index)).get_pixels(oiio.FLOAT)
            ours = frame.native.planes[0].reshape(*theirs.shape[:2], -1).astype(np.float32)
            if ours.shape[-1] != 4:
                scale = 255 if frame.native.planes[0].dtype == np.uint8 else 1
                np.testing.assert_allclose(ours / scale, theirs, atol=1e-6)
        with pytest.raises(IndexError):
            reader.frame(count)


def test_sparse_masks_show_their_holes_and_the_odd_one_out(shared_data):
    ref = find_sequence(str(shared_data / "video/cutie_judo/masks"))
    with open_sequence(ref) as reader:
        assert reader.info.missing == (1, 2, 3, 4, 6, 7, 9, 10, 11, 12)
        with pytest.raises(MissingPicture, match=r"picture 4 .*00004\.png"):
            reader.frame(4)
        with pytest.raises(UnlikePicture, match=r"00005\.png.*853x480"):
            reader.frame(5)


def test_media_time_begins_at_the_timecode_of_the_first_picture(tmp_path):
    with open_sequence_writer(
        str(tmp_path), "a.", ".exr", SPACE, first=1001, rate=Rate(24000, 1001), timecode="01:00:00:00"
    ) as writer:
        for value in (0.1, 0.2, 0.3):
            writer.write(picture(value))
    ref = find_sequence(str(tmp_path))
    info = probe_sequence(ref)
    assert (info.start, info.timecode) == (Time(86400, Rate(24000, 1001)), "01:00:00:00")
    assert read_picture(ref.file_for(2))[0].timecode == "01:00:00:02"
    Path(ref.file_for(0)).unlink()
    without = probe_sequence(ref)
    assert (without.start, without.missing) == (Time(86400, Rate(24000, 1001)), (0,))


def test_a_rate_that_was_given_wins_over_the_headers(tmp_path):
    with open_sequence_writer(str(tmp_path), "a.", ".exr", SPACE, rate=Rate(25)) as writer:
        writer.write(picture(0.5))
    assert probe_sequence(find_sequence(str(tmp_path))).rate == Rate(25)
    assert probe_sequence(find_sequence(str(tmp_path), rate=Rate(30))).rate == Rate(30)


@pytest.mark.parametrize("odd", [picture(0.1, (5, 3)), picture(0.1, (4, 3), 4)])
def test_a_picture_unlike_the_first_is_refused_by_name(tmp_path, odd):
    write_pictures(tmp_path, range(1, 3))
    write_still(str(tmp_path / "plate.0003.png"), odd, SPACE, colour=SRGB)
    ref = find_sequence(str(tmp_path))
    with open_sequence(ref) as reader, pytest.raises(UnlikePicture, match=r"picture 3 .*plate\.0003\.png"):
        reader.frame(2)


def test_a_damaged_picture_inside_is_refused_alone(tmp_path):
    write_pictures(tmp_path, range(1, 4))
    (tmp_path / "plate.0002.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with open_sequence(find_sequence(str(tmp_path))) as reader:
        assert reader.frame(2).native is not None
        with pytest.raises(UnreadableMedia, match=r"plate\.0002\.png"):
            reader.frame(1)


def test_a_take_of_float_pictures_is_written_numbered_and_read_back(tmp_path):
    writer = open_sequence_writer(str(tmp_path), "take.", ".exr", SPACE, first=-1, padding=4)
    pixels = [np.random.default_rng(each).random((5, 7, 3)).astype(np.float32) * 4 for each in range(3)]
    with writer:
        for each in pixels:
            writer.write(Frame.of_pixels(each, Time(0, Rate(24))))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "take.-0001.exr",
        "take.0000.exr",
        "take.0001.exr",
    ]
    ref = writer.close()
    assert ref == find_sequence(str(tmp_path))
    with open_sequence(ref, to_working=to_working(SPACE)) as reader:
        for index, each in enumerate(pixels):
            np.testing.assert_allclose(reader.frame(index).rgb, each, rtol=4e-3, atol=4e-3)


def test_an_untouched_float_frame_goes_through_bit_by_bit(shared_data, tmp_path):
    ref = find_sequence(str(shared_data / "exr/xstudio_seq"))
    with (
        open_sequence(ref, to_working=to_working(SPACE)) as reader,
        open_sequence_writer(str(tmp_path), "t.", ".exr", SPACE, first=31) as writer,
    ):
        for index in range(reader.info.frame_count):
            writer.write(reader.frame(index))
    with open_sequence(ref) as before, open_sequence(writer.close()) as after:
        for index in range(before.info.frame_count):
            was, now = before.frame(index).native, after.frame(index).native
            assert was is not None and now is not None
            assert was.planes[0].tobytes() == now.planes[0].tobytes()


def test_an_aborted_sequence_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), open_sequence_writer(str(tmp_path), "a.", ".png", SPACE) as writer:
        writer.write(picture(0.5))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_writer_says_what_it_cannot_do(tmp_path):
    with pytest.raises(BadInput, match="kind"):
        open_sequence_writer(str(tmp_path), "a.", ".gif", SPACE)
    with pytest.raises(MediaNotWritten, match="no such folder"):
        open_sequence_writer(str(tmp_path / "none"), "a.", ".png", SPACE)
    with pytest.raises(BadInput, match="25"):
        open_sequence_writer(str(tmp_path), "a.", ".exr", SPACE, rate=Rate(25), timecode="00:00:00:25")
    with pytest.raises(BadInput, match="no picture"):
        open_sequence_writer(str(tmp_path), "a.", ".exr", SPACE).close()
