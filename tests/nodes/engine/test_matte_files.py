"""Mattes and other data go into every kind of file as the numbers they are, and come back as those."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import BadInput, Format, Matte, Range, Time, node
from nodes.engine.asked import Asked
from nodes.engine.forms import form_for, lossless_form
from nodes.engine.job import Job
from nodes.media.colour import to_working
from nodes.media.open import open_pictures
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from nodes.media.working import WorkingSpace
from tests.nodes.engine.kit import COLOUR, RATE, graph, made, ready
from tests.nodes.engine.rendering import bound, decoded, pixels_of, rendered, take, target_of

FORMAT = Format(64, 48, RATE)
SPAN = Range.frames_of(0, 1, RATE)
RAMP = np.linspace(0, 1, 64 * 48, dtype=np.float32).reshape(48, 64)


@node("test.ramp")
def ramp(time: Time) -> Matte:
    """Make a matte of every value from 0 to 1."""
    return Matte.of_pixels(RAMP, time)


def job_of_ramp() -> Job:
    return Job(graph=graph(made("r", "test.ramp")), format=FORMAT, media={}, colour=COLOUR)


def written(path: Path, codec: str, asked: Asked | None = None, job: Job | None = None) -> Path:
    job = job or job_of_ramp()
    form = form_for(ready(job, ramp), codec, FORMAT, asked or Asked())
    rendered(job, SPAN, [target_of(form, path, FORMAT)], ramp)
    return path


def read_back(path: Path) -> np.ndarray:
    """The first picture's red, as nodes see it."""
    info = probe(FileRef(str(path)))
    assert info.colour.data
    reader = open_pictures(info, to_working=to_working(WorkingSpace()), ring_bytes=1 << 20)
    try:
        return reader.frame(0).rgb[..., 0]
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("name", "bits", "top"),
    [
        ("a.png", None, 255),
        ("a.png", 16, 65535),
        ("a.tiff", None, 255),
        ("a.tiff", 16, 65535),
    ],
)
def test_pictures_hold_a_matte_as_the_rounded_part_of_their_largest_value(
    name: str, bits: int | None, top: int, tmp_path: Path
) -> None:
    path = written(tmp_path / name, Path(name).suffix[1:], Asked(bits=bits))
    codes = pixels_of(path)[..., 0]
    assert np.array_equal(codes, np.rint(RAMP * np.float32(top)))
    assert np.allclose(read_back(path), codes / top, rtol=0, atol=1e-7)


@pytest.mark.parametrize(("bits", "kind"), [(None, np.float16), (32, np.float32)])
def test_exr_holds_a_matte_as_floats(bits: int | None, kind: type, tmp_path: Path) -> None:
    path = written(tmp_path / "a.exr", "exr", Asked(bits=bits))
    assert np.array_equal(pixels_of(path)[..., 0], RAMP.astype(kind))
    assert np.array_equal(read_back(path), RAMP.astype(kind).astype(np.float32))


def test_a_take_of_a_matte_holds_sixteen_bits_of_it(tmp_path: Path) -> None:
    form = lossless_form(ready(job_of_ramp(), ramp))
    assert (form.codec, form.layout, form.colour.data) == ("ffv1", "gray16le", True)
    rendered(job_of_ramp(), SPAN, [target_of(form, tmp_path / "a.mkv", FORMAT)], ramp)
    codes = decoded(tmp_path / "a.mkv")[0][0]
    assert np.array_equal(codes, np.rint(RAMP * np.float32(65535)))
    assert np.allclose(read_back(tmp_path / "a.mkv"), codes / 65535, rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("name", "codec", "first", "span", "off"),
    [
        ("a.mp4", "h264", 0, 255, 8),
        ("a.mov", "prores", 64, 876, 6),
        ("a.mkv", "ffv1", 0, 65535, 0),
    ],
)
def test_movies_hold_a_matte_as_grey_without_a_curve(
    name: str, codec: str, first: int, span: int, off: int, tmp_path: Path
) -> None:
    job = job_of_ramp()
    form = form_for(ready(job, ramp), codec, FORMAT)
    rendered(job, SPAN, [target_of(form, tmp_path / name, FORMAT)], ramp)
    luma = decoded(tmp_path / name)[0][0]
    if codec == "prores":
        luma = luma[:48, :64] / (4 if luma.max() > 1023 else 1)
    assert np.abs(luma - (first + span * RAMP.astype(np.float64))).max() <= off + 0.51
    assert np.abs(read_back(tmp_path / name) - RAMP).max() <= (off + 0.51) / span


def test_what_is_read_as_data_is_rendered_as_data(tmp_path: Path) -> None:
    first = written(tmp_path / "a.png", "png", Asked(bits=16))
    media = {"m": bound(first)}
    job = Job(
        graph=graph(made("s", "source.media", params={"file": "m"})),
        format=FORMAT,
        media=media,
        colour=COLOUR,
    )
    again = written(tmp_path / "b.png", "png", job=job)
    assert np.array_equal(pixels_of(again)[..., 0], pixels_of(first)[..., 0])
    through = Job(
        graph=graph(
            made("s", "source.media", params={"file": "m"}),
            made("c", "matte.channel", {"image": "s"}, params={"name": "R"}),
        ),
        format=FORMAT,
        media=media,
        colour=COLOUR,
    )
    matte = written(tmp_path / "c.png", "png", Asked(bits=16), through)
    assert np.array_equal(pixels_of(matte), pixels_of(first))


def test_a_matte_has_no_colour_to_be_asked_for() -> None:
    with pytest.raises(BadInput, match="no colour"):
        form_for(ready(job_of_ramp(), ramp), "h264", FORMAT, Asked(colour="pq"))


def test_a_take_of_a_picture_with_mattes_beside_it_keeps_them(tmp_path: Path) -> None:
    first = written(tmp_path / "a.png", "png")
    job = Job(
        graph=graph(
            made("s", "source.media", params={"file": "m"}),
            made("r", "test.ramp"),
            made("l", "matte.layers", {"image": "s", "mattes": ["r"]}, params={"names": "ramp"}),
        ),
        format=FORMAT,
        media={"m": bound(first)},
        colour=COLOUR,
        domains={"r": SPAN},
    )
    pictures = take(job, SPAN, tmp_path, ramp)
    picture = oiio.ImageBuf(str(next(pictures.iterdir())))
    place = picture.spec().channelnames.index("ramp.A")
    assert np.array_equal(picture.get_pixels()[..., place], RAMP)
