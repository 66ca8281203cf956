"""A render is stored in what its media need and its codec can hold, or as somebody asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nodes.api import BadInput, ColourTags, Format, Range, Rate
from nodes.engine.asked import COLOURS, Asked, asked_from_json
from nodes.engine.forms import Form, form_for, lossless_form
from nodes.engine.job import Job
from nodes.engine.prepare import Prepared
from nodes.engine.richest import Needs, nearest, needs_of, richest
from nodes.media.movie_kinds import MOVIE_KINDS
from nodes.media.movie_read import open_movie
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.nodes.engine.footage import graph, made
from tests.nodes.engine.kit import COLOUR, ready
from tests.nodes.engine.rendering import bound, decoded, rendered, target_of
from tests.support.movies import numbered, write_movie

RATE = Rate(24)
FORMAT = Format(160, 96, RATE)
SD = ColourTags("smpte170m", "limited", "smpte170m", "smpte170m")
HDR = ColourTags("bt2020nc", "limited", "bt2020", "smpte2084")


def cut_of(folder: Path, *media: tuple[str, ColourTags]) -> Prepared:
    """A job whose output is made from movies in those layouts."""
    files, nodes, before = {}, [], None
    for index, (layout, tags) in enumerate(media):
        path = folder / f"{index}.mkv"
        write_movie(path, [numbered(layout, 0)], colour=tags)
        files[f"m{index}"] = bound(path)
        nodes.append(made(f"s{index}", "source.media", params={"file": f"m{index}"}))
        if before is not None:
            nodes.append(made(f"b{index}", "cut.beside", {"left": before, "right": f"s{index}"}))
        before = f"b{index}" if before is not None else f"s{index}"
    return ready(Job(graph=graph(*nodes), format=FORMAT, media=files, colour=COLOUR))


VIDEO = ColourTags()


@pytest.mark.parametrize(
    ("media", "layout"),
    [
        ([("yuv420p", VIDEO)], "yuv420p"),
        ([("yuv420p", VIDEO), ("yuv420p", VIDEO)], "yuv420p"),
        ([("yuv420p", VIDEO), ("yuv422p10le", VIDEO)], "yuv422p10le"),
        ([("yuv444p", VIDEO), ("yuv422p10le", VIDEO)], "yuv444p10le"),
        ([("yuv420p", VIDEO), ("yuva420p", VIDEO)], "yuva420p"),
        ([("yuv420p", VIDEO), ("yuv420p", SD)], "yuv420p10le"),
        ([("yuv420p10le", VIDEO), ("yuva444p", VIDEO)], "yuva444p10le"),
        ([("yuv422p10le", VIDEO), ("gbrap", VIDEO)], "yuva444p12le"),
        ([("gray", VIDEO), ("yuv420p", VIDEO)], "yuv420p"),
        ([("gbrp", VIDEO), ("gbrap10le", VIDEO)], "gbrap10le"),
    ],
)
def test_a_lossless_render_holds_the_richest_of_its_media(
    media: list[tuple[str, ColourTags]], layout: str, tmp_path: Path
) -> None:
    assert form_for(cut_of(tmp_path, *media), "ffv1", FORMAT).layout == layout


@pytest.mark.parametrize(
    ("codec", "layout", "stored"),
    [
        ("h264", "yuv422p10le", "yuv420p"),
        ("hevc", "yuv422p10le", "yuv420p10le"),
        ("hevc", "yuv422p", "yuv420p"),
        ("av1", "yuv444p12le", "yuv420p10le"),
        ("vp9", "yuva444p10le", "yuva420p"),
        ("prores", "yuva444p10le", "yuv422p10le"),
        ("prores4444", "yuva444p10le", "yuva444p10le"),
        ("prores4444", "yuv420p", "yuv444p10le"),
        ("dnxhr", "yuv420p10le", "yuv422p"),
        ("dnxhr_444", "gbrp", "gbrp10le"),
        ("dnxhr_444", "yuv422p10le", "yuv444p10le"),
        ("mjpeg", "yuv422p10le", "yuvj420p"),
    ],
)
def test_a_codec_takes_of_the_media_what_it_can_hold(
    codec: str, layout: str, stored: str, tmp_path: Path
) -> None:
    assert form_for(cut_of(tmp_path, (layout, VIDEO)), codec, FORMAT).layout == stored


def test_pictures_beside_a_movie_lend_bits_and_alpha_and_leave_its_chroma(tmp_path: Path) -> None:
    movie = cut_of(tmp_path, ("yuv420p", VIDEO)).job.media["m0"].info
    still = replace(movie, kind="still", layout="rgba64le", has_alpha=True, colour=ColourTags("rgb", "full"))
    assert richest([still, movie]) == Needs(16, halved=(1, 1), alpha=True)
    assert richest([still]) == Needs(16, is_rgb=True, alpha=True)


def test_alpha_goes_only_where_the_container_has_it(tmp_path: Path) -> None:
    prepared = cut_of(tmp_path, ("yuva420p", VIDEO))
    assert form_for(prepared, "vp9", FORMAT, Asked(ending=".webm")).layout == "yuva420p"
    assert form_for(prepared, "vp9", FORMAT, Asked(ending=".mp4")).layout == "yuv420p"


@pytest.mark.parametrize(
    ("codec", "asked", "layout"),
    [
        ("h264", Asked(bits=10), "yuv420p10le"),
        ("h264", Asked(bits=10, chroma="4:2:2"), "yuv422p10le"),
        ("h264", Asked(chroma="4:4:4"), "yuv444p"),
        ("hevc", Asked(bits=12, chroma="4:4:4"), "yuv444p12le"),
        ("prores4444", Asked(alpha=True), "yuva444p10le"),
        ("vp9", Asked(alpha=True), "yuva420p"),
        ("ffv1", Asked(bits=16, alpha=True), "yuva420p16le"),
        ("ffv1", Asked(bits=12, chroma="4:2:2"), "yuv422p12le"),
    ],
)
def test_what_is_asked_for_is_stored(codec: str, asked: Asked, layout: str, tmp_path: Path) -> None:
    form = form_for(cut_of(tmp_path, ("yuv420p", VIDEO)), codec, FORMAT, asked)
    assert form.layout == layout
    assert asked_from_json(asked.to_json()) == asked


@pytest.mark.parametrize(
    ("codec", "asked", "why"),
    [
        ("prores", Asked(alpha=True), "can be ffv1, vp9, prores4444, prores4444_xq"),
        ("h264", Asked(bits=12), "What is asked for can be ffv1, hevc"),
        ("av1", Asked(chroma="4:4:4"), "8-bit 4:2:0, 10-bit 4:2:0"),
        ("prores", Asked(quality=3), "Leave it out"),
        ("h264", Asked(quality=99), "0 (best) to 51"),
        ("h264", Asked(chroma="5:5:5"), "4:2:0, 4:2:2, 4:4:4"),
        ("h264", Asked(colour="adobe"), "rec709"),
        ("png", Asked(bits=16, chroma="4:2:0"), "for movies"),
        ("png", Asked(bits=32), "Use 8 or 16"),
        ("jpeg", Asked(alpha=True), "png, tiff or exr"),
        ("vp9", Asked(alpha=True, ending=".mp4"), "with alpha"),
    ],
)
def test_what_does_not_go_together_is_refused_with_what_does(
    codec: str, asked: Asked, why: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        form_for(cut_of(tmp_path, ("yuv420p", VIDEO)), codec, FORMAT, asked)
    assert why in f"{refused.value.why} {refused.value.hint}"


def test_tags_are_the_medias_or_those_asked_for(tmp_path: Path) -> None:
    deep = cut_of(tmp_path, ("yuv422p10le", HDR))
    assert form_for(deep, "hevc", FORMAT).colour == HDR
    assert form_for(deep, "prores", FORMAT, Asked(colour="rec709")).colour == COLOURS["rec709"]
    assert form_for(deep, "h264", FORMAT, Asked(levels="full")).colour.range == "full"
    full = cut_of(tmp_path, ("yuv420p", ColourTags("bt709", "full")))
    assert form_for(full, "h264", FORMAT).colour.range == "full"
    assert form_for(full, "prores", FORMAT).colour.range == "limited"
    assert form_for(deep, "mjpeg", FORMAT, Asked()).colour.range == "full"


def test_odd_sizes_keep_every_pixels_colour_where_they_must(tmp_path: Path) -> None:
    prepared, odd = cut_of(tmp_path, ("yuv420p", VIDEO)), Format(161, 97, RATE)
    assert form_for(prepared, "h264", odd).layout == "yuv444p"
    assert form_for(prepared, "vp9", odd).layout == "yuv420p"
    with pytest.raises(BadInput):
        form_for(prepared, "h264", odd, Asked(chroma="4:2:0"))


def test_a_layout_that_holds_everything_is_its_own_nearest() -> None:
    for layout in MOVIE_KINDS["ffv1"].layouts:
        assert nearest(MOVIE_KINDS["ffv1"].layouts, needs_of(layout)) == layout


def test_full_range_pictures_with_and_without_a_j_pass_untouched(tmp_path: Path) -> None:
    tags = ColourTags("bt709", "full")
    pictures = [numbered("yuvj420p", index) for index in range(3)]
    write_movie(tmp_path / "a.mp4", pictures, codec="h264", colour=tags)
    media = bound(tmp_path / "a.mp4")
    assert media.info.layout == "yuvj420p"
    job = Job(
        graph=graph(made("s", "source.media", params={"file": "m"})),
        format=FORMAT,
        media={"m": media},
        colour=COLOUR,
    )
    target = target_of(Form("ffv1", "yuv420p", tags), tmp_path / "b.mkv", FORMAT)
    rendered(job, Range.frames_of(0, 3, RATE), [target])
    for ours, theirs in zip(decoded(tmp_path / "b.mkv"), decoded(tmp_path / "a.mp4"), strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))


def test_a_take_keeps_the_plates_own_layout_beside_richer_media(tmp_path: Path) -> None:
    assert lossless_form(cut_of(tmp_path, ("yuv420p", VIDEO), ("yuv444p10le", VIDEO))).layout == "yuv420p"


@pytest.mark.parametrize("codec", ["prores4444", "vp9"])
def test_alpha_goes_through_a_render(codec: str, tmp_path: Path) -> None:
    prepared = cut_of(tmp_path, ("yuva444p", VIDEO))
    form = form_for(prepared, codec, FORMAT)
    path = tmp_path / ("a.mov" if codec == "prores4444" else "a.webm")
    rendered(prepared.job, Range.frames_of(0, 1, RATE), [target_of(form, path, FORMAT)])
    info = probe(FileRef(str(path)))
    assert info.has_alpha
    given = numbered("yuva444p", 0).planes[3] / 255
    with open_movie(FileRef(str(path))) as reader:
        native = reader.frame(0).native
    assert native is not None
    top = 4095 if codec == "prores4444" else 255
    assert np.abs(native.planes[3] / top - given).mean() < 0.02
