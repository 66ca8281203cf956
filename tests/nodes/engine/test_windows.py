"""Nodes that work window by window: what they are given, and how what they made is joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Chunks, Frame, Frames, Matte, Mattes, NodeError, node
from nodes.engine.chunks import Windows
from nodes.engine.errors import NodeFault, NodeRefused
from nodes.engine.held import Held
from tests.nodes.engine.kit import at, flat, grey, greys, job_of, made, run_of

SEEN: list[list[int]] = []


@node("test.base")
def base(images: Annotated[Frames, Chunks(4, overlap=2)], length: int = 4) -> Frames:
    """Show the number of each window's first frame."""
    SEEN.append([image.time.frame for image in images])
    return [flat(images[0].time.frame, image.time) for image in images]


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    SEEN.clear()


JOB = job_of(made("a", "test.count"), made("b", "test.base", {"images": "a"}))
# Windows 0-3, 2-5, 4-7, 6-9, joined over the last two frames of each: thirds.
BASES = [0.0, 0.0, 2 / 3, 4 / 3, 2 + 2 / 3, 2 + 4 / 3, 4 + 2 / 3, 4 + 4 / 3, 6.0, 6.0]


def test_windows_share_frames_and_are_joined_by_a_cross_fade():
    assert greys(JOB, range(10), base) == pytest.approx(BASES)
    assert SEEN == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7], [6, 7, 8, 9]]


@settings(max_examples=20)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.sampled_from([0, 1 << 20]))
def test_frames_asked_for_in_any_order_are_the_same_and_no_window_is_made_twice(times, cache):
    SEEN.clear()
    assert greys(JOB, times, base, cache=cache) == pytest.approx([BASES[time] for time in times])
    assert len({window[0] for window in SEEN}) == len(SEEN)


def test_a_window_is_made_only_where_somebody_looks():
    assert greys(JOB, [8], base) == [6.0]
    assert SEEN == [[6, 7, 8, 9]]


@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 11))
def test_windows_cover_every_place_and_weights_lie_between_none_and_all(count, length, overlap):
    if overlap >= length:
        with pytest.raises(NodeError, match="cannot share"):
            Windows(count, length, overlap)
        return
    windows = Windows(count, length, overlap)
    assert [len(windows.places(each)) for each in range(len(windows))] == [min(length, count)] * len(windows)
    assert windows.places(len(windows) - 1).stop == count
    for place in range(count):
        found = windows.covering(place)
        assert found and all(place in windows.places(window) for window in found)
        assert all(0 < windows.weight(window, place) < 1 for window in found[1:])
        later = [each for each in range(found[-1] + 1, len(windows)) if place in windows.places(each)]
        assert all(place < windows.places(each - 1).stop - overlap for each in later)


def test_the_last_window_is_as_long_as_the_others_unless_there_are_too_few_frames():
    assert [list(Windows(9, 4, 1).places(each)) for each in range(len(Windows(9, 4, 1)))] == [
        [0, 1, 2, 3],
        [3, 4, 5, 6],
        [5, 6, 7, 8],
    ]
    assert list(Windows(3, 8, 2).places(0)) == [0, 1, 2] and len(Windows(3, 8, 2)) == 1


def test_lengths_may_name_a_parameter_and_impossible_ones_are_refused():
    @node("test.named")
    def named(
        images: Annotated[Frames, Chunks("length", overlap="shared")], length: int = 4, shared: int = 0
    ) -> Frames:
        """Count the window's frames."""
        return [flat(len(images), image.time) for image in images]

    def asked(**params: int):
        return job_of(made("a", "test.count"), made("b", "test.named", {"images": "a"}, params=params))

    assert greys(asked(length=5), [0, 4, 9], named) == [5.0] * 3
    assert greys(asked(length=20), [9], named) == [10.0]
    with pytest.raises(NodeRefused, match="windows of 3 frames cannot share 3"):
        greys(asked(length=3, shared=3), [0], named)


class Both(NamedTuple):
    image: Frame
    matte: Matte
    level: float


def test_windows_of_mattes_and_named_outputs_are_joined_each_in_its_way():
    @node("test.both")
    def both(
        mattes: Annotated[Mattes, Chunks(6, overlap=2)],
        more: Annotated[Frames, Chunks(6, overlap=2)] | None = None,
    ) -> Sequence[Both]:
        """Make a picture with alpha in every other window, a matte and a number."""
        first = mattes[0].time.frame
        pixels = np.full((2, 4, 4 if first else 3), first, np.float32)
        return [
            Both(
                Frame.of_pixels(pixels, each.time),
                Matte.of_pixels(each.pixels + first, each.time),
                float(first),
            )
            for each in mattes
        ]

    nodes = [made("a", "test.count"), made("s", "test.split", {"image": "a"})]
    nodes.append(made("b", "test.both", {"mattes": "s.matte"}))
    with run_of(job_of(*nodes, out="b.image"), both) as run:
        frame = run.frame(at(4))
        assert grey(frame) == pytest.approx(4 / 3)
        assert frame.alpha is not None and np.allclose(frame.alpha, 1 + (4 - 1) / 3)
        assert run.frame(at(0)).alpha is None
    shown = made("m", "test.shown", {"matte": "b.matte"}, drives={"add": ["b", "level"]})

    @node("test.shown")
    def shown_node(matte: Matte, add: float = 0.0) -> Frame:
        """Show a matte."""
        return flat(float(matte.pixels[0, 0]) + add, matte.time)

    assert greys(job_of(*nodes, shown), [0, 4, 9], both, shown_node) == pytest.approx([0.0, 4 + 8 / 3, 17.0])


def test_a_window_that_comes_back_with_too_few_frames_is_at_fault():
    @node("test.short")
    def short(images: Annotated[Frames, Chunks(4)]) -> Frames:
        """Lose a frame."""
        return images[1:]

    job = job_of(made("a", "test.count"), made("s", "test.short", {"images": "a"}))
    with pytest.raises(NodeFault, match=r"at frame 4: .*it made 3 frames of a window of 4"):
        greys(job, [5], short)


def test_what_is_held_until_neighbours_come_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setitem(Held.__init__.__kwdefaults__, "memory", 200)
    assert greys(JOB, [9, 0, 5, 3, 6], base, cache=0, scratch=lambda: tmp_path) == pytest.approx(
        [BASES[time] for time in (9, 0, 5, 3, 6)]
    )
    assert not list(tmp_path.iterdir())
