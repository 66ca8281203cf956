"""A part of a picture is what the whole shows there, and no more is made than it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Box, Format, Frame, Matte, Time, cropped, node
from nodes.api.formats import Native
from nodes.engine.errors import NodeRefused
from nodes.engine.regions import part_of
from tests.nodes.engine.kit import RATE, at, job_of, made, run_of

FORMAT = Format(32, 24, RATE)
WHOLE = Box.of_size(32, 24)
SEEN: list[tuple[str, Box]] = []


def _around(box: Box, radius: int = 0, **_: Any) -> dict[str, Box]:
    return {"image": Box(box.x0 - radius, box.y0 - radius, box.x1 + radius, box.y1 + radius)}


@node("test.noise")
def noise(format: Format, time: Time) -> Frame:
    """Make noise that is another at each time."""
    rng = np.random.default_rng(time.frame)
    return Frame.of_pixels(rng.random((format.height, format.width, 3), np.float32), time)


@node("test.plus", regions=_around)
def plus(image: Frame, by: float = 1.0) -> Frame:
    """Add, pixel by pixel."""
    SEEN.append(("plus", image.data_window))
    return image.with_rgb(image.rgb + np.float32(by))


@node("test.box", regions=_around)
def box(image: Frame, radius: int = 2) -> Frame:
    """Take the mean of a neighbourhood, beyond the picture nothing."""
    SEEN.append(("box", image.data_window))
    side = 2 * radius + 1
    kernel = np.full((side, side), 1 / side**2, np.float32)
    return image.with_rgb(cv2.filter2D(image.rgb, -1, kernel, borderType=cv2.BORDER_CONSTANT))


@node("test.level")
def level(image: Frame) -> Frame:
    """Divide by the mean of all: every pixel counts."""
    SEEN.append(("level", image.data_window))
    return image.with_rgb(image.rgb / image.rgb.mean())


@node("test.over", regions=lambda box, **_: {"image": box, "below": box})
def over(image: Frame, below: Frame) -> Frame:
    """Take the mean of two pictures."""
    return below.with_rgb((part(below.data_window, image) + below.rgb) / 2)


@node(
    "test.move",
    regions=lambda box, x, y: {"image": Box(box.x0 - x, box.y0 - y, box.x1 - x, box.y1 - y)},
)
def move(image: Frame, x: int = 3, y: int = -2) -> Frame:
    """Move the picture; what comes in is black."""
    data = image.data_window
    moved = Box(data.x0 + x, data.y0 + y, data.x1 + x, data.y1 + y)
    return replace(image, pixels=image.rgb, native=None, data_window=moved)


NODES = (noise, plus, box, level, over, move)
KINDS = {"plus": 1, "box": 1, "level": 1, "move": 1, "over": 2}


def part(box: Box, frame: Frame) -> np.ndarray:
    return cropped(frame.rgb, frame.data_window, box)


boxes = st.tuples(st.integers(0, 31), st.integers(0, 23), st.integers(1, 12), st.integers(1, 12)).map(
    lambda each: Box(each[0], each[1], min(32, each[0] + each[2]), min(24, each[1] + each[3]))
)


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, Any]]:
    nodes = [made("n0", "test.noise")]
    for place in range(1, draw(st.integers(1, 7)) + 1):
        kind = draw(st.sampled_from(sorted(KINDS)))
        feeds = [f"n{draw(st.integers(0, place - 1))}" for _ in range(KINDS[kind])]
        nodes.append(made(f"n{place}", f"test.{kind}", dict(zip(("image", "below"), feeds, strict=False))))
    return nodes


@given(graphs(), boxes)
@settings(max_examples=60, deadline=None)
def test_a_part_is_what_the_whole_shows_there(nodes, wanted):
    job = job_of(*nodes, format=FORMAT)
    with run_of(job, *NODES) as run:
        whole = run.frame(at(3))
    with run_of(job, *NODES) as run:
        alone = run.frame(at(3), wanted)
        assert np.allclose(part(wanted, alone), part(wanted, whole), atol=1e-6)
        assert np.array_equal(part(wanted, run.frame(at(3))), part(wanted, whole))
        assert np.array_equal(part(wanted, run.frame(at(3), wanted)), part(wanted, alone))


def test_no_more_is_made_than_a_part_needs():
    SEEN.clear()
    nodes = [
        made("n", "test.noise"),
        made("b", "test.box", {"image": "n"}),
        made("p", "test.plus", {"image": "b"}),
    ]
    with run_of(job_of(*nodes, format=FORMAT), *NODES) as run:
        frame = run.frame(at(0), Box(10, 10, 14, 13))
    assert frame.data_window == Box(10, 10, 14, 13)
    assert [("box", Box(8, 8, 16, 15)), ("plus", Box(10, 10, 14, 13))] == SEEN


def test_a_node_that_says_nothing_of_parts_is_given_whole_pictures():
    SEEN.clear()
    nodes = [
        made("n", "test.noise"),
        made("b", "test.box", {"image": "n"}),
        made("l", "test.level", {"image": "b"}),
        made("p", "test.plus", {"image": "l"}),
    ]
    with run_of(job_of(*nodes, format=FORMAT), *NODES) as run:
        run.frame(at(0), Box(10, 10, 14, 13))
    assert [("box", WHOLE), ("level", WHOLE), ("plus", Box(10, 10, 14, 13))] == SEEN


def test_parts_of_native_planes_and_mattes_are_cut_out():
    def to_working(native: Native, colour: object) -> tuple[np.ndarray, np.ndarray]:
        return np.repeat(native.planes[0][..., None], 3, axis=-1) / 255, native.planes[0] / 255

    planes = (np.arange(48, dtype=np.uint8).reshape(6, 8),)
    window = Box.of_size(8, 6)
    frame = Frame(window, window, at(0), native=Native("gray", planes), to_working=to_working)
    cut = part_of(frame, Box(2, 1, 5, 9))
    assert cut.data_window == Box(2, 1, 5, 6) and cut.native is None
    assert np.allclose(cut.rgb[..., 0] * 255, planes[0][1:6, 2:5])
    assert np.allclose(cut.alpha * 255, planes[0][1:6, 2:5])
    assert part_of(frame, Box(0, 0, 8, 6)) is frame
    assert part_of(frame, Box(20, 20, 30, 30)) is frame
    matte = Matte.of_pixels(planes[0], at(0))
    assert part_of(matte, Box(2, 1, 5, 9)).pixels.tolist() == planes[0][1:6, 2:5].tolist()
    assert part_of(0.5, Box(0, 0, 1, 1)) == 0.5


@pytest.mark.parametrize("region", [None, Box(4, 4, 9, 9)])
def test_what_a_node_asks_for_must_be_an_input(region):
    @node("test.wrong", regions=lambda box, **_: {"picture": box})
    def wrong(image: Frame) -> Frame:
        """Ask for what there is not."""
        return image

    job = job_of(made("n", "test.noise"), made("w", "test.wrong", {"image": "n"}), format=FORMAT)
    with run_of(job, *NODES, wrong) as run:
        if region is None:
            assert run.frame(at(0)).data_window == WHOLE
        else:
            with pytest.raises(NodeRefused, match=r"Run node 'w' \(test.wrong\) at frame 0: .*'picture'"):
                run.frame(at(0), region)
