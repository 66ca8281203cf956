"""What a viewer asks of the engine: views, several pictures at once, scopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import PyOpenColorIO as ocio
import pytest

from nodes.api import BadInput, Box, ColourTags, Frame, Native, Range, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.engine.scope_places import chroma_place
from nodes.engine.scopes import sampled, scopes_of
from nodes.engine.view import View, Watching
from nodes.engine.viewed import viewed
from nodes.engine.views import view_transform, views_of
from nodes.engine.watching import watched
from nodes.media.colour import to_working
from nodes.media.refs import FileRef
from nodes.media.working import BUILT_IN_CONFIG, WorkingSpace, configuration, conversion
from tests.nodes.engine.footage import bound, engine_at, source_job
from tests.support.movies import numbered, write_movie

RATE = Rate(24)
SPACE = WorkingSpace()
DISPLAY = ColourTags("rgb", "full", "bt709", "bt709")
WANTED = {
    "layout": "rgba",
    "colour": asdict(DISPLAY),
}


def of_signal(signal: np.ndarray, alpha: np.ndarray | None = None) -> Frame:
    """A working frame that shows as this display signal."""
    light = conversion(SPACE, DISPLAY).forward(signal.astype(np.float32))
    if alpha is not None:
        light = np.dstack([light * alpha[..., None], alpha])
    return Frame.of_pixels(light.astype(np.float32), Time(0, RATE))


def ramp(columns: int = 64, rows: int = 8) -> np.ndarray:
    across = np.linspace(0.1, 0.8, columns, dtype=np.float32)
    return np.broadcast_to(np.stack([across, across[::-1], across**2], axis=-1), (rows, columns, 3))


def shown(frame: Frame, view: View, matte: Frame | None = None) -> np.ndarray:
    (picture,) = viewed([frame], view, DISPLAY, SPACE, matte)
    assert picture.dtype == np.uint8 and (picture[..., 3] == 255).all()
    return picture[..., :3].astype(int)


def test_a_stop_is_twice_the_light_and_gamma_a_power_of_the_signal() -> None:
    signal = ramp()
    frame = of_signal(signal)
    for stops in (-3.0, -0.5, 1.0):
        expected = np.clip(signal * 2 ** (stops / 2.4), 0, 1) * 255
        assert np.abs(shown(frame, View(gain=stops)) - expected).max() <= 0.51
    expected = signal ** (1 / 1.8) * 255
    assert np.abs(shown(frame, View(gamma=1.8)) - expected).max() <= 0.51


def test_what_is_brighter_than_the_display_comes_back_with_less_gain() -> None:
    frame = of_signal(np.full((2, 2, 3), 1.4))
    assert (shown(frame, View()) == 255).all()
    assert np.abs(shown(frame, View(gain=-4)) - 1.4 * 2 ** (-4 / 2.4) * 255).max() <= 0.51


def test_channels_are_shown_as_grey() -> None:
    signal = ramp()
    frame = of_signal(signal)
    whole = shown(frame, View())
    for place, channel in enumerate(("red", "green", "blue")):
        assert (shown(frame, View(channel=channel)) == whole[..., place : place + 1]).all()  # type: ignore[arg-type]
    luma = whole @ np.array([0.2126, 0.7152, 0.0722])
    assert np.abs(shown(frame, View(channel="luma"))[..., 0] - luma).max() <= 0.51
    grey = of_signal(np.full((2, 2, 3), 0.5))
    assert (shown(grey, View(channel="saturation")) == 0).all()
    assert (shown(grey, View(channel="alpha")) == 255).all()


def test_a_matte_is_shown_alone_and_lays_the_picture_on_grounds() -> None:
    signal, rows = ramp(), 8
    alpha = np.zeros((rows, 64), np.float32)
    alpha[:, 32:] = 1
    alpha[0, 0] = 0.5
    frame = of_signal(signal)
    matte = Frame.of_pixels(np.repeat(alpha[..., None], 3, axis=2), Time(0, RATE))
    whole = shown(frame, View())
    alone = shown(frame, View(matting="alone"), matte)
    assert alone[0, 0, 0] == 128 and (alone[1:, :32] == 0).all() and (alone[:, 32:] == 255).all()
    for ground, code in (("black", 0), ("white", 255)):
        laid = shown(frame, View(matting=ground), matte)  # type: ignore[arg-type]
        assert (laid[:, 32:] == whole[:, 32:]).all() and (laid[1:, :32] == code).all()
    checked = shown(frame, View(matting="checker"), matte)
    assert set(np.unique(checked[1:, :32])) == {90, 140}
    over = shown(frame, View(matting="overlay"), matte)
    assert (over[1:, :32] == whole[1:, :32]).all() and not (over[:, 32:] == whole[:, 32:]).any(axis=1).all()


def test_without_a_matte_it_is_the_picture_s_own_alpha() -> None:
    alpha = np.zeros((8, 64), np.float32)
    alpha[:4] = 1
    frame = of_signal(ramp(), alpha)
    assert (shown(frame, View(matting="alone"))[:4] == 255).all()
    assert (shown(frame, View(channel="alpha"))[4:] == 0).all()


def test_a_difference_is_amplified_and_nothing_where_pictures_agree() -> None:
    one, other = ramp(), ramp().copy()
    other[2:4] += 0.002
    frames = [of_signal(one), of_signal(other)]
    (apart,) = viewed(frames, View(difference=20), DISPLAY, SPACE)
    assert (apart[:2, :, :3] == 0).all() and (apart[4:, :, :3] == 0).all()
    assert np.abs(apart[2:4, :, :3].astype(int) - 0.002 * 20 * 255).max() <= 1


def test_marks_are_only_where_the_display_clips() -> None:
    signal = np.full((16, 16, 3), 0.5)
    signal[:4], signal[4:8] = 1.2, 0.0
    frame = of_signal(signal)
    plain, marked = shown(frame, View()), shown(frame, View(marks="clipping"))
    changed = (plain != marked).any(axis=2)
    assert changed[:8].mean() == pytest.approx(0.5) and not changed[8:].any()
    zones = shown(frame, View(marks="exposure"))
    assert tuple(zones[0, 0]) == (230, 40, 40) and tuple(zones[5, 0]) == (110, 40, 160)


def test_no_view_is_taken_that_there_is_not() -> None:
    for wrong in ({"gain": 40.0}, {"gamma": 0.0}, {"channel": "x"}, {"matting": "pink"}, {"marks": "x"}):
        with pytest.raises(BadInput):
            View.from_json(wrong)
    with pytest.raises(BadInput, match="has none of this name"):
        view_transform(SPACE, "no such view")


def test_a_view_of_the_configuration_is_opencolorio_s_own_to_a_code() -> None:
    config = configuration(BUILT_IN_CONFIG)
    display = "Rec.1886 Rec.709 - Display"
    light = of_signal(np.concatenate([ramp(), ramp() * 1.5, np.geomspace(1e-4, 2, 64 * 3).reshape(1, 64, 3)]))
    for name in views_of(SPACE):
        direct = config.getProcessor(ocio.DisplayViewTransform(src="ACEScg", display=display, view=name))
        expected = np.array(light.rgb)
        direct.getDefaultCPUProcessor().applyRGB(expected)
        apart = np.abs(shown(light, View(transform=name)) - np.clip(expected, 0, 1) * 255)
        print(name, apart.max(), apart.mean())
        assert apart.max() <= 2 and apart.mean() <= 0.4


BARS = {
    "red": (0.75, 0, 0),
    "magenta": (0.75, 0, 0.75),
    "blue": (0, 0, 0.75),
    "cyan": (0, 0.75, 0.75),
    "green": (0, 0.75, 0),
    "yellow": (0.75, 0.75, 0),
    "grey": (0.75, 0.75, 0.75),
}
"""75 % bars as R'G'B', and where Rec.709 (BT.709-6, 3.3 and 3.4) puts them."""
DIFFERENCES = {
    "red": (-0.0859, 0.375),
    "magenta": (0.2891, 0.3406),
    "blue": (0.375, -0.0344),
    "cyan": (0.0859, -0.375),
    "green": (-0.2891, -0.3406),
    "yellow": (-0.375, 0.0344),
    "grey": (0, 0),
}


