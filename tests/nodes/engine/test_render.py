"""What is rendered is what was there, wherever nobody touched it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import BadInput, ColourTags, Format, Frame, Range, Rate, Time, node
from nodes.engine.errors import NodeFault
from nodes.engine.forms import Form, form_for, lossless_form
from nodes.engine.job import Job
from nodes.media.errors import MediaNotWritten, MissingMedia
from nodes.media.probe import probe
from nodes.media.refs import FileRef, SequenceRef
from tests.nodes.engine.footage import floats, pictures, source_job
from tests.nodes.engine.kit import COLOUR, RATE, at, graph, made, ready
from tests.nodes.engine.rendering import bound, decoded, pixels_of, rendered, take, target_of
from tests.support.movies import av_movie, numbered, write_movie

IDENTITY = made("g", "color.grade", {"image": "s"})
ALOUD = made(
    "g",
    "color.grade",
    {"image": "s"},
    params={"lift": [0, 0, 0], "gamma": 1, "gain": [1.0, 1.0, 1.0], "offset": 0.0},
)
GRADE = made("g", "color.grade", {"image": "s"}, params={"gain": [1.3, 1.0, 0.8], "gamma": 1.1})


@pytest.mark.parametrize("nodes", [(), (IDENTITY,), (ALOUD,)], ids=["source", "identity", "aloud"])
@pytest.mark.parametrize(
    "layout",
    [
        "yuv420p",
        "yuv422p10le",
        "yuv444p12le",
        "yuva420p",
        "gray",
        "gray16le",
        "gbrp10le",
        "yuv411p",
    ],
)
def test_untouched_frames_of_a_movie_reach_ffv1_bit_by_bit(tmp_path, layout, nodes):
    pictures = [numbered(layout, index) for index in range(4)]
    write_movie(tmp_path / "plate.mkv", pictures)
    media = bound(tmp_path / "plate.mkv")
    assert media.info.layout == layout
    path = take(source_job(media, *nodes), media.info.range, tmp_path)
    # Grey that a node may have tinted is kept as RGB: three times the same samples.
    tinted = nodes and layout.startswith("gray")
    packed = {"gray": "rgb24", "gray16le": "rgb48le"}[layout] if tinted else None
    for made_planes, picture in zip(decoded(path, packed), pictures, strict=True):
        sources = [np.repeat(picture.planes[0][..., None], 3, axis=2)] if tinted else picture.planes
        for plane, source in zip(made_planes, sources, strict=True):
            assert np.array_equal(plane, source)


def test_a_tint_on_grey_pictures_is_kept(tmp_path):
    write_movie(tmp_path / "plate.mkv", [numbered("gray", 3)])
    media = bound(tmp_path / "plate.mkv")
    path = take(source_job(media, GRADE), media.info.range, tmp_path)
    kept, own = probe(FileRef(str(path))).colour, media.info.colour
    assert (kept.range, kept.primaries, kept.transfer) == (own.range, own.primaries, own.transfer)
    ((made_picture,),) = decoded(path, "rgb24")
    lit = (numbered("gray", 3).planes[0] > 60) & (numbered("gray", 3).planes[0] < 200)
    red, green, blue = (made_picture[lit, channel].astype(int) for channel in range(3))
    assert np.all(red > green) and np.all(green > blue)


@pytest.mark.parametrize("nodes", [(), (IDENTITY,)], ids=["source", "identity"])
def test_grey_float_pictures_stay_exact_as_rgb(tmp_path, nodes):
    values = (np.random.default_rng(1).normal(size=(36, 64, 1)) * 4).astype(np.float16)
    file = oiio.ImageOutput.create("openexr")
    spec = oiio.ImageSpec(64, 36, 1, "half")
    spec.channelnames = ("Y",)
    assert file.open(str(tmp_path / "a.0001.exr"), spec) and file.write_image(values) and file.close()
    media = bound(SequenceRef(str(tmp_path), "a.", ".exr", 4, 1, 1, rate=RATE))
    assert media.info.layout == "grayf16le"
    folder = take(source_job(media, *nodes), media.info.range, tmp_path)
    assert np.array_equal(pixels_of(folder / "take.0001.exr"), np.repeat(values, 3, axis=2))


@pytest.mark.parametrize("nodes", [(), (IDENTITY,)], ids=["source", "identity"])
def test_untouched_frames_of_long_gop_h264_reach_ffv1_bit_by_bit(tmp_path, nodes):
    av_movie(tmp_path / "plate.mp4", "libx264", count=40, options={"x264-params": "keyint=250"}, b_frames=3)
    media = bound(tmp_path / "plate.mp4")
    span = Range.frames_of(media.info.start.frame + 7, 20, media.info.rate)
    path = take(source_job(media, *nodes), span, tmp_path)
    for made_planes, source in zip(decoded(path), decoded(tmp_path / "plate.mp4")[7:27], strict=True):
        assert all(map(np.array_equal, made_planes, source))


@pytest.mark.parametrize(
    ("ending", "channels", "kind", "layout"),
    [
        (".jpg", 3, np.uint8, "rgb24"),
        (".jpg", 1, np.uint8, "gray"),
        (".png", 3, np.uint8, "rgb24"),
        (".png", 3, np.uint16, "rgb48le"),
        (".png", 4, np.uint8, "rgba"),
    ],
)
def test_untouched_stills_reach_ffv1_bit_by_bit(tmp_path, ending, channels, kind, layout):
    ref = pictures(tmp_path, ending, channels, kind)
    media = bound(ref)
    assert media.info.layout == layout
    path = take(source_job(media, IDENTITY), media.info.range, tmp_path)
    for index, planes in enumerate(decoded(path, "rgb24" if layout == "gray" else layout)):
        # JPEG is decoded alike by one library only, straight alpha is FFmpeg's own.
        if ending == ".jpg":
            source = pixels_of(Path(ref.file_for(index)))
        else:
            ((source,),) = decoded(Path(ref.file_for(index)), layout)
        assert np.array_equal(*np.broadcast_arrays(planes[0], source))


@pytest.mark.parametrize("nodes", [(), (IDENTITY,)], ids=["source", "identity"])
def test_float_pictures_stay_half_float_bit_by_bit(tmp_path, nodes):
    ref = floats(tmp_path / "exr").ref
    media = bound(ref)
    folder = take(source_job(media, *nodes), media.info.range, tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"take.{number}.exr" for number in range(1001, 1009)]
    for index, name in enumerate(names):
        source, pixels = pixels_of(Path(ref.file_for(index))), pixels_of(folder / name)
        assert pixels.dtype == np.float16 and np.array_equal(pixels.view(np.uint16), source.view(np.uint16))


def test_full_float_pictures_are_kept_to_the_nearest_half(tmp_path):
    rng = np.random.default_rng(2)
    values = (rng.normal(size=(36, 64, 3)) * 10).astype(np.float32)
    file = oiio.ImageOutput.create("openexr")
    assert file.open(str(tmp_path / "a.0001.exr"), oiio.ImageSpec(64, 36, 3, "float"))
    assert file.write_image(values) and file.close()
    media = bound(SequenceRef(str(tmp_path), "a.", ".exr", 4, 1, 1, rate=RATE))
    folder = take(source_job(media), media.info.range, tmp_path)
    pixels = pixels_of(folder / "take.0001.exr").astype(np.float32)
    assert np.all(np.abs(pixels - values) <= np.abs(values) * 2.0**-11 + 1e-7)


def test_windows_outside_the_picture_survive_in_exr(tmp_path, shared_data):
    for name in ("DisplayWindow_t03.exr", "DisplayWindow_t08.exr"):
        media = bound(shared_data / "exr/openexr-images" / name)
        form = lossless_form(ready(source_job(media)))
        path = tmp_path / name
        rendered(source_job(media), media.info.range, [target_of(form, path, media.info.format)])
        ours, theirs = oiio.ImageBuf(str(path)), oiio.ImageBuf(media.info.ref.path)
        assert (ours.roi.xbegin, ours.roi.ybegin) == (theirs.roi.xbegin, theirs.roi.ybegin)
        assert ours.roi_full == theirs.roi_full
        assert np.array_equal(pixels_of(path), pixels_of(Path(media.info.ref.path)))


def test_a_graded_movie_is_the_formula_in_light(tmp_path):
    """Independent: R'G'B' by Rec.709's matrix, light by a power of 2.4, gain in ACEScg, and back."""
    picture = numbered("yuv444p16le", 5)
    write_movie(tmp_path / "plate.mkv", [picture])
    media = bound(tmp_path / "plate.mkv")
    grey = made("g", "color.grade", {"image": "s"}, params={"gain": 0.5})
    path = take(source_job(media, grey), media.info.range, tmp_path)
    luma, blue, red = (plane.astype(np.float64) for plane in picture.planes)
    signal = np.stack(rec709(luma, blue, red), axis=-1)
    light = np.sign(signal) * np.abs(signal) ** 2.4 * 0.5
    signal = np.sign(light) * np.abs(light) ** (1 / 2.4)
    expected = signal @ [0.2126, 0.7152, 0.0722] * 219 * 256 + 16 * 256
    assert np.abs(decoded(path)[0][0] - expected).max() < 8


def rec709(luma: np.ndarray, blue: np.ndarray, red: np.ndarray) -> tuple[np.ndarray, ...]:
    y, cb, cr = (luma / 256 - 16) / 219, (blue / 256 - 128) / 224, (red / 256 - 128) / 224
    r, b = y + 1.5748 * cr, y + 1.8556 * cb
    return r, (y - 0.2126 * r - 0.0722 * b) / 0.7152, b


def test_timecode_reel_tags_and_pixel_aspect_are_written(tmp_path):
    tags = ColourTags("bt2020nc", "limited", "bt2020", "smpte2084")
    write_movie(
        tmp_path / "plate.mkv",
        [numbered("yuv420p10le", index) for index in range(6)],
        colour=tags,
        rate=Rate(25),
        timecode="10:00:00:05",
        reel="A007",
    )
    media = bound(tmp_path / "plate.mkv")
    span = Range(media.info.start + Time(2, Rate(25)), Time(3, Rate(25)))
    path = take(source_job(media), span, tmp_path, timecode="10:00:00:07", reel="A007")
    info = probe(FileRef(str(path)))
    assert (info.timecode, info.reel, info.frame_count, info.rate) == ("10:00:00:07", "A007", 3, Rate(25))
    assert info.start == span.start and info.colour == tags
    with av.open(str(path)) as file:
        video = file.streams.video[0]
        assert video.codec_context.name == "ffv1" and video.average_rate == 25
        codes = video.codec_context
        assert (codes.color_primaries, codes.color_trc, codes.colorspace) == (9, 16, 9)


def test_each_picture_of_a_sequence_carries_its_own_timecode(tmp_path):
    media = bound(floats(tmp_path / "exr", 3).ref)
    folder = take(source_job(media), media.info.range, tmp_path, timecode="01:00:00:22")
    found = [probe(FileRef(str(path))).timecode for path in sorted(folder.iterdir())]
    assert found == ["01:00:00:22", "01:00:00:23", "01:00:01:00"]


def test_a_take_its_proxy_and_its_poster_come_from_one_evaluation(tmp_path):
    format, small = Format(160, 96, RATE), Format(80, 48, RATE)
    job = Job(graph=graph(made("s", "sample.scene"), GRADE), format=format, media={}, colour=COLOUR)
    form = lossless_form(ready(job))
    screen = ColourTags("bt470bg", "full", "bt709", "bt709")
    cost = rendered(
        job,
        Range.frames_of(0, 6, RATE),
        [
            target_of(form, tmp_path / "take.mkv", format),
            target_of(Form("mjpeg", "yuvj420p", screen), tmp_path / "proxy.mov", small),
        ],
        posters={
            at(3): target_of(
                Form("jpeg", "rgb24", replace(screen, matrix="rgb")), tmp_path / "poster.jpg", small
            )
        },
    )
    assert {name: each["calls"] for name, each in cost["nodes"].items()} == {"s": 6, "g": 6}
    proxy, poster = probe(FileRef(str(tmp_path / "proxy.mov"))), pixels_of(tmp_path / "poster.jpg")
    assert (proxy.frame_count, proxy.format.width, proxy.layout) == (6, 80, "yuvj420p")
    assert poster.shape == (48, 80, 3)
    # All three show the same: compared as 8-bit R'G'B' by FFmpeg, at the proxy's size.
    with av.open(str(tmp_path / "take.mkv")) as file:
        whole = list(file.decode(video=0))[3].reformat(80, 48, "rgb24", interpolation="AREA").to_ndarray()
    with av.open(str(tmp_path / "proxy.mov")) as file:
        light = list(file.decode(video=0))[3].to_ndarray(format="rgb24")
    for seen in (light, poster):
        assert np.abs(seen.astype(int) - whole).mean() < 3


def test_only_what_is_wanted_is_made(tmp_path):
    write_movie(tmp_path / "plate.mkv", [numbered("yuv420p", index) for index in range(10)])
    media = bound(tmp_path / "plate.mkv")
    span = Range(media.info.start + Time(4, RATE), Time(3, RATE))
    form = lossless_form(ready(source_job(media, GRADE)))
    target = target_of(form, tmp_path / "a.mkv", media.info.format)
    cost = rendered(source_job(media, GRADE), span, [target])
    assert {name: each["calls"] for name, each in cost["nodes"].items()} == {"s": 3, "g": 3}


# -- forms


def test_what_comes_from_no_file_is_kept_in_ten_bits():
    job = Job(graph=graph(made("s", "sample.scene")), format=Format(64, 36, RATE), media={}, colour=COLOUR)
    assert lossless_form(ready(job)).name == "ffv1 yuv444p10le bt709/limited/bt709/bt709"


def test_the_form_of_a_render_follows_the_plate_where_it_can(tmp_path):
    write_movie(tmp_path / "a.mkv", [numbered("yuv420p", 0)], colour=ColourTags("smpte170m"))
    write_movie(tmp_path / "b.mkv", [numbered("yuv422p10le", 0)])
    plain, deep = (ready(source_job(bound(tmp_path / name))) for name in ("a.mkv", "b.mkv"))
    light = ready(source_job(bound(floats(tmp_path / "exr", 1).ref)))
    even, odd = Format(64, 36, RATE), Format(63, 36, RATE)
    assert form_for(plain, "h264", even).name == "h264 yuv420p smpte170m/limited/bt709/bt709"
    assert form_for(deep, "h264", even).name == "h264 yuv420p bt709/limited/bt709/bt709"
    assert form_for(deep, "h264", odd).layout == "yuv444p"
    assert form_for(plain, "ffv1", even).layout == "yuv420p"
    assert form_for(light, "exr", even).name == "exr rgbf16le rgb/full/bt709/linear"
    assert [form_for(each, "png", even).layout for each in (plain, deep, light)] == [
        "rgb24",
        "rgb48le",
        "rgb48le",
    ]


# -- failing


@node("test.breaks")
def breaks(image: Frame, time: Time) -> Frame:
    """Fail at the third frame."""
    if time.frame == 2:
        raise RuntimeError("no")
    return image


def failing_job(tmp_path: Path) -> tuple[Job, Format]:
    write_movie(tmp_path / "plate.mkv", [numbered("yuv420p", index) for index in range(6)])
    media = bound(tmp_path / "plate.mkv")
    return source_job(media, made("b", "test.breaks", {"image": "s"})), media.info.format


def test_a_render_that_fails_leaves_no_file(tmp_path):
    job, format = failing_job(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    form, png = lossless_form(ready(job, breaks)), Form("png", "rgb24", ColourTags("rgb", "full"))
    targets = [
        target_of(form, out / "a.mkv", format),
        target_of(png, out / "b.#.png", format),
        target_of(replace(form, codec="h264"), out / "c.mp4", format),
    ]
    with pytest.raises(NodeFault, match=r"Run node 'b' \(test.breaks\) at frame 2"):
        rendered(
            job,
            Range.frames_of(0, 6, RATE),
            targets,
            breaks,
            posters={at(0): target_of(png, out / "poster.png", format)},
        )
    assert not list(out.iterdir())


def test_a_target_that_cannot_be_opened_takes_the_others_with_it(tmp_path):
    job, format = failing_job(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    form = lossless_form(ready(job, breaks))
    good = target_of(form, out / "a.mkv", format)
    for bad, error, why in (
        (target_of(form, out / "a.avi", format), BadInput, r"that codec goes into \.mkv"),
        (target_of(form, out / "none" / "a.mkv", format), MediaNotWritten, "No such file or directory"),
        (
            target_of(replace(form, codec="h264"), out / "a.mp4", replace(format, width=159)),
            BadInput,
            "159x96 cannot be stored as yuv420p",
        ),
    ):
        with pytest.raises(error, match=why) as caught:
            rendered(job, Range.frames_of(0, 2, RATE), [good, bad], breaks)
        assert bad.path in str(caught.value) and not list(out.iterdir())


def test_a_single_picture_takes_a_single_frame(tmp_path):
    job, format = failing_job(tmp_path)
    target = target_of(Form("png", "rgb24", ColourTags("rgb", "full")), tmp_path / "one.png", format)
    with pytest.raises(BadInput, match="Write a second picture to"):
        rendered(job, Range.frames_of(0, 2, RATE), [target], breaks)
    assert not (tmp_path / "one.png").exists()
    rendered(job, Range.frames_of(0, 1, RATE), [target], breaks)
    assert (tmp_path / "one.png").exists()


def test_a_hole_in_a_sequence_is_named(tmp_path):
    ref = pictures(tmp_path, ".png", 3, np.uint8, count=4)
    Path(ref.file_for(2)).unlink()
    media = bound(ref)
    (tmp_path / "out").mkdir()
    with pytest.raises(MissingMedia, match=r"Run node 's' \(source.media\) at frame 2: .*p002\.png"):
        take(source_job(media), media.info.range, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("size", [120, 400])
def test_a_full_disk_is_told_with_path_and_reason_and_leaves_nothing(tmp_path, small_disk, size):
    rng = np.random.default_rng(1)
    movie = [replace(numbered("yuv420p", 0), planes=noise(rng)) for _ in range(40)]
    write_movie(tmp_path / "plate.mkv", movie)
    media = bound(tmp_path / "plate.mkv")
    out = small_disk(size)
    job, format = source_job(media), media.info.format
    form, png = lossless_form(ready(job)), Form("png", "rgb24", ColourTags("rgb", "full"))
    for target in (
        target_of(form, out / "a.mkv", format),
        target_of(replace(form, codec="h264"), out / "a.mp4", format),
        target_of(png, out / "a.#.png", format),
    ):
        if target.codec == "h264" and size > 120:
            continue
        with pytest.raises(MediaNotWritten, match="the disk is full") as caught:
            rendered(job, media.info.range, [target])
        assert str(out) in caught.value.attempted and caught.value.exit_code == 1
        assert not list(out.iterdir())
    poster = target_of(png, out / "poster.png", replace(format, width=1600, height=960))
    with pytest.raises(MediaNotWritten, match="the disk is full"):
        rendered(job, Range.frames_of(0, 2, RATE), [], posters={at(1): poster})
    assert not list(out.iterdir())


def noise(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    return tuple(rng.integers(0, 256, shape, np.uint8) for shape in ((96, 160), (48, 80), (48, 80)))
