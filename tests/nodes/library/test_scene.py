"""The sample scenes move, hold texture, hide things behind others, and are the same every time."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from nodes.api import Format, Rate, Time
from nodes.library.sample.scene import SCENES, scene

FILM = Rate(24)
FORMAT = Format(160, 90, FILM)


def drawn(name: str, frame: int, format: Format = FORMAT) -> np.ndarray:
    return scene(Time(frame, format.rate), format, name).rgb


@pytest.mark.parametrize("name", SCENES)
def test_a_frame_depends_on_time_and_size_alone(name):
    first = drawn(name, 30)
    drawn(name, 7)
    assert np.array_equal(drawn(name, 30), first)
    assert np.array_equal(drawn(name, 60, Format(160, 90, Rate(48))), first)
    assert first.dtype == np.float32 and first.shape == (90, 160, 3)
    assert first.min() >= 0 and np.isfinite(first).all()


@pytest.mark.parametrize("name", SCENES)
def test_everything_but_the_post_moves_and_has_texture(name):
    one, two = drawn(name, 10), drawn(name, 12)
    post = int(SCENES[name].post * 160)
    still = np.abs(one - two)[:, post - 2 : post + 3]
    moving = np.abs(one - two)
    assert np.median(moving) > 1e-5 and still.max() <= moving.max() / 4
    grey = one.mean(axis=2)
    assert grey.std() > 0.1 * grey.mean()


@pytest.mark.parametrize("name", SCENES)
def test_the_ball_passes_behind_the_post(name):
    which = SCENES[name]
    place = which.post * 160
    height = 90
    span = 160 + 2 * which.radius * height
    seconds = which.crossing * (place + which.radius * height) / span
    frame = round(seconds * 24)
    hidden, bare = drawn(name, frame), drawn(name, frame + 60)
    columns = slice(int(place) - 2, int(place) + 3)
    np.testing.assert_allclose(hidden[:, columns], bare[:, columns], rtol=1e-5)
    beside = slice(int(place + 0.06 * height) + 1, int(place + which.radius * height) - 1)
    assert np.abs(hidden[:, beside] - bare[:, beside]).max() > 0.1


def test_scenes_differ_and_half_the_size_is_half_the_picture():
    names = list(SCENES)
    assert len(names) == 5
    for one, two in combinations(names, 2):
        assert np.abs(drawn(one, 5) - drawn(two, 5)).mean() > 0.01
    for name in names:
        whole = cv2.resize(drawn(name, 9, Format(640, 360, FILM)), (160, 90), interpolation=cv2.INTER_AREA)
        assert np.abs(whole - drawn(name, 9)).mean() < 0.02 * whole.mean() + 0.004
