"""Followed objects are results like any other: kept, keyed, extended; corrections change what they must."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from nodes.api import (
    Cancelled,
    Click,
    Format,
    Frame,
    Lock,
    Matte,
    MattePrompt,
    Prompts,
    Range,
    Time,
    node,
)
from nodes.engine.job import Job
from nodes.engine.pruning import sizes
from nodes.engine.run import Run
from nodes.library.matte.feather import feather
from nodes.library.matte.grow import grow
from tests.nodes.engine.kit import RATE, at, job_of, made, ready, run_of

COLUMNS, ROWS, COUNT = 64, 48, 5
FORMAT = Format(COLUMNS, ROWS, RATE)
SEEN: list[int] = []


def disc(number: int) -> np.ndarray:
    mask = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.circle(mask, (18 + 3 * number, 24), 10, 1, -1)
    return mask > 0


@node("test.disc")
def shot(time: Time) -> Frame:
    """Draw a red disc that crosses a textured grey ground."""
    SEEN.append(time.frame)
    random = np.random.default_rng(3)
    ground = cv2.GaussianBlur(random.random((ROWS, COLUMNS)).astype(np.float32), (0, 0), 1.5)
    light = np.stack([ground * 0.3, ground * 0.5, ground * 0.4], -1)
    light[disc(time.frame)] = np.stack([ground * 1.6, ground * 0.2, ground * 0.1], -1)[disc(time.frame)]
    return Frame.of_pixels(light, time)


@pytest.fixture(autouse=True)
def unseen() -> None:
    SEEN.clear()


def painted(folder: Path, number: int) -> MattePrompt:
    place = folder / f"painted{number}.png"
    cv2.imwrite(str(place), disc(number).astype(np.uint8) * 255)
    return MattePrompt(at(number), str(place))


def followed(prompts: Prompts, *more: dict[str, Any], count: int = COUNT) -> Job:
    follow = made("roto", "segment.object", {"image": "shot"}, params={"prompts": prompts.to_json()})
    return job_of(
        made("shot", "test.disc"),
        follow,
        *more,
        out="" if more else "roto.matte",
        format=FORMAT,
        domains={"shot": Range.frames_of(0, count, RATE)},
    )


def mattes(run: Run, numbers: range | tuple[int, ...]) -> Mapping[int, np.ndarray]:
    return {number: run.value("roto", at(number))["matte"].pixels for number in numbers}


def all_of(prompts: Prompts, kept: Path, count: int = COUNT) -> Mapping[int, np.ndarray]:
    with run_of(followed(prompts, count=count), shot, kept=kept) as run:
        return mattes(run, range(count))


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.tobytes() == other.tobytes()


def test_a_restart_finds_what_was_followed_and_looks_at_no_picture(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))
    first = all_of(prompts, tmp_path / "kept")
    assert same(first[0], disc(0).astype(np.float32))
    assert sizes(tmp_path / "kept").files == COUNT
    SEEN.clear()
    again = all_of(prompts, tmp_path / "kept")
    assert all(same(first[number], again[number]) for number in first) and not SEEN


def test_a_longer_shot_keeps_its_frames_and_makes_the_new_ones_only(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))
    kept = tmp_path / "kept"
    short = all_of(prompts, kept, 3)
    files = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    long = all_of(prompts, kept, COUNT)
    assert all(same(short[number], long[number]) for number in short)
    assert sizes(kept).files == COUNT
    assert all(path.read_bytes() == data for path, data in files.items() if "@" in path.name)
    assert long[COUNT - 1][24, 18 + 3 * (COUNT - 1)] > 0.5


def test_a_correction_changes_the_key_and_nothing_beyond_the_next_prompted_frames(tmp_path: Path) -> None:
    anchors = Prompts(mattes=tuple(painted(tmp_path, number) for number in (0, 2)))
    corrected = anchors.joined(Prompts(clicks=(Click(at(4), 4.0, 4.0),)))
    keys = {ready(followed(prompts), shot).key for prompts in (anchors, corrected, anchors)}
    assert len(keys) == 2
    before, after = (all_of(prompts, tmp_path / "kept") for prompts in (anchors, corrected))
    assert all(same(before[number], after[number]) for number in range(3))
    assert after[4][4, 4] > 0.5 > before[4][4, 4]


def test_a_locked_frame_stays_whatever_else_is_pointed_at(tmp_path: Path) -> None:
    place = tmp_path / "locked.png"
    codes = np.random.default_rng(1).integers(0, 256, (ROWS, COLUMNS), np.uint8)
    cv2.imwrite(str(place), codes)
    locked = Prompts(mattes=(painted(tmp_path, 0),), locks=(Lock(at(3), str(place)),))
    first = all_of(locked, tmp_path / "kept")
    assert np.array_equal(np.rint(first[3] * 255), codes)
    clicks = (Click(at(3), 4.0, 4.0), Click(at(2), 24.0, 24.0, False))
    more = Prompts(clicks=clicks, mattes=(painted(tmp_path, 3), painted(tmp_path, 4)))
    after = all_of(locked.joined(more), tmp_path / "kept")
    assert same(after[3], first[3]) and not same(after[2], first[2])


@pytest.mark.slow
def test_edge_tools_work_on_what_is_kept(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))
    tools = (
        made("wide", "matte.grow", {"matte": "roto.matte"}, params={"radius": 2.0}),
        made("soft", "matte.feather", {"matte": "wide"}, params={"size": 3.0}),
    )
    with run_of(followed(prompts, *tools), shot, kept=tmp_path / "kept") as run:
        matte = run.value("roto", at(3))["matte"]
        wide = grow(matte, 2.0)
        assert np.array_equal(run.value("soft", at(3)).pixels, feather(wide, 3.0).pixels)
    SEEN.clear()
    with run_of(followed(prompts, *tools), shot, kept=tmp_path / "kept") as run:
        assert isinstance(run.value("wide", at(3)), Matte) and not SEEN


def test_a_grade_within_it_leaves_what_is_outside_to_the_bit(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))
    grade = made(
        "grade", "color.grade", {"image": "shot", "mask": "roto.matte"}, params={"gain": [2.0, 0.5, 1.5]}
    )
    with run_of(followed(prompts, grade), shot, kept=tmp_path / "kept") as run:
        for number in range(COUNT):
            matte = mattes(run, (number,))[number]
            source, graded = run.value("shot", at(number)).rgb, run.frame(at(number)).rgb
            outside = matte == 0
            assert outside.sum() > 1000 and same(graded[outside], source[outside])
            inside = matte == 1
            assert inside.any() and not np.any(np.all(graded[inside] == source[inside], axis=-1))


@pytest.mark.slow
def test_a_wish_to_stop_is_heard_and_what_was_done_is_used_again(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))
    wanted = all_of(prompts, tmp_path / "whole")
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if len(SEEN) > 2:
            raise Cancelled("Follow an object", "it was stopped")

    kept = tmp_path / "kept"
    SEEN.clear()
    with run_of(followed(prompts), shot, kept=kept, check=check) as run, pytest.raises(Cancelled):
        mattes(run, range(COUNT))
    done = sizes(kept).files
    assert asked and done < COUNT and len(SEEN) < COUNT
    again = all_of(prompts, kept)
    assert all(same(again[number], wanted[number]) for number in wanted)


def test_restyling_within_a_matte_leaves_what_is_outside_to_the_bit(tmp_path: Path) -> None:
    prompts = Prompts(mattes=(painted(tmp_path, 0),))

    @node("test.still")
    def still(format: Format) -> Frame:
        """Make a blue and yellow still."""
        pixels = np.zeros((ROWS, COLUMNS, 3), np.float32)
        pixels[..., 2], pixels[:, ::3, 0] = 0.8, 0.6
        return Frame.of_pixels(pixels, Time.zero(format.rate))

    restyle = made(
        "look", "restyle.reference", {"image": "shot", "references": ["still"], "mask": "roto.matte"}
    )
    job = followed(prompts, made("still", "test.still"), restyle, count=3)
    with run_of(job, shot, still, kept=tmp_path / "kept") as run:
        for number in range(3):
            matte = mattes(run, (number,))[number]
            source, made_new = run.value("shot", at(number)).rgb, run.frame(at(number)).rgb
            outside, inside = matte == 0, matte == 1
            assert outside.sum() > 1000 and same(made_new[outside], source[outside])
            assert np.abs(made_new[inside] - source[inside]).mean() > 0.02
