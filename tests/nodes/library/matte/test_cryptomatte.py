"""Cryptomatte by an independent reckoning: ids, ranks, header, and the way out of a file again."""

import json
import struct
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Frame, Matte, NodeError, Rate, Time
from nodes.api.headers import attributes_in
from nodes.library.matte.crypto import as_float, id_of, murmur3
from nodes.library.matte.cryptomatte import cryptomatte
from nodes.library.matte.layers import layers
from nodes.library.matte.pick import pick
from nodes.media.colour import to_working
from nodes.media.open import open_pictures
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from nodes.media.still_write import write_still
from nodes.media.working import WorkingSpace

AT = Time(0, Rate(24))
ROWS, COLUMNS = 6, 8


def matte(pixels: np.ndarray) -> Matte:
    return Matte.of_pixels(np.ascontiguousarray(pixels, np.float32), AT)


def picture() -> Frame:
    return Frame.of_pixels(np.random.default_rng(1).random((ROWS, COLUMNS, 3)), AT)


def covers(count: int, seed: int = 2) -> list[np.ndarray]:
    """Mattes that cover at most 1 together, with pixels that none covers."""
    parts = np.random.default_rng(seed).dirichlet(np.ones(count + 1), (ROWS, COLUMNS)).astype(np.float32)
    parts[:2] = 0
    return [parts[..., index] for index in range(count)]


def read(path: Path) -> Frame:
    info = probe(FileRef(str(path)))
    reader = open_pictures(info, to_working=to_working(WorkingSpace()), ring_bytes=1 << 20)
    try:
        return reader.frame(0)
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", 0),
        ("test", 0xBA6BD213),
        ("Hello, world!", 0xC0363E43),
        ("The quick brown fox jumps over the lazy dog", 0x2E4FF723),
    ],
)
def test_the_hash_is_murmur3(text, made):
    assert murmur3(text.encode()) == made


@given(st.text(min_size=1))
def test_an_id_is_an_ordinary_float_that_holds_its_bits(name):
    held = struct.pack("<f", as_float(id_of(name)))
    assert struct.unpack("<I", held)[0] == id_of(name)
    exponent = id_of(name) >> 23 & 255
    assert 0 < exponent < 255
    assert id_of(name) ^ murmur3(name.encode()) in (0, 1 << 23)


def test_ranks_are_sorted_and_hold_every_object_of_a_pixel():
    names, parts = ["car", "dancer", "lamp"], covers(3)
    made = cryptomatte(picture(), [matte(each) for each in parts], "car,dancer, lamp")
    planes = [made.layers[f"CryptoObject{level:02d}.{name}"] for level in (0, 1) for name in "RGBA"]
    for row in range(ROWS):
        for column in range(COLUMNS):
            wanted = [(float(part[row, column]), name) for part, name in zip(parts, names, strict=True)]
            wanted.sort(key=lambda pair: -pair[0])
            for rank, (share, name) in enumerate(wanted):
                id, cover = planes[2 * rank][row, column], planes[2 * rank + 1][row, column]
                assert cover == pytest.approx(share, abs=1e-6)
                number = id_of(name) if share else 0
                assert struct.pack("<f", id) == struct.pack("<I", number)
    assert not planes[6].any() and not planes[7].any()


def test_the_header_names_layer_hash_conversion_and_objects():
    made = cryptomatte(picture(), [matte(each) for each in covers(2)], "träger,b", "people")
    key = "cryptomatte/" + f"{murmur3(b'people'):08x}"[:7]
    said = {name: value for name, (_, value) in attributes_in(made.metadata).items()}
    assert said[f"{key}/name"] == "people"
    assert (said[f"{key}/hash"], said[f"{key}/conversion"]) == ("MurmurHash3_32", "uint32_to_float32")
    assert json.loads(said[f"{key}/manifest"]) == {name: f"{id_of(name):08x}" for name in ("träger", "b")}


def test_mattes_come_back_out_of_an_exr(tmp_path):
    parts = covers(4)
    names = ("a", "b", "c", "d")
    frame = picture()
    made = cryptomatte(frame, [matte(each) for each in parts], ",".join(names))
    write_still(str(tmp_path / "a.exr"), made, WorkingSpace())
    spec = oiio.ImageBuf(str(tmp_path / "a.exr")).spec()
    formats = dict(zip(spec.channelnames, map(str, spec.channelformats), strict=True))
    assert {formats[name] for name in formats if name.startswith("Crypto")} == {"float"}
    again = read(tmp_path / "a.exr")
    for name, part in zip(names, parts, strict=True):
        assert np.allclose(pick(again, name).pixels, part, rtol=0, atol=1e-6)
    both = pick(again, f"a,<{id_of('c'):08x}>").pixels
    assert np.allclose(both, parts[0] + parts[2], rtol=0, atol=1e-6)
    assert np.allclose(again.rgb, frame.rgb, atol=2e-3)


def test_what_covers_more_than_a_pixel_is_scaled_to_one():
    full = np.ones((ROWS, COLUMNS), np.float32)
    made = cryptomatte(picture(), [matte(full), matte(full * 0.5)])
    assert made.layers["CryptoObject00.G"][0, 0] == pytest.approx(2 / 3)
    assert made.layers["CryptoObject00.A"][0, 0] == pytest.approx(1 / 3)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(0, 99))
def test_six_objects_a_pixel_are_told_the_fullest_first(count, seed):
    parts = covers(count, seed)
    made = cryptomatte(picture(), [matte(each) for each in parts])
    levels = sorted({name.partition(".")[0] for name in made.layers})
    assert len(levels) == (min(count, 6) + 1) // 2
    shares = np.stack([made.layers[f"{level}.{name}"] for level in levels for name in "GA"])
    assert (np.diff(shares, axis=0) <= 0).all() and shares.sum(0).max() <= 1 + 1e-5
    fullest = np.sort(np.stack(parts), 0)[::-1][: len(shares)]
    assert np.allclose(shares[: len(fullest)], fullest, atol=1e-6)


def test_names_that_do_not_fit_are_refused():
    two = [matte(each) for each in covers(2)]
    with pytest.raises(NodeError, match="one for each of 2"):
        cryptomatte(picture(), two, "a,b,c")
    with pytest.raises(NodeError, match="one for each"):
        cryptomatte(picture(), two, "a,a")
    with pytest.raises(NodeError, match="no matte"):
        cryptomatte(picture(), [])
    with pytest.raises(NodeError, match="no Cryptomatte"):
        pick(picture(), "a")
    with pytest.raises(NodeError, match="no object 'z'"):
        pick(cryptomatte(picture(), two), "z")
    with pytest.raises(NodeError, match="no id"):
        pick(cryptomatte(picture(), two), "<hello>")


def test_layers_are_channels_that_come_back_exactly(tmp_path):
    parts = covers(2)
    made = layers(picture(), [matte(each) for each in parts], "car,dancer")
    write_still(str(tmp_path / "a.exr"), made, WorkingSpace())
    again = read(tmp_path / "a.exr")
    assert np.array_equal(again.channel("car.A").pixels, parts[0])
    assert np.array_equal(again.channel("dancer.A").pixels, parts[1])


def test_a_picture_with_mattes_beside_it_keeps_its_decoded_samples():
    native = read_native()
    made = layers(native, [matte(covers(1)[0])])
    assert made.native is native.native


def read_native() -> Frame:
    from nodes.api import Box, Native

    window = Box.of_size(COLUMNS, ROWS)
    planes = (np.zeros((ROWS, COLUMNS, 3), np.uint8),)
    return Frame(window, window, AT, Native("rgb24", planes), to_working=to_working(WorkingSpace()))
