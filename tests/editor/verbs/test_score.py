"""The scoring of a folder of mattes, from the command line's verb."""

import cv2
import numpy as np
import pytest

from editor.verbs import score
from nodes.api import BadInput, Native
from tests.support.movies import write_movie


def written(folder, size=(64, 36), shift=0, frames=(0, 1, 2)):
    folder.mkdir()
    for number in frames:
        mask = np.zeros(size[::-1], np.uint8)
        mask[8:24, 10 + shift : 30 + shift] = 255
        cv2.imwrite(str(folder / f"{number:05d}.png"), mask)
    return folder


def test_mattes_are_scored_per_frame_and_in_the_mean(tmp_path):
    true = written(tmp_path / "true")
    same = score(written(tmp_path / "same"), true).document
    assert same["mean"] == {"J": 100, "F": 100, "J&F": 100}
    assert [row["frame"] for row in same["frames"]] == [0, 1, 2]
    apart = score(written(tmp_path / "apart", shift=10), true).document["mean"]
    assert apart["J"] == pytest.approx(100 / 3, abs=0.01) and apart["F"] < 100


def test_frames_of_the_same_number_are_compared(tmp_path):
    true = written(tmp_path / "true", frames=(1, 2, 3))
    found = score(written(tmp_path / "made"), true).document
    assert [row["frame"] for row in found["frames"]] == [1, 2]


def test_other_sizes_and_other_numbers_are_refused(tmp_path):
    true = written(tmp_path / "true")
    with pytest.raises(BadInput, match="64x36"):
        score(written(tmp_path / "large", size=(80, 45)), true)
    with pytest.raises(BadInput, match="no frame is in both"):
        score(written(tmp_path / "late", frames=(7, 8)), true)


def test_a_movie_and_pictures_with_alpha_are_scored_by_their_light(tmp_path):
    true = written(tmp_path / "true", frames=(0,))
    planes = np.zeros((36, 64), np.uint8)
    planes[8:24, 10:30] = 255
    middle = np.full((36, 64), 128, np.uint8)
    write_movie(tmp_path / "made.mkv", [Native("yuv444p", (planes, middle, middle))])
    (tmp_path / "painted").mkdir()
    cv2.imwrite(
        str(tmp_path / "painted" / "00000.png"), np.dstack([planes] * 3 + [np.full_like(planes, 255)])
    )
    for made in ("made.mkv", "painted"):
        assert score(tmp_path / made, true).document["mean"]["J"] == 100
