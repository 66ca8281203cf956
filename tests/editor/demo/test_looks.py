"""The whole demo, run once: light moved by sound, looks from a still and from paint, three clicks cut out."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.editor.conftest import Demo, run_demo
from tests.editor.demo.test_demo import read_matte
from tests.editor.kit import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

LEARNS = importlib.util.find_spec("torch") is not None
Image = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return run_demo(tmp_path_factory.mktemp("whole") / "out")


def shown(path: Path, first: int = 0, count: int | None = None) -> list[Image]:
    """Pictures as light of a display, 0 to 1 in sRGB's primaries by the display's own curve."""
    found = pictures(path, first=first, count=count, layout="rgb24")
    return [planes[0].reshape(360, 640, 3).astype(float) / 255 for planes in found]


def take_of(whole: Demo, shot: str, take: str) -> Path:
    return whole.project / "takes" / shot / take / "take.mkv"


def source_of(whole: Demo, shot: str) -> Path:
    return whole.folder / "sample" / f"{shot}.mp4"


def test_every_look_is_a_take_and_what_was_left_out_is_told(whole: Demo) -> None:
    made = [(each["shot"], each["take"]) for each in whole.document["takes"]]
    looks = [
        ("sh030", "t001"),
        ("sh040", "t001"),
        *([("sh040", "t002")] if LEARNS else []),
        ("sh050", "t001"),
    ]
    assert made == [("sh010", "t001"), ("sh010", "t002"), ("sh020", "t001"), *looks]
    assert whole.document["problems"] == []
    assert len(whole.document["left_out"]) == (0 if LEARNS else 1)
    sheet = cv2.imread(whole.document["sheet"])
    assert sheet is not None
    assert sheet.shape == (5 * (180 + 8 + 26), 3 * 328, 3)
    told = [line.partition(":")[0] for line in whole.told.splitlines() if line.startswith("sh0")]
    assert [line for line in dict.fromkeys(told) if "," not in line] == [
        "sh010",
        "sh020",
        "sh030",
        "sh040",
        "sh050",
    ]


def test_light_rises_with_each_note_of_the_music_under_it(whole: Demo) -> None:
    before = shown(source_of(whole, "sh030"), first=6, count=84)
    after = shown(take_of(whole, "sh030", "t001"))
    lighter = np.array(
        [b[200:300, :200].mean() / a[200:300, :200].mean() for a, b in zip(before, after, strict=True)]
    )
    events = json.loads((whole.folder / "sample" / "events.json").read_text())
    # The shot begins at frame 132 of the cut, after 12 frames of handle in its take.
    notes = [round(note["seconds"] * 24) - 132 + 12 for note in events["sound"]["notes"]]
    inside = [frame for frame in notes if 3 <= frame < 80]
    assert len(inside) >= 6
    for frame in inside:
        assert lighter[frame - 2 : frame + 3].argmax() in (2, 3), "on the note's frame, or the next"
        assert lighter[frame : frame + 2].max() > 1.1 * lighter[frame - 2]


def test_the_look_of_a_still_comes_nearer_to_that_still(whole: Demo) -> None:
    still = cv2.imread(str(whole.folder / "stills" / "night.png"))
    assert still is not None
    wanted = still[..., ::-1].reshape(-1, 3).mean(axis=0) / 255
    before = shown(source_of(whole, "sh040"), first=6, count=36)
    after = shown(take_of(whole, "sh040", "t001"))
    for one, other in zip(before[::7], after[::7], strict=True):
        near, far = (np.abs(each.reshape(-1, 3).mean(axis=0) - wanted).sum() for each in (other, one))
        assert near < 0.35 * far


@pytest.mark.skipif(not LEARNS, reason="torch is not installed")
def test_the_painted_frame_is_what_the_shot_comes_nearer_to(whole: Demo) -> None:
    still = cv2.imread(str(whole.folder / "stills" / "painted.png"))
    assert still is not None
    painted = still[..., ::-1].astype(float) / 255
    (before,) = shown(source_of(whole, "sh040"), first=30, count=1)
    (after,) = shown(take_of(whole, "sh040", "t002"), first=24, count=1)
    assert np.abs(after - painted).mean() < 0.7 * np.abs(before - painted).mean()


def test_the_grade_lies_within_the_true_matte_and_nowhere_else(whole: Demo) -> None:
    before = list(pictures(source_of(whole, "sh050"), first=6, count=48))
    after = list(pictures(take_of(whole, "sh050", "t001")))
    for index in range(0, 48, 6):
        true = read_matte(whole.folder / "sample" / "mattes" / f"sh050.ball.{index + 6:04d}.png")
        ball = true > 0.5
        far = cv2.dilate(ball.astype(np.uint8), np.ones((25, 25), np.uint8)) == 0
        luma, changed = before[index][0], before[index][0] != after[index][0]
        assert not changed[far].any(), "outside the matte to the bit"
        both = (changed & ball).sum() / (changed | ball).sum()
        assert both > 0.85, f"frame {index}: {luma.mean():.0f}"