def patch(colour: tuple[float, ...], rows: int = 40, columns: int = 60) -> np.ndarray:
    codes = [round(each * 255) for each in colour] + [255]
    return np.broadcast_to(np.array(codes, np.uint8), (rows, columns, 4)).copy()


@pytest.mark.parametrize("name", BARS)
def test_bars_lie_where_rec_709_puts_them_in_the_vectorscope(name: str) -> None:
    scope: Any = scopes_of(patch(BARS[name]), ["vectorscope"])["vectorscope"]
    lit = np.argwhere(scope[..., 3] > 0)
    assert len(lit) == 1
    blue, red = DIFFERENCES[name]
    column, row = chroma_place(*BARS[name])
    assert (column, row) == pytest.approx((127.5 + 255 * blue, 127.5 - 255 * red), abs=0.1)
    assert tuple(lit[0][::-1]) == pytest.approx((column, row), abs=1)


def test_a_waveform_shows_each_column_s_codes_where_they_stand() -> None:
    picture = patch((0.2, 0.2, 0.2), 100, 384)
    picture[:, 192:, :3] = 200
    made: dict[str, Any] = scopes_of(picture, ["waveform", "parade"])
    scope = made["waveform"]
    lit = [np.flatnonzero(scope[:, column, 3]) for column in (10, 380)]
    assert [list(255 - each) for each in lit] == [[51], [200]]
    parade = made["parade"]
    assert parade.shape == (256, 384, 4)
    assert list(255 - np.flatnonzero(parade[:, 383, 3])) == [200] and parade[55, 383, 2] > parade[55, 383, 0]


