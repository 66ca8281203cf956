"""Every kind of movie that is written comes back as it was meant, in every container it goes into."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nodes.api import BadInput, ColourTags, Format, Native, Rate
from nodes.media.layouts import layout_of
from nodes.media.movie_codecs import SoundSpec
from nodes.media.movie_kinds import MOVIE_KINDS, USUAL_KINDS, layouts_in
from nodes.media.movie_read import open_movie
from nodes.media.movie_write import open_movie_writer
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.support.movies import number_of, numbered, write_movie

WIDTH, HEIGHT = 256, 144
HDR = ColourTags("bt2020nc", "limited", "bt2020", "smpte2084")
VIDEO = ColourTags("bt709", "limited", "bt709", "bt709")
DECODED = {"yuv444p10le": "yuv444p12le", "yuva444p10le": "yuva444p12le"}
NEW = [name for name in MOVIE_KINDS if name not in ("ffv1", "mjpeg")]


def held() -> Iterator[tuple[str, str, str]]:
    for name in NEW:
        kind = MOVIE_KINDS[name]
        for ending, container in kind.containers.items():
            for layout in layouts_in(kind, container):
                yield name, ending, layout


def pictures(layout: str, count: int = 3) -> list[Native]:
    return [numbered(layout, index, WIDTH, HEIGHT) for index in range(count)]


def tags_for(layout: str, tags: ColourTags) -> ColourTags:
    return ColourTags("rgb", "full", tags.primaries, tags.transfer) if "gbr" in layout else tags


def read(path: Path, index: int) -> Native:
    with open_movie(FileRef(str(path))) as reader:
        native = reader.frame(index).native
    assert native is not None
    return native


@pytest.mark.parametrize(("name", "ending", "layout"), list(held()))
def test_pictures_and_what_is_said_of_them_come_back(
    name: str, ending: str, layout: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{ending}"
    tags = tags_for(layout, HDR)
    given = pictures(layout)
    write_movie(
        path, given, codec=name, rate=Rate(24000, 1001), colour=tags, timecode="01:00:00:05", reel="A7"
    )
    info = probe(FileRef(str(path)))
    assert info.format == Format(WIDTH, HEIGHT, Rate(24000, 1001))
    assert (info.frame_count, info.steady, info.colour) == (3, True, tags)
    assert (info.timecode, info.start.value, info.reel) == ("01:00:00:05", 86405, "A7")
    assert info.layout == (DECODED.get(layout, layout) if name.startswith("prores") else layout)
    assert info.has_alpha == layout_of(layout).has_alpha
    came = read(path, 2)
    assert (came.layout, number_of(came)) == (info.layout, 2)
    top, full = (1 << layout_of(came.layout).bits) - 1, (1 << layout_of(layout).bits) - 1
    for ours, theirs in zip(came.planes, given[2].planes, strict=True):
        assert np.abs(ours / top - theirs / full).mean() < 0.03


@pytest.mark.parametrize("name", [name for name in NEW if "full" in MOVIE_KINDS[name].levels])
def test_the_full_range_is_said(name: str, tmp_path: Path) -> None:
    kind = MOVIE_KINDS[name]
    for ending in kind.endings:
        path = tmp_path / f"a{ending}"
        tags = tags_for(kind.layouts[0], ColourTags("bt709", "full", "bt709", "bt709"))
        write_movie(path, pictures(kind.layouts[0], 1), codec=name, colour=tags)
        assert probe(FileRef(str(path))).colour == tags


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("aspect", [Fraction(10, 11)])
def test_pixels_that_are_not_square_are_said_or_refused(name: str, aspect: Fraction, tmp_path: Path) -> None:
    for ending in MOVIE_KINDS[name].endings:
        path = tmp_path / f"a{ending}"
        layout = MOVIE_KINDS[name].layouts[0]
        given = {"codec": name, "colour": tags_for(layout, VIDEO), "pixel_aspect": aspect}
        if name.startswith("dnxhr") and ending == ".mxf":
            with pytest.raises(BadInput, match="pixel aspect"):
                write_movie(path, pictures(layout, 1), **given)
            continue
        write_movie(path, pictures(layout, 1), **given)
        found = probe(FileRef(str(path))).format
        assert found is not None
        assert found.pixel_aspect == aspect


@pytest.mark.parametrize("name", [name for name in NEW if not MOVIE_KINDS[name].even])
def test_odd_sizes_are_kept(name: str, tmp_path: Path) -> None:
    for ending in MOVIE_KINDS[name].endings:
        path = tmp_path / f"a{ending}"
        layout = MOVIE_KINDS[name].layouts[-1]
        given = [numbered(layout, index, 277, 151) for index in range(2)]
        write_movie(path, given, codec=name, colour=tags_for(layout, VIDEO))
        with open_movie(FileRef(str(path))) as reader:
            frame = reader.frame(1)
        assert frame.native is not None
        assert (frame.data_window.width, frame.data_window.height) == (277, 151)
        assert number_of(frame.native) == 1


@pytest.mark.parametrize("rate", [Rate(16), Rate(60000, 1001), Rate(100)])
@pytest.mark.parametrize(
    ("name", "ending"), [("prores", ".mov"), ("dnxhr", ".mxf"), ("vp9", ".webm"), ("av1", ".mp4")]
)
def test_rates_and_counts_come_back(name: str, ending: str, rate: Rate, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    write_movie(path, pictures(MOVIE_KINDS[name].layouts[0], 25), codec=name, rate=rate)
    info = probe(FileRef(str(path)))
    assert (info.rate, info.frame_count, info.steady) == (rate, 25, True)


@pytest.mark.parametrize(
    ("name", "ending", "codec"),
    [
        ("prores", ".mov", "pcm_s24le"),
        ("dnxhr", ".mxf", "pcm_s24le"),
        ("vp9", ".webm", "opus"),
        ("av1", ".mp4", "aac"),
        ("hevc", ".mkv", "pcm_s24le"),
    ],
)
def test_sound_goes_along(name: str, ending: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    write_movie(
        path, pictures(MOVIE_KINDS[name].layouts[0], 25), codec=name, rate=Rate(25), sound=SoundSpec(48000, 2)
    )
    sound = probe(FileRef(str(path))).sound
    assert sound is not None
    assert (sound.codec, sound.rate, sound.channels, sound.samples) == (codec, 48000, 2, 48000)


REFUSED = [
    ("prores", ".mov", "yuv422p10le", ColourTags("bt709", "full"), (256, 144), "limited range"),
    ("prores", ".mov", "yuv444p10le", VIDEO, (256, 144), "holds yuv422p10le"),
    ("prores4444", ".mp4", "yuv444p10le", VIDEO, (256, 144), "goes into .mov"),
    ("dnxhr", ".mov", "yuv422p", VIDEO, (128, 96), "from 256x120 on"),
    ("dnxhr", ".mxf", "yuv422p", ColourTags(transfer="iec61966-2-1"), (256, 144), "Use .mov"),
    ("vp9", ".mp4", "yuva420p", VIDEO, (256, 144), "cannot hold yuva420p"),
    ("vp9", ".webm", "yuv420p", ColourTags(matrix="ycgco"), (256, 144), "matrix is ycgco"),
    ("av1", ".mp4", "yuv444p", VIDEO, (256, 144), "holds yuv420p, yuv420p10le"),
    ("hevc", ".mp4", "yuv420p", VIDEO, (255, 144), "multiple of 2"),
    ("cinepak", ".mov", "yuv420p", VIDEO, (256, 144), "Use one of"),
]


@pytest.mark.parametrize(("name", "ending", "layout", "colour", "size", "why"), REFUSED)
def test_what_would_not_come_back_is_refused_with_what_would(
    name: str, ending: str, layout: str, colour: ColourTags, size: tuple[int, int], why: str, tmp_path: Path
) -> None:
    path = str(tmp_path / f"a{ending}")
    with pytest.raises(BadInput) as refused:
        open_movie_writer(path, codec=name, format=Format(*size, Rate(24)), layout=layout, colour=colour)
    assert why in f"{refused.value.why} {refused.value.hint}"
    assert list(tmp_path.iterdir()) == []


def test_every_ending_has_a_usual_kind_that_goes_into_it() -> None:
    for ending, name in USUAL_KINDS.items():
        assert ending in MOVIE_KINDS[name].endings
    assert {ending for kind in MOVIE_KINDS.values() for ending in kind.endings} == set(USUAL_KINDS)
