"""Windows that go on from one another: what they cover, how they are joined, and that none is held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.cards.card import Lengths
from inference.families.windows import Part, Window, joined, windows_over
from nodes.api.errors import BadInput
from nodes.vision.seams import blended, matching
from tests.inference.families.tiny_wan import Told


@given(
    st.integers(1, 400),
    st.sampled_from([1, 4, 8]),
    st.integers(1, 12),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(1, 120)),
)
def test_windows_cover_every_frame_in_lengths_that_the_model_makes(
    frames: int, step: int, most: int, overlap: int, memory: int | None
) -> None:
    lengths = Lengths(step, most * step + 1, overlap * step + 1)
    try:
        windows = windows_over(frames, lengths, memory)
    except BadInput:
        longest = min(lengths.most, memory or lengths.most)
        assert frames > (longest - 1) // step * step + 1
        assert (longest - 1) // step <= overlap
        return
    assert windows[0].first == 0 and windows[0].past == 0
    for before, after in pairwise(windows):
        assert after.first + after.past == before.first + before.count
    for window in windows:
        assert (window.count - 1) % step == 0
        assert window.past < window.count <= max(lengths.most, 1)
        assert memory is None or window.count <= max(memory, 1)
    end = windows[-1].first + windows[-1].count
    assert frames <= end < frames + step + overlap * step + 1


def test_windows_that_cannot_be_joined_are_refused_with_what_could_be_made() -> None:
    with pytest.raises(BadInput, match=r"9 at a time.*Ask for 9 frames"):
        windows_over(10, Lengths(4, 9, 0))


def still(window: Window, past: Any, place: int) -> np.ndarray:
    return np.full((2, 3, 3), (window.first + place) / 100, np.float32)


def test_joined_windows_give_each_frame_once_and_hold_only_what_two_share() -> None:
    alive = most = 0

    class Frame(np.ndarray[Any, Any]):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def make(window: Window, past: Any, tell: Any) -> Iterator[Any]:
        nonlocal alive, most
        assert len(past) == window.past
        for place in range(window.count):
            alive += 1
            most = max(most, alive)
            yield still(window, past, place).view(Frame)

    windows = windows_over(203, Lengths(4, 13, 5))
    for number, picture in enumerate(joined(windows, 203, make, Told())):
        np.testing.assert_allclose(picture, number / 100 if number <= 100 else 1, atol=2e-2)
    assert number == 202
    assert most < 40


def test_the_next_window_is_given_the_very_frames_that_were_handed_out() -> None:
    given: list[np.ndarray] = []

    def make(window: Window, past: Any, tell: Any) -> Iterator[Any]:
        given.extend(past)
        random = np.random.default_rng(window.index)
        for _ in range(window.count):
            yield random.uniform(0.2, 0.8, (2, 3, 3)).astype(np.float32)

    windows = windows_over(9 + 4, Lengths(4, 9, 5))
    made = list(joined(windows, 13, make, Told()))
    assert len(made) == 13
    # They come out blended into the new window, a little more with each.
    for place, before in enumerate(given):
        share = (place + 1) / 6
        assert np.abs(made[4 + place] - before).max() <= share


def test_a_seam_takes_over_colour_and_exposure() -> None:
    random = np.random.default_rng(0)
    ours = random.uniform(0.3, 0.7, (5, 8, 9, 3)).astype(np.float32)
    theirs = ((ours - [0.05, 0, -0.1]) / [1.1, 1, 0.9]).astype(np.float32)
    np.testing.assert_allclose(matching(theirs, ours)(theirs), ours, atol=1e-4)
    flat = np.full_like(ours, 0.25)
    np.testing.assert_allclose(matching(flat, ours)(flat).mean((0, 1, 2)), ours.mean((0, 1, 2)), atol=1e-4)


def test_a_blend_is_the_earlier_picture_at_0_and_the_later_at_1() -> None:
    before, after = np.zeros((1, 1, 3), np.float32), np.ones((1, 1, 3), np.float32)
    assert [float(blended(before, after, share)[0, 0, 0]) for share in (0, 0.25, 1)] == [0, 0.25, 1]


def test_parts_of_the_work_are_told_as_of_the_whole() -> None:
    told = Told()
    for index in range(2):
        for done in range(3):
            Part(told, index, 2).step(done, 2, "making")
    assert [done / of for done, of, _ in told.steps] == [0, 0.25, 0.5, 0.5, 0.75, 1]