def test_a_histogram_counts_shares_of_each_channel() -> None:
    picture = patch((1.0, 0.0, 0.0), 10, 10)
    picture[:5, :, :3] = 0
    made = scopes_of(picture, ["histogram"])["histogram"]
    assert made.shape == (4, 256)
    assert made[0, 255] == made[0, 0] == pytest.approx(0.5)
    assert made[2, 0] == 1.0 and made.sum(axis=1) == pytest.approx([1, 1, 1, 1])


def test_large_pictures_are_counted_in_part_and_unmixed() -> None:
    picture = patch((0.5, 0.1, 0.9), 1080, 1920)
    picture[::2] = 255
    seen = sampled(picture)
    assert seen.shape[0] <= 270 and seen.shape[1] <= 480
    assert {tuple(each) for each in np.unique(seen.reshape(-1, 3), axis=0)} <= {
        (255, 255, 255),
        (128, 26, 230),
    }


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, list[Job]]]:
    folder = tmp_path_factory.mktemp("watching")
    jobs = []
    with engine_at(folder) as engine:
        for number in range(2):
            path = folder / f"m{number}.mkv"
            pictures = [numbered("yuv420p", index + 40 * number, 64, 36) for index in range(6)]
            write_movie(path, pictures, codec="ffv1", rate=RATE)
            media = bound(engine, FileRef(str(path)))
            span = Range.frames_of(0, 6, RATE)
            jobs.append(replace(source_job(media), domains={"s": span}))
        yield engine, jobs


def played(engine: Engine, job: Job, watching: Watching | None) -> list[tuple[dict[str, Any], Any]]:
    name = engine.load(job)
    with engine.play(name, Range.frames_of(1, 3, RATE), WANTED, watching=watching) as playing:
        return [(loan.copy(), loan.meta) for loan in playing.frames()]


def test_pictures_beside_come_with_the_same_frames_of_the_first(engine: tuple[Engine, list[Job]]) -> None:
    child, (one, other) = engine
    alone = [played(child, job, None) for job in (one, other)]
    both = played(child, one, Watching(beside=(child.load(other),), scopes=("histogram",)))
    assert [meta["time"] for _, meta in both] == [meta["time"] for _, meta in alone[0]]
    for (arrays, _), (first, _), (second, _) in zip(both, *alone, strict=True):
        assert set(arrays) == {"plane0", "beside1", "scope histogram"}
        assert np.array_equal(arrays["plane0"], first["plane0"])
        assert np.array_equal(arrays["beside1"][..., :3], second["plane0"][..., :3])
    apart = played(child, one, Watching(View(difference=1.0), (child.load(other),)))
    for (arrays, _), (first, _), (second, _) in zip(apart, *alone, strict=True):
        expected = np.abs(first["plane0"][..., :3].astype(int) - second["plane0"][..., :3])
        assert set(arrays) == {"plane0"}
        # Beyond what the display shows they may lie further apart than their codes do.
        inside = ((first["plane0"] % 255) * (second["plane0"] % 255.0))[..., :3] > 0
        assert inside.mean() > 0.5
        assert np.abs(arrays["plane0"][..., :3] - expected)[inside].max() <= 1


def test_the_matte_of_a_view_is_another_job_s_picture(
    engine: tuple[Engine, list[Job]], tmp_path: Path
) -> None:
    child, (one, other) = engine
    (arrays, _), *_ = played(child, one, Watching(View(matting="alone"), matte=child.load(other)))
    assert len(np.unique(arrays["plane0"])) > 2
    (plain, _), *_ = played(child, one, Watching(View(matting="black"), matte=child.load(other)))
    assert not np.array_equal(plain["plane0"], arrays["plane0"])


