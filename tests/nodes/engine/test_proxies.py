"""Work at a fraction of the size shows what work at full size shows, averaged."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from nodes.api import Box, Curve, Format, Frame, Px, Time, node
from nodes.api.errors import BadInput
from nodes.engine.job import Bound, Job
from nodes.engine.proxies import at_scale
from nodes.media.probe import probe
from tests.nodes.engine.footage import movie
from tests.nodes.engine.kit import COLOUR, RATE, at, graph, made, ready, run_of
from tests.support.movies import av_movie

HALF = Fraction(1, 2)


@node("test.disc")
def disc(format: Format, time: Time, radius: Px = 40.0, centre: tuple[Px, Px] = (60.0, 50.0)) -> Frame:
    """Draw a soft disc."""
    rows, columns = np.mgrid[: format.height, : format.width] + 0.5
    far = np.hypot(columns - centre[0], rows - centre[1]) / radius
    return Frame.of_pixels(np.repeat(np.exp(-(far[..., None] ** 2)), 3, axis=-1), time)


@node("test.soften")
def soften(image: Frame, size: Px = 6.0) -> Frame:
    """Blur."""
    return image.with_rgb(cv2.GaussianBlur(image.rgb, (0, 0), size))


@node("test.measure")
def measure(image: Frame, size: Px = 8.0) -> Frame:
    """Write down a length."""
    return image.with_rgb(np.full_like(image.rgb, size))


NODES = (disc, soften, measure)
FORMAT = Format(128, 96, RATE)


def job(*nodes: dict, **rest: object) -> Job:
    given = {"format": FORMAT, "media": {}, "colour": COLOUR}
    return Job(graph=graph(*nodes), **given | rest)


def shown(wanted: Job, frame: int = 0) -> Frame:
    with run_of(wanted, *NODES) as run:
        return run.frame(at(frame))


def both(wanted: Job, frame: int = 0, scale: Fraction = HALF) -> tuple[np.ndarray, np.ndarray]:
    small = shown(replace(wanted, scale=scale), frame)
    full = at_scale(shown(wanted, frame), scale)
    assert small.display_window == full.display_window
    assert small.data_window == full.data_window
    return small.rgb, full.rgb


@pytest.mark.parametrize("scale", [HALF, Fraction(1, 4)])
def test_lengths_and_formats_shrink_together(scale):
    nodes = [made("d", "test.disc"), made("s", "test.soften", {"image": "d"}, params={"size": 9.0})]
    small, full = both(job(*nodes), scale=scale)
    assert np.abs(small - full).max() < 0.03
    inner = np.abs(small - full)[4:-4, 4:-4]
    assert inner.max() < 0.005


def test_keyframes_and_drives_of_lengths_shrink_too():
    @node("test.sway")
    def sway(time: Time, image: Frame) -> float:
        return float(time.frame)

    @node("test.swell")
    def swell(image: Frame, curve: Curve[Px] = Curve.constant(2.0)) -> Frame:
        return image.with_rgb(np.full_like(image.rgb, curve.at(image.time)))

    keys = {"keys": [[at(0).to_json(), 4.0], [at(10).to_json(), 24.0]]}
    source = made("d", "test.disc")
    level = made("l", "test.sway", {"image": "d"})
    for measuring, at_ten in (
        ([made("m", "test.measure", {"image": "d"}, drives={"size": keys})], 24.0),
        ([level, made("m", "test.measure", {"image": "d"}, drives={"size": ["l", "out"]})], 10.0),
        ([made("m", "test.swell", {"image": "d"}, drives={"curve": keys})], 24.0),
        ([made("m", "test.measure", {"image": "d"})], 8.0),
    ):
        for scale in (Fraction(1), HALF, Fraction(1, 4)):
            with run_of(job(source, *measuring, scale=scale), *NODES, sway, swell) as run:
                assert run.frame(at(10)).rgb[0, 0, 0] == pytest.approx(at_ten * float(scale))


@pytest.mark.parametrize("size", [(64, 36), (63, 37), (61, 33)])
@pytest.mark.parametrize("scale", [HALF, Fraction(1, 3)])
def test_files_come_averaged_in_light(tmp_path, size, scale):
    path = tmp_path / "clip.mkv"
    av_movie(path, "ffv1", count=3, size=size, layout="yuv444p", b_frames=None)
    info = probe(movie(path).ref)
    wanted = job(made("s", "source.media", params={"file": "m"}), media={"m": Bound(info, "f" * 64)})
    full = shown(wanted, 1).rgb
    small = shown(replace(wanted, scale=scale), 1)
    step = scale.denominator
    rows, columns = -(-size[1] // step), -(-size[0] // step)
    assert small.rgb.shape == (rows, columns, 3)
    assert small.display_window == Box.of_size(columns, rows)
    for row, column in ((0, 0), (rows // 2, columns // 2), (rows - 1, columns - 1)):
        block = full[row * step : (row + 1) * step, column * step : (column + 1) * step]
        assert small.rgb[row, column] == pytest.approx(block.mean(axis=(0, 1)), abs=1e-5)
    assert ready(replace(wanted, scale=scale)).last.format.width == columns


def test_windows_grow_to_whole_proxy_pixels():
    pixels = np.ones((3, 5, 6), np.float32)
    frame = Frame.of_pixels(
        pixels,
        at(0),
        channels=("R", "G", "B", "A", "depth", "id"),
        data_window=Box(-1, 3, 4, 6),
        display_window=Box(0, 0, 9, 6),
    )
    small = at_scale(frame, HALF)
    assert small.data_window == Box(-1, 1, 2, 3)
    assert small.display_window == Box(0, 0, 5, 3)
    assert small.channels == frame.channels
    assert small.pixels[..., 5].tolist() == [[0.25, 0.5, 0.5], [0.5, 1.0, 1.0]]


def test_the_scale_is_in_the_key_of_what_sees_it():
    @node("test.plain")
    def plain(time: Time) -> Frame: ...

    def key(*nodes: dict, **rest: object) -> str:
        return ready(job(*nodes, **rest), *NODES, plain).key

    for nodes in (
        [made("d", "test.disc")],
        [made("d", "test.disc"), made("m", "test.measure", {"image": "d"})],
        [made("p", "test.plain"), made("m", "test.measure", {"image": "p"})],
    ):
        assert key(*nodes) != key(*nodes, scale=HALF) != key(*nodes, scale=Fraction(1, 4))
    assert key(made("p", "test.plain")) == key(made("p", "test.plain"), scale=HALF)


def test_a_scale_is_one_of_a_whole_number():
    for scale in (Fraction(2, 3), Fraction(2), Fraction(0), Fraction(-1, 2)):
        with pytest.raises(BadInput, match=r"a scale is 1, 1/2, 1/3"):
            ready(job(made("d", "test.disc"), scale=scale), *NODES)
