"""The node that corrects a matte where it is pointed at, and nowhere else."""

from types import SimpleNamespace

import numpy as np
import pytest

from nodes.api import Click, Matte, NodeError, Prompts, ShapePrompt
from nodes.library.segment.correct import correct
from nodes.library.segment.session import OwnSegmenter
from nodes.vision.agreement import area_agreement

from .test_object import CONTEXT
from .test_session import COLUMNS, ROWS, Drawn, at


class Half:
    """The right half of the disc's matte in each frame: what somebody followed badly."""

    def __init__(self, drawn):
        self.range = drawn.range
        self.drawn = drawn

    def frame(self, time):
        made = self.drawn.true(time.frame).astype(np.float32)
        made[:, : 40 + 5 * time.frame] = 0
        return Matte.of_pixels(made, time)


def made(prompts, model=None):
    drawn = Drawn()
    matte = Half(drawn)
    model = model or OwnSegmenter()
    found = correct(
        image=drawn, matte=matte, prompts=prompts, model=model, range=drawn.range, context=CONTEXT, obj=1
    )
    return drawn, matte, {each.time.frame: each.value.pixels for each in found}


def test_a_click_brings_in_what_is_like_it_and_other_frames_stay_to_the_bit():
    drawn, matte, found = made(Prompts((Click(at(3), 48, 48),)))
    before = matte.frame(at(3)).pixels > 0.5
    true = drawn.true(3)
    assert area_agreement(found[3] > 0.5, true) > 0.9 > area_agreement(before, true)
    for frame in set(found) - {3}:
        assert np.array_equal(found[frame], matte.frame(at(frame)).pixels)


def test_what_is_drawn_stands_in_place_of_the_matte():
    corners = ((10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0))
    _, _, found = made(Prompts(shapes=(ShapePrompt(at(2), corners),)))
    wanted = np.zeros((ROWS, COLUMNS))
    wanted[10:20, 10:30] = 1
    assert area_agreement(found[2] > 0.5, wanted > 0.5) > 0.8


def test_another_objects_prompts_change_nothing():
    _, matte, found = made(Prompts((Click(at(3), 48, 48, obj=2),)))
    assert np.array_equal(found[3], matte.frame(at(3)).pixels)


def test_a_model_that_can_only_follow_is_refused():
    class Follower(OwnSegmenter):
        def open(self, clip):
            return _Only()

    class _Only:
        def __enter__(self):
            return SimpleNamespace(add=lambda prompts: None)

        def __exit__(self, *error):
            return None

    with pytest.raises(NodeError, match="only follow"):
        made(Prompts(), Follower())