def test_a_pixel_is_read_in_source_and_working_values_alone_and_as_a_mean(
    engine: tuple[Engine, list[Job]],
) -> None:
    child, (one, _) = engine
    name = child.load(one)
    time = Time(2, RATE)
    with child.frame(name, time) as loan:
        luma, blue = loan.arrays["plane0"].copy(), loan.arrays["plane1"].copy()
    found = child.pixel(name, time, (21, 11))
    assert found["layout"] == "yuv420p" and found["size"] == 1
    assert found["source"]["Y"] == luma[11, 21] and found["source"]["U"] == blue[5, 10]
    mean = child.pixel(name, time, (21, 11), 3)
    assert mean["source"]["Y"] == pytest.approx(luma[10:13, 20:23].mean())
    with child.frame(name, time, {"layout": "rgbf32le", "colour": {**asdict(DISPLAY), "transfer": "linear"}}):
        pass
    assert set(found["working"]) == {"R", "G", "B"}
    corner = child.pixel(name, time, (63, 35), 5)
    assert corner["source"]["Y"] == pytest.approx(luma[33:, 61:].mean())
    with pytest.raises(BadInput):
        child.pixel(name, time, (64, 0))


def test_frames_that_were_looked_at_are_known_to_be_there(engine: tuple[Engine, list[Job]]) -> None:
    child, (one, _) = engine
    name, whole = child.load(one), Range.frames_of(0, 6, RATE)
    assert child.cached(name, whole) == []
    for wanted in (Range.frames_of(0, 2, RATE), Range.frames_of(4, 1, RATE)):
        with child.play(name, wanted, WANTED) as playing:
            for loan in playing.frames():
                loan.release()
    assert child.cached(name, whole) == [(0, 2), (4, 1)]
    assert "ACES 2.0 - SDR 100 nits (Rec.709)" in child.views(one.colour)


def test_video_is_brightened_the_quick_way_just_as_through_light() -> None:
    rng = np.random.default_rng(5)
    planes = tuple(rng.integers(0, 256, shape, np.uint8) for shape in ((36, 64), (18, 32), (18, 32)))
    window = Box.of_size(64, 36)
    native = Native("yuv420p", planes)
    frame = Frame(window, window, Time(0, RATE), native, ColourTags(), to_working=to_working(SPACE))
    for stops in (-2.0, 0.75, 3.0):
        signal = conversion(SPACE, DISPLAY).back(frame.rgb * np.float32(2**stops))
        expected = np.clip(np.rint(signal * 255), 0, 255)
        apart = np.abs(shown(frame, View(gain=stops)) - expected)
        assert apart.max() <= 1 and apart.mean() < 0.01


def test_light_comes_with_pictures_as_they_are_and_the_shader_that_shows_it(
    engine: tuple[Engine, list[Job]],
) -> None:
    child, (one, _) = engine
    name = views_of(SPACE)[0]
    (plain, _), *_ = played(child, one, None)
    (deep, _), *_ = played(child, one, Watching(View(gain=2.0, transform=name), deep=True))
    assert np.array_equal(deep["plane0"], plain["plane0"])
    light = deep["light"]
    assert light.dtype == np.float16 and light.shape == (36, 64, 4) and (light[..., 3] == 1).all()
    codes = np.clip(np.rint(conversion(SPACE, DISPLAY).back(light[..., :3].astype(np.float32)) * 255), 0, 255)
    # Half floats round what is all but black in one colour and bright in another.
    apart = np.abs(codes - plain["plane0"][..., :3])
    assert apart.max() <= 6 and (apart <= 1).mean() > 0.98
    shader = child.shader(one.colour, name)
    assert "vec4 to_display(vec4" in shader.text
    (table,) = shader.tables.values()
    assert table.shape == (65, 65, 65, 3) and table.min() >= 0 and table.max() <= 1.001
    assert child.shader(one.colour, "").tables == {}
    with pytest.raises(BadInput):
        child.shader(one.colour, "no such view")


def test_a_picture_that_does_not_fill_its_window_is_shown_where_it_lies() -> None:
    light = conversion(SPACE, DISPLAY).forward(ramp(8, 4).astype(np.float32))
    data, window = Box(3, 2, 11, 6), Box.of_size(9, 10)
    moved = Frame.of_pixels(light, Time(0, RATE), display_window=window, data_window=data)
    asked = {"layout": WANTED, "view": View().to_json(), "matte": False, "deep": False, "scopes": []}
    for said in (asked, asked | {"view": View(gain=1).to_json()}, asked | {"scopes": ["waveform"]}):
        arrays, facts = watched([moved], said, SPACE)
        picture = arrays["plane0"][..., :3]
        assert picture.shape == (10, 9, 3) and facts["data_window"] == [0, 0, 9, 10]
        assert picture[2:6, 3:].any(axis=2).all()
        outside = np.ones((10, 9), bool)
        outside[2:6, 3:] = False
        assert not picture[outside].any()
